import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type ReplayManifest, TOPICS, validate } from "../../../contracts";
import { Broker, describeWithBroker } from "./broker";
import { readTopic } from "./topic";

const MAIN = resolve(__dirname, "..", "..", "..", "producer", "main.ts");

interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  output(): string;
  printed(text: string): Promise<void>;
}

/** Starts the producer as the process it is. */
function produce(bootstrap: string, manifest: string, ...options: string[]): Started {
  const args = ["--import", "tsx", MAIN, "--bootstrap", bootstrap, "--manifest", manifest, ...options];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text) => (output += String(text)));
  const ended = new Promise<number | null>((exit) => child.once("close", exit));
  const printed = async (text: string): Promise<void> => {
    while (!output.includes(text)) {
      if (child.exitCode !== null) throw new Error(`ended without "${text}":\n${output}`);
      await sleep(20);
    }
  };
  return { child, ended, output: () => output, printed };
}

const manifestIn = (file: string): ReplayManifest =>
  validate<ReplayManifest>("replay-manifest", JSON.parse(readFileSync(file, "utf8")));

describeWithBroker("the producer and a real broker", () => {
  let broker: Broker;
  const folder = mkdtempSync(join(tmpdir(), "golazo-producer-"));
  const replay = ["--seed", "9", "--rate", "2000", "--seconds", "4"];

  beforeAll(async () => {
    broker = await Broker.start();
  }, 60_000);
  afterAll(() => broker.remove());

  test("a killed producer and a killed broker lose no event and send none twice", async () => {
    const manifest = join(folder, "manifest.json");
    // GIVEN a producer that is killed in the middle of a replay
    const killed = produce(broker.bootstrap, manifest, ...replay);
    await killed.printed("Throughput");
    killed.child.kill("SIGKILL");
    await killed.ended;
    expect(manifestIn(manifest).state).toBe("planned");

    // WHEN it is started again and the broker is killed and restarted meanwhile
    const resumed = produce(broker.bootstrap, manifest, ...replay, "--resume");
    await resumed.printed("Throughput");
    await broker.kill();
    await resumed.printed("Kafka does not answer");
    broker.restart();

    // THEN the replay completes and every match is on the topic once, in order, in one partition
    expect([await resumed.ended, resumed.output()]).toEqual([
      0,
      expect.stringContaining("Replay complete: 8,000 synthetic"),
    ]);
    const { state, totals, matches } = manifestIn(manifest);
    expect([state, totals?.events_acknowledged]).toEqual(["complete", 8000]);
    const records = await readTopic(broker.bootstrap, TOPICS.events.name);
    expect(records).toHaveLength(8000);
    for (const { match_id, events_acknowledged } of matches) {
      const own = records.filter(({ matchId }) => matchId === match_id);
      expect(own.map(({ sequence }) => sequence)).toEqual(
        Array.from({ length: events_acknowledged }, (_, at) => at),
      );
      expect(new Set(own.map(({ partition }) => partition)).size).toBe(1);
      expect(own[0]?.key).toBe(String(match_id));
    }
  }, 90_000);

  test("a stopped producer flushes, reports and says so by its exit code", async () => {
    const manifest = join(folder, "stopped.json");
    const stopped = produce(broker.bootstrap, manifest, "--rate", "500", "--seconds", "0");
    await stopped.printed("Throughput");
    stopped.child.kill("SIGTERM");
    expect(await stopped.ended).toBe(143);
    const { state, failure, open_ended, totals, matches } = manifestIn(manifest);
    expect([state, failure, open_ended]).toEqual(["stopped", null, true]);
    expect(totals?.events_acknowledged).toBeGreaterThan(0);
    expect(matches.reduce((sum, match) => sum + match.events_acknowledged, 0)).toBe(
      totals?.events_acknowledged,
    );
  }, 60_000);
});

describe("the producer without a broker", () => {
  test("says in one line that none answers and what to do, and exits with 1", async () => {
    const lonely = produce(
      "127.0.0.1:1",
      join(mkdtempSync(join(tmpdir(), "golazo-lonely-")), "m.json"),
      "--seconds",
      "1",
    );
    expect(await lonely.ended).toBe(1);
    expect(lonely.output()).toMatch(/^golazo: no Kafka broker answers at 127\.0\.0\.1:1: .*\.\/golazo up/m);
  }, 60_000);

  test("wrong input fails before anything is written or connected to, and exits with 2", async () => {
    const manifest = join(folderOfNobody(), "m.json");
    const refused = produce(
      "127.0.0.1:1",
      manifest,
      "--source",
      "open-data",
      "--data-dir",
      "/nowhere/at/all",
    );
    expect(await refused.ended).toBe(2);
    expect(refused.output()).toMatch(/^golazo: the data folder \/nowhere\/at\/all does not exist.*\n$/);
    expect(() => readFileSync(manifest)).toThrow(/ENOENT/);
  }, 60_000);
});

const folderOfNobody = (): string => mkdtempSync(join(tmpdir(), "golazo-nobody-"));

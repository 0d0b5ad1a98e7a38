import { existsSync, readdirSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { TOPICS } from "../../../contracts";
import { InputError } from "../../../producer";
import { ReplayService } from "../../../producer/service/client";
import { Broker, describeWithBroker } from "../kafka/broker";
import { readTopic } from "../kafka/topic";
import { Served } from "./served";

describeWithBroker("the producer service and a real broker", () => {
  let broker: Broker;
  let served: Served;
  let service: ReplayService;

  beforeAll(async () => {
    broker = await Broker.start();
    served = new Served(broker.bootstrap);
    service = await served.client();
    while (!(await served.ask("GET", "/health")).answer.kafka) await sleep(100);
  }, 60_000);
  afterAll(async () => {
    await served.end();
    await broker.remove();
  });

  test("plays what it is asked to, says so line by line, and every event is on the topic once", async () => {
    // GIVEN a replay and what it would play
    const request = { runId: "happy", seed: 9, rate: 1000, seconds: 3 };
    const plan = await service.plan(request);
    expect([plan.manifest.state, existsSync(join(served.runs, "happy"))]).toEqual(["planned", false]);

    // WHEN it is started and followed to its end
    expect(await service.start(request)).toEqual(plan.manifest);
    const lines: string[] = [];
    const manifest = await service.follow("happy", (line) => lines.push(line));

    // THEN the lines are those of the command, and the container's log has them too
    expect(lines.slice(0, plan.lines.length)).toEqual(plan.lines);
    expect(lines.filter((line) => /^Throughput: \d+ events\/sec$/.test(line)).length).toBeGreaterThanOrEqual(
      2,
    );
    expect(lines.at(-1)).toMatch(/^Replay complete: 3,000 synthetic events/);
    for (const line of lines) expect(served.output()).toContain(`${line}\n`);
    // THEN what it acknowledged is what the topic holds, and the manifest is in the run's folder
    expect([manifest.state, manifest.totals?.events_acknowledged]).toEqual(["complete", 3000]);
    expect(served.manifest("happy")).toEqual(manifest);
    expect(await readTopic(broker.bootstrap, TOPICS.events.name)).toHaveLength(3000);
    expect(await service.status("happy")).toMatchObject({
      state: "complete",
      events_acknowledged: 3000,
      failure: null,
      throughput: expect.stringMatching(/^Throughput: \d+/),
    });
  }, 60_000);

  test("plays one replay at a time, and stops it when it is told to", async () => {
    // GIVEN a replay without end
    await service.start({ runId: "long", rate: 500, seconds: 0 });
    const following = service.follow("long", () => {});
    while ((await service.status("long")).events_acknowledged === 0) await sleep(50);
    expect((await service.status("long")).state).toBe("playing");
    // WHEN another is asked for, it is refused with the id of the one that plays
    expect(await served.ask("POST", "/replays", { runId: "other" })).toEqual({
      status: 409,
      answer: {
        run_id: "long",
        error: expect.stringMatching(/replay long is playing: .*DELETE \/replays\/long/),
      },
    });
    // WHEN it is stopped
    const stopped = await service.stop("long");
    // THEN it has flushed and says so everywhere
    expect([stopped.state, stopped.failure]).toEqual(["stopped", null]);
    expect(await following).toEqual(stopped.manifest);
    expect(served.manifest("long")).toEqual(stopped.manifest);
    const { totals, matches } = stopped.manifest;
    expect(matches.reduce((sum, match) => sum + match.events_acknowledged, 0)).toBe(
      totals?.events_acknowledged,
    );
    expect(stopped.events_acknowledged).toBe(totals?.events_acknowledged);
    // THEN stopping it again changes nothing, its id is used up, and the next one may play
    expect(await service.stop("long")).toEqual(stopped);
    await expect(service.start({ runId: "long" })).rejects.toThrow(
      /long was played already: choose another runId/,
    );
    await service.start({ runId: "next", rate: 100, seconds: 1 });
    expect((await service.follow("next", () => {})).totals?.events_acknowledged).toBe(100);
  }, 60_000);

  test("a follower whose connection breaks misses no line and hears none twice", async () => {
    await service.start({ runId: "followed", rate: 200, seconds: 4 });
    const { port } = new URL(await served.url());
    const first: string[] = [];
    // GIVEN a network that cuts every connection after two seconds
    const cutter = createServer((client) => {
      const upstream = connect(Number(port), "127.0.0.1");
      client.pipe(upstream).pipe(client);
      for (const socket of [client, upstream]) socket.on("error", () => {});
      setTimeout(() => [client, upstream].forEach((socket) => void socket.destroy()), 2000).unref();
    });
    await new Promise<void>((listening) => cutter.listen(0, "127.0.0.1", listening));
    const through = new ReplayService(`http://127.0.0.1:${(cutter.address() as AddressInfo).port}`);
    // WHEN the replay is followed through it
    await through.follow("followed", (line) => first.push(line));
    // THEN the lines are those of one who follows afterwards
    const second: string[] = [];
    await service.follow("followed", (line) => second.push(line));
    expect(first).toEqual(second);
    cutter.close();
  }, 60_000);

  test.each<[string, unknown, RegExp]>([
    [
      "a rate that is none",
      { runId: "x", rate: "fast" },
      /^rate must be integer: Give --rate a whole number/,
    ],
    ["a rate of 0", { runId: "x", rate: 0 }, /^rate must be >= 1: Give --rate/],
    [
      "a number as text",
      { runId: "x", seconds: "5" },
      /^seconds must be integer: --seconds how long to play/,
    ],
    [
      "both paces",
      { runId: "x", rate: 5, speed: 2 },
      /^--rate and --speed exclude each other: give only one/,
    ],
    [
      "an unknown source",
      { runId: "x", source: "opta" },
      /^source must be .*choices are synthetic, open-data, statsbomb/,
    ],
    ["an unknown option", { runId: "x", sped: 2 }, /must NOT have additional properties: sped: give/],
    [
      "a folder that is not there",
      { runId: "x", source: "open-data", dataDir: "/none" },
      /\/none does not exist/,
    ],
    [
      "a data folder for no source",
      { runId: "x", dataDir: "/none" },
      /--data-dir is read by --source open-data/,
    ],
    ["a missing run id", { rate: 5 }, /must have required property 'runId': give a JSON object/],
    ["no JSON object", [1], /must be object: give a JSON object/],
    ["no JSON", "{", /JSON/],
  ])("%s is refused in one line, and nothing is written", async (_, body, expected) => {
    const { status, answer } = await served.ask("POST", "/replays", body);
    expect(answer.error).toMatch(expected);
    expect(answer.error).not.toContain("\n");
    expect(status).toBe(400);
    expect(readdirSync(served.runs)).not.toContain("x");
  });

  test.each(["..", "../x", "a/b", "/etc", ".hidden", "-x", "", "x".repeat(82), "a\u0000b", "x\n", "ä"])(
    "the run id %j is refused: no folder but the run's own is ever written",
    async (runId) => {
      const { status, answer } = await served.ask("POST", "/replays", { runId, rate: 1, seconds: 1 });
      expect([status, answer.error]).toEqual([400, expect.stringMatching(/^runId .*give 1 to 81 letters/)]);
    },
  );

  test("a run id in an address cannot lead out of the folder either", async () => {
    for (const path of [
      "/replays/..%2f..%2fetc%2fpasswd",
      "/replays/%2e%2e",
      "/replays/nobody",
      "/replays/a/b",
    ]) {
      const { status, answer } = await served.ask("GET", path);
      expect([status, answer.error]).toEqual([404, expect.any(String)]);
    }
  });

  test("the client tells mistakes from the rest", async () => {
    await expect(service.start({ runId: "x", rate: 0 })).rejects.toThrow(InputError);
    await expect(service.follow("nobody", () => {})).rejects.toThrow(/has played no replay "nobody"/);
  });
});

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { processesOf } from "../../cli/embedded/processes";
import type { Comparison } from "../../contracts";
import { RAW_FIGURES, rawFigure, rawSpeedup } from "../compare/raw-figures";
import { golazo, newFolder, readRecord, readTable, SMALL_MODEL, start } from "./golazo";

const quick = ["--seed", "5", "--rate", "1500", "--seconds", "6"];

/** Id of the run a demo printed. */
const runIdIn = (output: string): string => /Run (\S+):/.exec(output)?.[1] as string;

/** A table without the order of its rows, which says nothing; dates and big numbers in a form that compares. */
const sorted = (rows: Record<string, unknown>[]): string[] =>
  rows
    .map((row) => JSON.stringify(row, (_, value) => (typeof value === "bigint" ? Number(value) : value)))
    .sort();

describe("the same seed", () => {
  const [one, two] = [newFolder(), newFolder()];

  beforeAll(async () => {
    for (const [workers, out] of [
      ["1", one],
      ["2", two],
    ] as const) {
      const size = ["--workers", workers, "--cores", "1"];
      const ended = await golazo(["demo", ...quick, ...SMALL_MODEL, ...size, "--out", out]);
      expect(ended).toMatchObject({ code: 0 });
    }
  }, 1_800_000);

  test("plays the same events in every match, with one worker or two", () => {
    const counts = (folder: string) => readRecord(folder).reconciliation?.matches;
    expect(counts(one)).toEqual(counts(two));
    expect(readRecord(one).reconciliation?.acknowledged).toBe(1500 * 6);
  });

  test("gives the same window statistics, to 1e-9", async () => {
    const rounded = async (folder: string) =>
      sorted((await readTable(join(folder, "window-stats"))).map(round));
    expect(await rounded(one)).toEqual(await rounded(two));
  });

  test("is compared: one core against two, and every speedup is what the raw records give", async () => {
    const report = newFolder();
    const ended = await golazo(["compare", two, one, "--out", report]);
    expect(ended.code).toBe(0);
    const { a, b, main, latency, stages, equality, verdict }: Comparison = JSON.parse(
      readFileSync(join(report, "report.json"), "utf8"),
    );
    expect([a.name, b.name, equality.equal]).toEqual(["2 × 1 core", "1 × 1 core", true]);
    const speedups = new Map([...main, ...latency, ...stages].map((row) => [row.key, row.speedup]));
    for (const key of Object.keys(RAW_FIGURES)) {
      expect([key, speedups.get(key)?.toFixed(9)]).toEqual([key, rawSpeedup(key, [two], [one])?.toFixed(9)]);
    }
    // The side that takes more in its slower query is the one that is called faster, by as much.
    const [ofTwo, ofOne] = [two, one].map((run) =>
      Math.min(...["stats", "predict"].map((query) => rawFigure(run, `process_rate_${query}`) ?? 0)),
    ) as [number, number];
    const [fast, slow, times] =
      ofTwo > ofOne ? [a.name, b.name, ofTwo / ofOne] : [b.name, a.name, ofOne / ofTwo];
    const said = /^(.+) processes events ([\d.,]+)× as fast as (.+?):/.exec(verdict.sentences[1] ?? "");
    if (!said) expect(verdict.sentences[1]).toMatch(/^No side processes events clearly faster/);
    else {
      expect([said[1], said[3]]).toEqual([fast, slow]);
      expect(Number(said[2]?.replace(",", "")) / times).toBeCloseTo(1, 2);
    }
  });

  test("says synthetic wherever its numbers appear", () => {
    expect(readRecord(one)).toMatchObject({
      synthetic: true,
      replay: { source: { kind: "synthetic", synthetic: true } },
    });
  });
});

/** Means and variances are sums in an order that the micro-batches decide: equal to 1e-9, not to the last bit. */
function round(row: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(row).map(([key, value]) => [
    key,
    typeof value === "number" ? Number(value.toPrecision(10)) : value,
  ]);
  return Object.fromEntries(entries);
}

/** A demo that is far from its end when a test ends it. */
const LONG_DEMO = ["demo", "--rate", "500", "--seconds", "600", ...SMALL_MODEL];

describe("a demo that does not reach its end", () => {
  test("Ctrl-C ends everything in order, and the record says stopped", async () => {
    const out = newFolder();
    const demo = start([...LONG_DEMO, "--out", out]);
    await demo.printed("Throughput: ");
    demo.child.kill("SIGINT");
    const ended = await demo.ended;
    expect(ended.code).toBe(130);
    expect(readRecord(out).status).toBe("stopped");
    expect(await processesOf(runIdIn(ended.output))).toEqual([]);
  }, 600_000);

  test("a reader of its output that goes, as `| head` does, ends it in order as well", async () => {
    const out = newFolder();
    const demo = start([...LONG_DEMO, "--out", out]);
    await demo.printed("Start Kafka and Spark");
    const runId = runIdIn(demo.output());
    demo.child.stdout?.destroy();
    expect((await demo.ended).code).toBe(141);
    expect(readRecord(out).status).toBe("stopped");
    expect(await processesOf(runId)).toEqual([]);
  }, 600_000);

  test("kill -9 of the command leaves no process behind", async () => {
    const out = newFolder();
    const demo = start([...LONG_DEMO, "--out", out]);
    await demo.printed("Start the queries");
    const runId = runIdIn(demo.output());
    // GIVEN broker, master, worker, and of the job Python and its Java
    for (let wait = 0; wait < 600 && (await processesOf(runId)).length < 5; wait++) await sleep(100);
    expect((await processesOf(runId)).length).toBeGreaterThan(4);
    demo.child.kill("SIGKILL");
    await demo.ended;
    for (let wait = 0; wait < 60 && (await processesOf(runId)).length > 0; wait++) await sleep(500);
    expect(await processesOf(runId)).toEqual([]);
  }, 600_000);

  test("a worker that dies ends the run with its last log lines and what to do", async () => {
    const out = newFolder();
    // GIVEN a demo that reads matches to learn from, which no job does: the command itself would go on
    const learning = ["--model", join(out, "..", "model"), "--history-matches", "2000"];
    const demo = start(["demo", ...learning, "--out", out]);
    await demo.printed(" of 2000 matches read");
    const worker = await processOfService(runIdIn(demo.output()), "org.apache.spark.deploy.worker.Worker");
    process.kill(worker, "SIGKILL");
    const ended = await demo.ended;
    expect(ended.code).toBe(1);
    expect(ended.output).toContain("spark-worker-1 ended unexpectedly (signal SIGKILL)");
    expect(ended.output).toContain(join("logs", "spark-worker-1.log"));
    expect(readRecord(out)).toMatchObject({ status: "failed" });
    expect(existsSync(join(out, "window-stats"))).toBe(false);
  }, 600_000);
});

async function processOfService(runId: string, mainClass: string): Promise<number> {
  const { readFileSync } = await import("node:fs");
  for (const id of await processesOf(runId)) {
    if (readFileSync(`/proc/${id}/cmdline`, "utf8").includes(mainClass)) return id;
  }
  throw new Error(`no process of ${mainClass}`);
}

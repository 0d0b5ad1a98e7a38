import { cpSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { compareRuns, loadRuns } from "../../compare";
import type { Comparison, ParseFigures } from "../../contracts";
import { median, RAW_FIGURES, rawFigure, rawSpeedup } from "./raw-figures";
import { type Change, makeRun, newFolder, OPTIONS, oneCore, slowedDown } from "./runs";

const rowsOf = ({ main, latency, stages }: Comparison) => [...main, ...latency, ...stages];

describe("two configurations that differ in their cores, three runs of each", () => {
  const slow = [1.8, 2, 2.3].map((times, index) => makeRun(`slow-${index}`, oneCore, slowedDown(times)));
  const fast = [0.9, 1, 1.1].map((times, index) => makeRun(`fast-${index}`, slowedDown(times)));
  let comparison: Comparison;

  beforeAll(async () => {
    comparison = await compareRuns(loadRuns([...fast, ...slow]), {
      ...OPTIONS,
      pricing: {
        ...OPTIONS.pricing,
        a: { instance: "m5.xlarge", hosts: 1 },
        b: { instance: "m5.large", hosts: 1 },
      },
    });
  });

  test("every speedup is what the raw records give", () => {
    const speedups = new Map(rowsOf(comparison).map((row) => [row.key, row.speedup]));
    // The stored run is from before parsing was timed by itself.
    expect([speedups.get("parse"), rawSpeedup("parse", fast, slow)]).toEqual([null, null]);
    for (const key of Object.keys(RAW_FIGURES).filter((key) => key !== "parse")) {
      const expected = rawSpeedup(key, fast, slow);
      expect([key, speedups.get(key)?.toFixed(9)]).toEqual([key, Number(expected).toFixed(9)]);
    }
    expect(speedups.get("process_rate_predict")).toBeCloseTo(2, 9);
  });

  test("the spread of the repeats is beside each median", () => {
    const row = comparison.main.find(({ key }) => key === "batch_duration_predict");
    const values = fast.map((run) => rawFigure(run, "batch_duration_predict") ?? Number.NaN);
    expect(row?.a.spread).toMatchObject({
      min: Math.min(...values),
      max: Math.max(...values),
      median: median(values),
    });
    // Of 0.9, 1 and 1.1 a quarter of the way is 0.95.
    expect(row?.a.spread?.q1).toBeCloseTo(0.95 * (median(values) ?? 0), 6);
  });

  test("the geometric mean is of the stages that both sides measured", () => {
    const stages = ["statistics", "state", "features", "inference", "write", "training_data", "training"];
    expect(comparison.geometric_mean.stages).toEqual(stages);
    expect(comparison.geometric_mean.speedup).toBeCloseTo(2, 9);
  });

  test("the verdict says which side is faster, how much, and that both computed the same", () => {
    expect(comparison.a.name).toBe("1 × 2 cores");
    expect(comparison.handicap).toBe("workers × cores");
    const [equality, speed, stages] = comparison.verdict.sentences;
    expect(equality).toMatch(/^The sides computed the same/);
    expect(speed).toMatch(/^1 × 2 cores processes events 2\.00× as fast as 1 × 1 core: /);
    expect(stages).toContain("1 × 2 cores is 2.00× as fast as 1 × 1 core (geometric mean)");
  });

  test("at twice the price for twice the speed no rate is left above which the faster side always pays", () => {
    expect(comparison.cost.break_even).toMatchObject({ faster: "a", events_per_second: null });
    expect(comparison.verdict.sentences[3]).toMatch(/^There is no rate above which 1 × 2 cores always pays/);
  });

  test("what an hour of the machines costs becomes the cost of a million events and of a training", () => {
    const rates = ["process_rate_stats", "process_rate_predict"].map(
      (key) => median(fast.map((run) => rawFigure(run, key))) ?? 0,
    );
    const rate = Math.min(...rates);
    const seconds = median(
      fast.map((run) => JSON.parse(readFileSync(join(run, "run.json"), "utf8")).jobs.train.seconds),
    );
    expect(comparison.cost.a.per_million_events).toBeCloseTo((1e6 / rate) * (0.192 / 3600), 9);
    expect(comparison.cost.a.per_training_run).toBeCloseTo((0.192 * (seconds ?? 0)) / 3600, 9);
  });

  test("a difference that repeats do not bear out is no win", async () => {
    // GIVEN sides of which the slow one's best run beats the fast one's worst
    const a = [1, 1.5].map((times, index) => makeRun(`a-${index}`, slowedDown(times)));
    const b = [1.4, 2].map((times, index) => makeRun(`b-${index}`, oneCore, slowedDown(times)));
    const hosts = { a: { instance: "m5.xlarge", hosts: 1 }, b: { instance: "m5.large", hosts: 1 } };
    const pricing = { ...OPTIONS.pricing, ...hosts };
    const { main, verdict } = await compareRuns(loadRuns([...a, ...b]), { ...OPTIONS, pricing });
    // THEN the speedup is shown, and nobody is called better
    const row = main.find(({ key }) => key === "batch_duration_predict");
    expect(row?.speedup).toBeGreaterThan(1.3);
    expect(row?.outcome).toBe("no difference");
    expect(verdict.sentences[1]).toMatch(/^No side processes events clearly faster/);
    expect(verdict.sentences[3]).toMatch(/^Which side costs less at which rate is not clear/);
  });

  test("the input rate of a paced replay is nobody's win", () => {
    expect(comparison.main.slice(0, 2).map(({ outcome }) => outcome)).toEqual([
      "set by the pace",
      "set by the pace",
    ]);
  });

  test("a folder of runs gives the same sides as their names one by one", async () => {
    const folder = newFolder();
    for (const run of [...slow, ...fast]) cpSync(run, join(folder, basename(run)), { recursive: true });
    const { a, b } = await compareRuns(loadRuns([folder]), OPTIONS);
    expect([a.runs.length, b.runs.length]).toEqual([3, 3]);
  });
});

describe("what a run did not measure", () => {
  test("is said with the reason, and no number stands for it", async () => {
    const untrained = makeRun("untrained", oneCore, (record) => {
      record.jobs.train = null;
    });
    const { main, stages, gpu, fallbacks, cost } = await compareRuns(
      loadRuns([untrained, makeRun("trained")]),
      OPTIONS,
    );
    const training = main.find(({ key }) => key === "training_time");
    expect(training).toMatchObject({ speedup: null, outcome: "not compared" });
    expect(training?.a).toEqual({
      values: [],
      spread: null,
      not_measured: "the run used a model that was there already",
    });
    expect(stages.find(({ key }) => key === "parse")?.a.not_measured).toMatch(/no such figure/);
    expect(gpu).toEqual({ series: [], not_measured: "no run was on a GPU" });
    expect(fallbacks).toMatchObject({ queries: null });
    expect(cost.a).toMatchObject({ price: null, per_million_events: null });
  });
});

describe("parsing, which was measured in passes of its own", () => {
  const parsed =
    (parse: ParseFigures): Change =>
    ({ jobs }) => {
      if (jobs.stream?.streaming) jobs.stream.streaming.parse = parse;
    };
  const measured = (records: number, parse_ms: number): ParseFigures => ({
    measured: { records, read_ms: [100], read_and_parse_ms: [100 + parse_ms], parse_ms },
    not_measured: null,
  });
  const parseOf = async (...runs: string[]) =>
    (await compareRuns(loadRuns(runs), OPTIONS)).stages.find(({ key }) => key === "parse");

  test("is spread over the events of a pass, and compared", async () => {
    const row = await parseOf(
      makeRun("fast", parsed(measured(2000, 500))),
      makeRun("slow", oneCore, parsed(measured(1000, 1000))),
    );
    expect(row?.a.values.concat(row.b.values).sort()).toEqual([1000, 250]);
    expect([4, 0.25]).toContain(row?.speedup);
  });

  test("is not measured where noise has swallowed it, or nobody passed over the topic", async () => {
    const row = await parseOf(
      makeRun("noise", parsed(measured(2000, -3))),
      makeRun("none", oneCore, parsed({ measured: null, not_measured: "nothing was on the topic" })),
    );
    expect([row?.a.not_measured, row?.b.not_measured].sort()).toEqual([
      "nothing was on the topic",
      "passes with parsing took no longer than passes without",
    ]);
  });
});

describe("a GPU against a CPU", () => {
  test("the GPU is side a whatever the order, and what it did over time is kept", async () => {
    const gpu = makeRun(
      "gpu",
      slowedDown(0.25),
      ({ jobs }) => {
        const sample = { gpu: 0, memory_used_bytes: 1, power_watts: 30 };
        if (jobs.stream)
          jobs.stream.gpu = {
            samples: [
              { ...sample, at: "2026-01-01T00:00:00Z", utilisation_percent: 10 },
              { ...sample, at: "2026-01-01T00:00:01Z", utilisation_percent: 90 },
            ],
            devices: [0, 1].map((gpu) => ({
              ...{ executor: `${gpu}`, gpu, name: "Tesla T4" },
              ...{ memory_bytes: 16e9, driver: "580.0" },
            })),
            not_measured: null,
          };
      },
      (record) => {
        record.architecture = "gpu";
      },
    );
    const comparison = await compareRuns(loadRuns([makeRun("cpu"), gpu]), OPTIONS);
    expect([comparison.a.name, comparison.b.name]).toEqual(["GPU", "CPU"]);
    expect([comparison.a.runs[0]?.gpu, comparison.b.runs[0]?.gpu]).toEqual(["Tesla T4", null]);
    expect(comparison.gpu.series[0]?.points).toEqual([
      { second: 0, utilisation_percent: 10 },
      { second: 1, utilisation_percent: 90 },
    ]);
  });
});

import { cpSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { compareRuns, loadRuns } from "../../compare";
import type { Comparison } from "../../contracts";
import { makeRun, newFolder, OPTIONS, oneCore, slowedDown } from "./runs";

/** Where each figure is in the JSON of a record, found without any of the product's code. */
const PLACES: Record<string, { place: string; higher?: boolean }> = {
  process_rate_stats: {
    place: "jobs.stream.streaming.queries.stats.processed_rows_per_second.p50",
    higher: true,
  },
  process_rate_predict: {
    place: "jobs.stream.streaming.queries.predict.processed_rows_per_second.p50",
    higher: true,
  },
  batch_duration_stats: { place: "jobs.stream.streaming.queries.stats.batch_ms.p50" },
  batch_duration_predict: { place: "jobs.stream.streaming.queries.predict.batch_ms.p50" },
  job_time: { place: "jobs.stream.spark.measured.jobs.duration_ms.mean" },
  shuffle_read: { place: "jobs.stream.spark.measured.stages.shuffle_read_bytes" },
  gc_time: { place: "jobs.stream.spark.measured.stages.gc_ms" },
  training_time: { place: "jobs.train.figures.training_seconds" },
  latency_p50: { place: "jobs.stream.streaming.prediction_latency_ms.p50" },
  latency_p99: { place: "jobs.stream.streaming.prediction_latency_ms.p99" },
  with_model_p95: { place: "jobs.stream.streaming.queries.predict.step_ms.with_model.p95" },
  without_model_p95: { place: "jobs.stream.streaming.queries.predict.step_ms.without_model.p95" },
  statistics: { place: "jobs.stream.streaming.queries.stats.operation_ms.addBatch.mean" },
  state: { place: "jobs.stream.streaming.queries.predict.step_ms.state.mean" },
  features: { place: "jobs.stream.streaming.queries.predict.step_ms.features.mean" },
  inference: { place: "jobs.stream.streaming.queries.predict.step_ms.model.mean" },
  write: { place: "jobs.stream.streaming.queries.predict.step_ms.write.mean" },
  training_data: { place: "jobs.history.seconds" },
  training: { place: "jobs.train.figures.training_seconds" },
};

function rawNumber(folder: string, place: string): number {
  let found: unknown = JSON.parse(readFileSync(join(folder, "run.json"), "utf8"));
  for (const name of place.split(".")) found = (found as Record<string, unknown>)[name];
  return Number(found);
}

/** Of three, the one between the others. */
const middle = (numbers: number[]): number => numbers.sort((one, other) => one - other)[1] ?? Number.NaN;

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
    for (const [key, { place, higher }] of Object.entries(PLACES)) {
      const [a, b] = [fast, slow].map((runs) => middle(runs.map((run) => rawNumber(run, place))));
      const expected = Number(higher ? a : b) / Number(higher ? b : a);
      expect([key, speedups.get(key)?.toFixed(9)]).toEqual([key, expected.toFixed(9)]);
    }
    expect(speedups.get("process_rate_predict")).toBeCloseTo(2, 9);
  });

  test("the spread of the repeats is beside each median", () => {
    const row = comparison.main.find(({ key }) => key === "batch_duration_predict");
    const values = fast.map((run) => rawNumber(run, "jobs.stream.streaming.queries.predict.batch_ms.p50"));
    expect(row?.a.spread).toMatchObject({
      min: Math.min(...values),
      max: Math.max(...values),
      median: middle(values),
    });
    // Of 0.9, 1 and 1.1 a quarter of the way is 0.95.
    expect(row?.a.spread?.q1).toBeCloseTo(0.95 * middle(values), 6);
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
    const rates = ["process_rate_stats", "process_rate_predict"].map((key) =>
      middle(fast.map((run) => rawNumber(run, PLACES[key]?.place ?? ""))),
    );
    const rate = Math.min(...rates);
    const seconds = middle(fast.map((run) => rawNumber(run, "jobs.train.seconds")));
    expect(comparison.cost.a.per_million_events).toBeCloseTo((1e6 / rate) * (0.192 / 3600), 9);
    expect(comparison.cost.a.per_training_run).toBeCloseTo((0.192 * seconds) / 3600, 9);
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
    expect(stages.find(({ key }) => key === "parse")?.a.not_measured).toMatch(/no step "parse"/);
    expect(gpu).toEqual({ series: [], not_measured: "no run was on a GPU" });
    expect(fallbacks).toMatchObject({ queries: null });
    expect(cost.a).toMatchObject({ price: null, per_million_events: null });
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
            not_measured: null,
          };
      },
      (record) => {
        record.architecture = "gpu";
      },
    );
    const comparison = await compareRuns(loadRuns([makeRun("cpu"), gpu]), OPTIONS);
    expect([comparison.a.name, comparison.b.name]).toEqual(["GPU", "CPU"]);
    expect(comparison.gpu.series[0]?.points).toEqual([
      { second: 0, utilisation_percent: 10 },
      { second: 1, utilisation_percent: 90 },
    ]);
  });
});

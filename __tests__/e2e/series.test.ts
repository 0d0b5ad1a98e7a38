import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gpuReadiness } from "../../cli/gpus";
import { type Comparison, type PlanCheck, validate } from "../../contracts";
import { type Ended, golazo, newFolder, readRecord, SMALL_MODEL } from "./golazo";

/** The largest number of records in a micro-batch of the sweep. */
const SIZE = 2500;

/** A plan check that was made before, so that none is made now. */
const PLAN: PlanCheck = {
  schema_version: 1,
  spark: "3.5.1",
  passed: true,
  queries: [{ query: "stats", plans: 1, coverage_percent: 81, transitions: 0, on_gpu: [], off_gpu: [] }],
};

describe("the same replay on both architectures, with a batch-size sweep", () => {
  const out = newFolder();
  let ended: Ended;
  let comparison: Comparison;
  let gpu = false;

  beforeAll(async () => {
    gpu = (await gpuReadiness(1)).kind === "ready";
    const replay = ["--seed", "5", "--rate", "1500", "--seconds", "5", "--executor-memory", "1g"];
    const plan = join(mkdtempSync(join(tmpdir(), "golazo-plan-")), "plan.json");
    writeFileSync(plan, JSON.stringify(PLAN));
    const series = ["--arch", "both", "--repeat", "1", "--sweep", `${SIZE}`, "--plan", plan];
    ended = await golazo(["demo", ...replay, ...series, ...SMALL_MODEL, "--out", out]);
    comparison = validate("comparison", JSON.parse(readFileSync(join(out, "report.json"), "utf8")));
  }, 1_800_000);

  test("ends with a report of both sides, or says loudly which one there is not, and why", () => {
    expect(ended.code).toBe(0);
    const { a, b, main, verdict } = comparison;
    expect([a.name, b.name, b.runs.length]).toEqual(["GPU", "CPU", 1]);
    expect(readFileSync(join(out, "report.html"), "utf8")).toContain("GPU against CPU");
    if (gpu) return expect(a.runs).toHaveLength(1);
    expect(a).toMatchObject({ runs: [], not_run: expect.stringMatching(/nvidia-smi/) });
    for (const row of main) expect(row.a).toMatchObject({ values: [], not_measured: a.not_run });
    // What the planner says stands beside it.
    expect(comparison.fallbacks.queries).toEqual([{ query: "stats", coverage_percent: 81, off_gpu: [] }]);
    expect(ended.output.match(/WARNING: NO GPU SIDE: /g)).toHaveLength(2);
    expect(ended.output).toContain(verdict.sentences[0]);
  });

  test("measures a training in every repeat, and one model predicts in all runs", () => {
    const [repeat, sweep] = ["cpu-1", `cpu-batch-${SIZE}`].map((name) => readRecord(join(out, name)));
    expect(repeat?.jobs.train?.figures?.training_seconds).toBeGreaterThan(0);
    expect(sweep?.jobs.train).toBeNull();
    expect(sweep?.model?.card).toEqual(repeat?.model?.card);
  });

  test("takes no more than the size asked for into a micro-batch of the sweep, and still counts every event", () => {
    const { batch_limit, jobs, reconciliation } = readRecord(join(out, `cpu-batch-${SIZE}`));
    expect([batch_limit, reconciliation?.reconciled, reconciliation?.acknowledged]).toEqual([
      SIZE,
      true,
      7500,
    ]);
    for (const query of Object.values(jobs.stream?.streaming?.queries ?? {})) {
      expect(query.batch_ms.count).toBeGreaterThanOrEqual(7500 / SIZE);
    }
    expect(comparison.sweep.sizes.map(({ records }) => records)).toEqual([SIZE]);
    for (const { b } of comparison.sweep.sizes[0]?.figures ?? []) expect(b.values).toHaveLength(1);
  });
});

import { compareRuns, loadRuns } from "../../compare";
import { rawFigure } from "./raw-figures";
import { type Change, makeRun, OPTIONS, oneCore, slowedDown } from "./runs";

/** A run of a batch-size sweep. */
const sized =
  (records: number): Change =>
  (record) =>
    Object.assign(record, { batch_limit: records });

const compare = (...runs: string[]) => compareRuns(loadRuns(runs), OPTIONS);

describe("a batch-size sweep", () => {
  const fast = makeRun("fast");
  const slow = makeRun("slow", oneCore, slowedDown(2));

  test("stands beside the comparison, size by size, and changes none of its figures", async () => {
    const large = makeRun("large", sized(9000), slowedDown(0.5));
    const small = makeRun("small", sized(1000), slowedDown(4));
    const slowSmall = makeRun("slow-small", oneCore, sized(1000), slowedDown(5));
    const { main, stages, latency, cost, a, b, sweep } = await compare(fast, slow, large, small, slowSmall);
    const without = await compare(fast, slow);
    expect({ main, stages, latency, cost, a, b }).toEqual({
      main: without.main,
      stages: without.stages,
      latency: without.latency,
      cost: without.cost,
      a: without.a,
      b: without.b,
    });
    // THEN the smallest is first, with the rates of the raw records
    expect(sweep.sizes.map(({ records }) => records)).toEqual([1000, 9000]);
    const [first, second] = sweep.sizes.map(({ figures }) =>
      figures.find(({ key }) => key === "process_rate_predict"),
    );
    const rounded = (values?: readonly (number | null | undefined)[]) =>
      values?.map((value) => value?.toFixed(6));
    expect([first?.a.values, first?.b.values].map(rounded)).toEqual(
      [small, slowSmall].map((run) => rounded([rawFigure(run, "process_rate_predict")])),
    );
    expect(first?.speedup).toBeCloseTo(5 / 4, 9);
    // AND a side that did not run a size has no figure of it
    expect(second?.b).toEqual({ values: [], spread: null, not_measured: "no run of this size" });
    expect(second?.speedup).toBeNull();
  });

  test("that was not asked for is not measured, and it is said how to", async () => {
    expect((await compare(fast, slow)).sweep).toEqual({
      sizes: [],
      not_measured: "no run had micro-batches of a fixed size (./golazo demo --sweep)",
    });
  });

  test("alone is no comparison", async () => {
    const runs = [makeRun("one", sized(1000)), makeRun("two", oneCore, sized(1000))];
    await expect(compare(...runs)).rejects.toThrow(
      /all runs are of a batch-size sweep: add the runs beside it/,
    );
  });
});

describe("an architecture that could not be run", () => {
  const notRun = { architecture: "gpu", reason: "this machine has no NVIDIA driver" } as const;
  const beside = (...runs: string[]) => compareRuns(loadRuns(runs, 1), { ...OPTIONS, notRun });

  test("has no figure, and the verdict says so before all else", async () => {
    const { a, b, main, verdict, gpu, cost, equality } = await beside(makeRun("one"), makeRun("two"));
    expect(a).toEqual({ name: "GPU", runs: [], not_run: notRun.reason });
    expect([b.name, b.runs.length]).toEqual(["CPU", 2]);
    for (const row of main) {
      expect(row.a).toEqual({ values: [], spread: null, not_measured: notRun.reason });
      expect([row.speedup, row.outcome === "a" || row.outcome === "b"]).toEqual([null, false]);
    }
    expect(verdict.sentences[0]).toBe(
      "GPU: NOT MEASURED, for this machine has no NVIDIA driver. Nothing here says how fast GPU is, or what it buys.",
    );
    expect(verdict.sentences[1]).toMatch(/^The runs of CPU computed the same/);
    expect([gpu.not_measured, cost.a.capacity, cost.a.not_measured]).toEqual([
      notRun.reason,
      null,
      [notRun.reason],
    ]);
    expect(equality.tables).toHaveLength(2);
  });

  test("can stand beside one run, and then nothing is known to be equal", async () => {
    const { equality, verdict } = await beside(makeRun("one"));
    expect(equality.equal).toBeNull();
    expect(verdict.sentences[1]).toMatch(/^Whether the runs of CPU computed the same is not known/);
  });

  test("cannot stand beside runs of two configurations, or of itself", async () => {
    await expect(beside(makeRun("one"), makeRun("two", oneCore))).rejects.toThrow(
      /more than one workers × cores/,
    );
    const gpu = makeRun("gpu", (record) => Object.assign(record, { architecture: "gpu" }));
    await expect(beside(gpu)).rejects.toThrow(/more than one architecture/);
  });
});

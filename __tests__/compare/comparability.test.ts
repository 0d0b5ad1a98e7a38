import { compareRuns, loadRuns } from "../../compare";
import { type Change, makeRun, OPTIONS, oneCore, onlyTrained, slowedDown } from "./runs";

const compare = (...runs: string[]) => compareRuns(loadRuns(runs), OPTIONS);

describe("runs that cannot be compared", () => {
  const refused: ReadonlyArray<[string, Change, RegExp]> = [
    [
      "a run that did not reconcile",
      ({ reconciliation }) => {
        if (reconciliation)
          Object.assign(reconciliation, { reconciled: false, problems: ["match 7: one is lost"] });
      },
      /run odd did not reconcile \(match 7: one is lost\)/,
    ],
    [
      "a run whose streams did not end",
      (record) => Object.assign(record, { reconciliation: null }),
      /did not reconcile/,
    ],
    [
      "a run that failed",
      (record) => Object.assign(record, { status: "failed", failure: "no space\non disk" }),
      /run odd failed \(no space\): only whole runs/,
    ],
    [
      "a run that was stopped",
      (record) => Object.assign(record, { status: "stopped" }),
      /run odd was stopped/,
    ],
    [
      "matches of another seed",
      ({ replay }) => Object.assign(replay?.source ?? {}, { seed: 43 }),
      /source of the events.*seed 43 in odd/,
    ],
    [
      "other events",
      ({ replay }) => Object.assign(replay?.matches[0] ?? {}, { events_acknowledged: 7 }),
      /matches and their events.*value by value/,
    ],
    [
      "another rate",
      ({ replay }) => Object.assign(replay?.pace ?? {}, { value: 100 }),
      /pace \(rate 4096 in plain; rate 100 in odd\)/,
    ],
    [
      "other partitions",
      ({ cluster }) => Object.assign(cluster, { events_partitions: 4 }),
      /partitions of the events topic/,
    ],
    [
      "a forest of another size",
      ({ model }) => Object.assign(model?.card.parameters ?? {}, { trees: 7 }),
      /recipe of the model.*7 trees/,
    ],
  ];

  test.each(refused)("%s is refused with the reason, in one line", async (_, change, words) => {
    const pair = compare(makeRun("plain"), makeRun("odd", change));
    await expect(pair).rejects.toThrow(words);
    await expect(pair).rejects.toThrow(/^[^\n]*$/);
  });

  test("runs of three sizes are no two sides", async () => {
    const four: Change = ({ cluster }) => Object.assign(cluster, { workers: 4 });
    await expect(compare(makeRun("one", oneCore), makeRun("two"), makeRun("four", four))).rejects.toThrow(
      /workers × cores in 3 ways \(1 × 1 core; 1 × 2 cores; 4 × 2 cores\)/,
    );
  });

  test("three runs of one configuration have nothing that tells two sides apart", async () => {
    await expect(compare(makeRun("one"), makeRun("two"), makeRun("three"))).rejects.toThrow(
      /all 3 runs are the same/,
    );
  });
});

describe("runs without a stream", () => {
  test("runs that only trained are compared by their training", async () => {
    const { main } = await compare(
      makeRun("one", onlyTrained),
      makeRun("other", oneCore, slowedDown(2), onlyTrained),
    );
    const shown = main.filter(({ a }) => a.spread !== null).map(({ key }) => key);
    expect(shown).toContain("training_time");
  });
});

describe("what else differs", () => {
  const warned: ReadonlyArray<[string, Change]> = [
    ["code version", ({ versions }) => Object.assign(versions, { git_commit: "0".repeat(40) })],
    ["model", ({ model }) => Object.assign(model?.card ?? {}, { trained_at: "2026-01-01T00:00:00+00:00" })],
    ["versions of Spark, Scala, Java and Kafka", ({ versions }) => Object.assign(versions, { java: 21 })],
    ["machine", ({ machine }) => Object.assign(machine, { cpu_model: "Another" })],
    ["kind of cluster", ({ cluster }) => Object.assign(cluster, { kind: "given" })],
    ["driver memory", ({ cluster }) => Object.assign(cluster, { driver_memory_bytes: 2 ** 33 })],
    ["executor memory", ({ cluster }) => Object.assign(cluster, { executor_memory_bytes: 2 ** 33 })],
  ];

  test.each(warned)("a difference in %s besides the one studied is a warning", async (what, change) => {
    const { warnings, verdict } = await compare(makeRun("plain"), makeRun("odd", oneCore, change));
    expect(warnings.map((warning) => warning.what)).toEqual([what]);
    expect(verdict.rests_on.join(" ")).toContain(what);
  });

  test("the one that is studied is none", async () => {
    const { warnings, handicap } = await compare(makeRun("plain"), makeRun("odd", oneCore, slowedDown(2)));
    expect([warnings, handicap]).toEqual([[], "workers × cores"]);
  });

  test("cores beside a GPU are, for they may be what made the difference", async () => {
    const gpu: Change = (record) => Object.assign(record, { architecture: "gpu" });
    const { warnings } = await compare(makeRun("cpu"), makeRun("gpu", gpu, oneCore));
    expect(warnings.map(({ what }) => what)).toEqual(["workers × cores"]);
  });
});

import { rmSync } from "node:fs";
import { join } from "node:path";
import { compareRuns, loadRuns } from "../../compare";
import type { Comparison } from "../../contracts";
import { makeRun, OPTIONS, oneCore, rewriteTable } from "./runs";

const pair = (): [string, string] => [makeRun("one", oneCore), makeRun("two")];
const compare = (...runs: string[]): Promise<Comparison> => compareRuns(loadRuns(runs), OPTIONS);
const mismatches = ({ equality }: Comparison): number[] => equality.tables.map((table) => table.mismatches);

/** Multiplies one value of the tenth row. */
const altered =
  (column: string, times: number) =>
  (rows: Record<string, unknown>[]): Record<string, unknown>[] =>
    rows.map((row, index) => (index === 10 ? { ...row, [column]: Number(row[column]) * times } : row));

describe("results of two sides", () => {
  test("that are the same are equal, and every value was looked at", async () => {
    const { equality, verdict } = await compare(...pair());
    expect(equality.equal).toBe(true);
    const [statistics, predictions] = equality.tables;
    // 24 columns less the key's 3; the wall clock's 3 of 10 are not compared, nor the key's 3.
    expect(statistics?.values).toBe(21 * (statistics?.rows_run ?? 0));
    expect(predictions?.values).toBe(4 * (predictions?.rows_run ?? 0));
    expect(statistics?.rows_run).toBeGreaterThan(100);
    expect(verdict.sentences[0]).toMatch(/^The sides computed the same/);
  });

  test("with one altered statistic are unequal, and that is said first", async () => {
    const [one, two] = pair();
    await rewriteTable(two, "window-stats", altered("x_mean", 1.001));
    const comparison = await compare(one, two);
    expect(comparison.equality.equal).toBe(false);
    expect(mismatches(comparison)).toEqual([1, 0]);
    expect(comparison.equality.tables[0]?.examples[0]).toMatch(
      /match_id \d+, team_id \d+, window_start .*: x_mean is .*, not /,
    );
    expect(comparison.verdict.sentences[0]).toBe(
      "THE SIDES DID NOT COMPUTE THE SAME: 1 mismatch. No speed below may be quoted.",
    );
  });

  test("may differ in rounding, as far as the report says and no further", async () => {
    const [one, two] = pair();
    await rewriteTable(two, "window-stats", altered("x_mean", 1 + 0.9e-5));
    expect(mismatches(await compare(one, two))).toEqual([0, 0]);
    await rewriteTable(two, "window-stats", altered("x_mean", 1 + 0.2e-5));
    expect(mismatches(await compare(one, two))).toEqual([1, 0]);
  });

  test("may not differ in a count at all", async () => {
    const [one, two] = pair();
    await rewriteTable(two, "window-stats", (rows) =>
      rows.map((row, index) => (index === 3 ? { ...row, events: BigInt(String(row.events)) + 1n } : row)),
    );
    expect(mismatches(await compare(one, two))).toEqual([1, 0]);
  });

  test("with a row missing on either side are unequal", async () => {
    const [one, two] = pair();
    await rewriteTable(two, "predictions", (rows) => rows.slice(1));
    const [, missing] = (await compare(one, two)).equality.tables;
    expect(missing?.examples[0]).toMatch(/is missing$/);
    const [, more] = (await compare(two, one)).equality.tables;
    expect(more?.examples[0]).toMatch(/is only there$/);
  });

  test("with a row twice are unequal", async () => {
    const [one, two] = pair();
    await rewriteTable(two, "predictions", (rows) => [...rows, ...rows.slice(-1)]);
    expect((await compare(one, two)).equality.tables[1]?.examples.join()).toMatch(/is there more than once/);
  });

  test("with a value where the other has none are unequal", async () => {
    const [one, two] = pair();
    await rewriteTable(two, "window-stats", (rows) =>
      rows.map((row) => (row.pass_length_variance === null ? { ...row, pass_length_variance: 0 } : row)),
    );
    expect(mismatches(await compare(one, two))[0]).toBeGreaterThan(0);
  });

  test("are unequal when a repeat of one side gives something else", async () => {
    const again = makeRun("again", oneCore);
    await rewriteTable(again, "predictions", altered("p_home", 1.5));
    const { equality } = await compare(...pair(), again);
    expect(equality.tables.filter((table) => table.mismatches > 0).map(({ run }) => run)).toEqual(["again"]);
  });

  test("that are not beside the record are not called equal", async () => {
    const [one, two] = pair();
    for (const table of ["window-stats", "predictions"]) rmSync(join(two, table), { recursive: true });
    const { equality, verdict } = await compare(one, two);
    expect(equality).toMatchObject({ equal: null, tables: [] });
    expect(equality.not_compared).toContain("run two has no window statistics beside its record");
    expect(verdict.sentences[0]).toMatch(/not known/);
  });
});

import type { Equality, TableEquality } from "@golazo/contracts";
import type { Run } from "./load";
import { type Row, readResults, TABLES, type Table } from "./results";
import type { Sides } from "./sides";

/** Numbers are equal when they differ by at most this share of the larger one … */
const RELATIVE_EPSILON = 1e-5;
/**
 * … or by at most this. A variance of equal lengths is 0 in one order of summing and some 1e-12 in another (a pitch is
 * 120 yards long, a double keeps 16 digits), and of such a pair every relative difference is large.
 */
const ABSOLUTE_EPSILON = 1e-9;
/** Mismatches that are told in words; all are counted. */
const EXAMPLES = 5;

/**
 * Compares the results of every run with those of the first, value by value.
 *
 * Repeats are among them: a side that does not give the same twice is found as well.
 */
export async function compareResults({ a, b }: Sides): Promise<Equality> {
  const [reference, ...others] = [...a.runs, ...b.runs];
  const tables: TableEquality[] = [];
  const missing = new Set<string>();
  if (!reference) throw new Error("a side has at least one run");
  for (const table of TABLES) {
    const expected = await rowsOf(table, reference, missing);
    for (const run of others) {
      const found = await rowsOf(table, run, missing);
      if (!expected || !found) continue;
      const ids = { reference: reference.record.run_id, run: run.record.run_id };
      tables.push({ table: table.name, ...ids, ...compareRows(table, expected, found) });
    }
  }
  return {
    equal: verdictOf(tables),
    relative_epsilon: RELATIVE_EPSILON,
    absolute_epsilon: ABSOLUTE_EPSILON,
    not_compared: [...missing],
    tables,
  };
}

/** Two empty tables are no proof of anything. */
function verdictOf(tables: readonly TableEquality[]): boolean | null {
  if (tables.some(({ mismatches }) => mismatches > 0)) return false;
  return tables.some(({ values }) => values > 0) ? true : null;
}

async function rowsOf(table: Table, run: Run, missing: Set<string>): Promise<Row[] | null> {
  const read = await readResults(table, run);
  if ("rows" in read) return read.rows;
  missing.add(read.missing);
  return null;
}

type Found = Omit<TableEquality, "table" | "reference" | "run">;

/** Compares two tables: rows by their key, integers and texts exactly, other numbers with an epsilon. */
export function compareRows(table: Table, reference: readonly Row[], run: readonly Row[]): Found {
  const others = new Map(run.map((row) => [keyOf(table, row), row]));
  const examples: string[] = [];
  let [values, mismatches, largest] = [0, 0, 0];
  const mismatch = (words: string): void => {
    mismatches += 1;
    if (examples.length < EXAMPLES) examples.push(words);
  };
  for (const key of twice(table, run)) mismatch(`${key} is there more than once`);
  for (const row of reference) {
    const key = keyOf(table, row);
    const other = others.get(key);
    others.delete(key);
    if (!other) {
      mismatch(`${key} is missing`);
      continue;
    }
    for (const column of table.columns) {
      const [one, two] = [row[column.name], other[column.name]];
      values += 1;
      const difference = column.exact ? null : relativeDifference(one, two);
      largest = Math.max(largest, difference ?? 0);
      const equal = difference === null ? one === two : isClose(Number(one), Number(two));
      if (!equal) mismatch(`${key}: ${column.name} is ${two}, not ${one}`);
    }
  }
  for (const key of others.keys()) mismatch(`${key} is only there`);
  return {
    rows_reference: reference.length,
    rows_run: run.length,
    values,
    mismatches,
    largest_relative_difference: largest,
    examples,
  };
}

/** Keys of rows that come after one with the same key. */
function twice(table: Table, rows: readonly Row[]): string[] {
  const seen = new Set<string>();
  return rows
    .map((row) => keyOf(table, row))
    .filter((key) => {
      const isSecond = seen.has(key);
      seen.add(key);
      return isSecond;
    });
}

function keyOf(table: Table, row: Row): string {
  return table.key.map((name) => `${name} ${row[name]}`).join(", ");
}

/** Null when one of them is not a number. */
function relativeDifference(one: Row[string] | undefined, two: Row[string] | undefined): number | null {
  if (typeof one !== "number" || typeof two !== "number") return null;
  if (isWithinRounding(one, two)) return 0;
  return Math.abs(one - two) / Math.max(Math.abs(one), Math.abs(two));
}

function isClose(one: number, two: number): boolean {
  const larger = Math.max(Math.abs(one), Math.abs(two));
  return isWithinRounding(one, two) || Math.abs(one - two) <= RELATIVE_EPSILON * larger;
}

function isWithinRounding(one: number, two: number): boolean {
  return Math.abs(one - two) <= ABSOLUTE_EPSILON;
}

import type { ComparedFigure, SideValues } from "@golazo/contracts";

const WHOLE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const SHORT = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 4 });
const MONEY = new Intl.NumberFormat("en-US", { minimumSignificantDigits: 3, maximumSignificantDigits: 3 });
const MIB = 2 ** 20;
/** Below this four digits say more than whole numbers. */
const SMALL = 1000;

/** A whole number, grouped. */
export function count(value: number): string {
  return WHOLE.format(value);
}

/** How many times, `2.41×`. */
export function ratio(times: number): string {
  return `${times >= 100 ? WHOLE.format(times) : times.toFixed(2)}×`;
}

/** An amount of money. */
export function money(amount: number | null, currency: string): string {
  return amount === null ? "not measured" : `${MONEY.format(amount)} ${currency}`;
}

/** The unit people read a figure in. */
export function unitOf({ unit }: ComparedFigure): string {
  return unit === "bytes" ? "MiB" : unit;
}

/** A value of a figure, in `unitOf` of it. */
export function amount({ unit }: ComparedFigure, value: number): string {
  const shown = unit === "bytes" ? value / MIB : value;
  return Math.abs(shown) < SMALL ? SHORT.format(shown) : WHOLE.format(shown);
}

/** The median of a side, or that there is none. */
export function medianOf(row: ComparedFigure, side: "a" | "b"): string {
  const { spread } = row[side];
  return spread ? amount(row, spread.median) : "not measured";
}

/** Range and quartiles of a side's repeats, a line each; then why values are missing. */
export function spreadOf(row: ComparedFigure, side: "a" | "b"): string {
  const { spread, values, not_measured } = row[side];
  const range = (from: number, to: number): string => `${amount(row, from)}–${amount(row, to)}`;
  const lines = [];
  if (spread && values.length > 1) lines.push(range(spread.min, spread.max));
  // Of two values quartiles say nothing that their range does not.
  if (spread && values.length > 2) lines.push(`Q1–Q3 ${range(spread.q1, spread.q3)}`);
  if (not_measured) lines.push(reasonOf(row[side]));
  return lines.join("\n");
}

function reasonOf({ not_measured, values }: SideValues): string {
  return values.length > 0 ? `not measured ${not_measured}` : (not_measured ?? "");
}

/** The speedup, or that there is none. */
export function speedup({ speedup: times }: ComparedFigure): string {
  return times === null ? "–" : ratio(times);
}

import type { Comparison } from "@golazo/contracts";
import { MAIN_FIGURES } from "./figure-table";
import { compareFigures } from "./figures";
import type { Run } from "./load";
import { ComparisonRefused } from "./refused";
import type { Side, Sides } from "./sides";

const SWEEP_FIGURES = MAIN_FIGURES.filter(({ key }) => /^(process_rate|batch_duration)_/.test(key));

/** Runs that are compared as a whole, and those whose micro-batches had a fixed size. */
export interface SortedRuns {
  readonly main: readonly Run[];
  readonly sweep: readonly Run[];
}

/**
 * Tells runs of a batch-size sweep from the others.
 *
 * @throws ComparisonRefused when there is none but those
 */
export function sortRuns(runs: readonly Run[]): SortedRuns {
  const [main, sweep] = [false, true].map((limited) => runs.filter((run) => hasLimit(run) === limited));
  if (!main || !sweep) throw new Error("a run has a limit or none");
  if (main.length > 0) return { main, sweep };
  throw new ComparisonRefused(
    "all runs are of a batch-size sweep: add the runs beside it, whose micro-batches took what came",
  );
}

/** What each side did with micro-batches of each size. */
export function compareSweep(sweep: readonly Run[], sides: Sides): Comparison["sweep"] {
  const sizes = [...new Set(sweep.map(({ record }) => record.batch_limit ?? 0))].sort((a, b) => a - b);
  if (sizes.length === 0) {
    return { sizes: [], not_measured: "no run had micro-batches of a fixed size (./golazo demo --sweep)" };
  }
  return {
    sizes: sizes.map((records) => {
      const ofSize = sweep.filter(({ record }) => record.batch_limit === records);
      const [a, b] = [sides.a, sides.b].map((side) => sideOf(side, sides, ofSize));
      if (!a || !b) throw new Error("there are two sides");
      return { records, figures: compareFigures(SWEEP_FIGURES, { ...sides, a, b }) };
    }),
    not_measured: null,
  };
}

/** The runs of a sweep that are of the same configuration as a side. */
function sideOf(side: Side, { handicap }: Sides, sweep: readonly Run[]): Side {
  if (side.notRun !== undefined) return side;
  const [own] = side.runs;
  const runs = sweep.filter(({ record }) => own && handicap?.read(record) === handicap?.read(own.record));
  return { name: side.name, runs, ...(runs.length === 0 && { notRun: "no run of this size" }) };
}

function hasLimit({ record }: Run): boolean {
  return typeof record.batch_limit === "number";
}

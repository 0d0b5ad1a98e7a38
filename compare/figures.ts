import type { ComparedFigure, Comparison, SideValues } from "@golazo/contracts";
import type { Figure } from "./figure-table";
import type { Side, Sides } from "./sides";
import { geometricMean, spreadOf } from "./spread";

/** Reads figures from every run of both sides and sets them against each other. */
export function compareFigures(figures: readonly Figure[], { a, b }: Sides): ComparedFigure[] {
  const isPaced = [...a.runs, ...b.runs].some(({ record }) => record.replay?.pace.kind !== "max");
  return figures.map((figure) => {
    const [ofA, ofB] = [valuesOf(figure, a), valuesOf(figure, b)];
    const { key, name, unit, better, meaning } = figure;
    return {
      key,
      name,
      unit,
      better,
      meaning,
      a: ofA,
      b: ofB,
      speedup: speedupOf(better, ofA, ofB),
      outcome: figure.setByPace && isPaced ? "set by the pace" : outcomeOf(better, ofA, ofB),
    };
  });
}

/** The geometric mean of the stages that both sides measured. */
export function meanSpeedup(stages: readonly ComparedFigure[]): Comparison["geometric_mean"] {
  const compared = stages.filter((row) => row.speedup !== null);
  return {
    speedup: compared.length === 0 ? null : geometricMean(compared.map((row) => row.speedup ?? 1)),
    stages: compared.map((row) => row.key),
  };
}

function valuesOf(figure: Figure, side: Side): SideValues {
  if (side.notRun !== undefined) return { values: [], spread: null, not_measured: side.notRun };
  const values: number[] = [];
  const reasons = new Map<string, number>();
  for (const { record } of side.runs) {
    const read = figure.read(record);
    if ("value" in read) values.push(read.value);
    else reasons.set(read.notMeasured, (reasons.get(read.notMeasured) ?? 0) + 1);
  }
  return {
    values,
    spread: values.length === 0 ? null : spreadOf(values),
    not_measured: reasons.size === 0 ? null : reasonInWords(reasons, side.runs.length),
  };
}

function reasonInWords(reasons: ReadonlyMap<string, number>, runs: number): string {
  return [...reasons]
    .map(([reason, count]) => (count === runs ? reason : `in ${count} of ${runs} runs: ${reason}`))
    .join("; ");
}

function speedupOf(better: Figure["better"], a: SideValues, b: SideValues): number | null {
  // A ratio with nothing says nothing: 0 bytes against some is told by the values.
  if (!a.spread || !b.spread || a.spread.median <= 0 || b.spread.median <= 0) return null;
  return better === "higher" ? a.spread.median / b.spread.median : b.spread.median / a.spread.median;
}

/** A side is better when all its repeats are better than all of the other's. */
function outcomeOf(better: Figure["better"], a: SideValues, b: SideValues): ComparedFigure["outcome"] {
  if (!a.spread || !b.spread) return "not compared";
  const [higher, lower] = better === "higher" ? (["a", "b"] as const) : (["b", "a"] as const);
  if (a.spread.min > b.spread.max) return higher;
  if (b.spread.min > a.spread.max) return lower;
  return "no difference";
}

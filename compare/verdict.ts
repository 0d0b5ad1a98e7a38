import type { ComparedFigure, Comparison, Verdict } from "@golazo/contracts";
import { count, ratio } from "./report/format";

type Compared = Omit<Comparison, "verdict">;

/** Says in words what the numbers of a comparison say, and what that rests on. */
export function verdictOf(compared: Compared): Verdict {
  return {
    sentences: [
      ...notRunSentence(compared),
      equalitySentence(compared),
      throughputSentence(compared),
      ...stagesSentence(compared),
      costSentence(compared),
    ],
    rests_on: restsOn(compared),
  };
}

/** Figures in which a side is better, each named once though training is in two tables. */
export function wins({ main, latency, stages }: Compared, side: "a" | "b"): ComparedFigure[] {
  const rows = [...main, ...latency, ...stages.filter(({ key }) => key !== "training")];
  return rows.filter(({ outcome }) => outcome === side);
}

function notRunSentence({ a, b }: Compared): string[] {
  return [a, b]
    .filter(({ not_run }) => not_run !== null)
    .map(
      ({ name, not_run }) =>
        `${name}: NOT MEASURED, for ${not_run}. Nothing here says how fast ${name} is, or what it buys.`,
    );
}

/** The runs whose results are compared: of both sides, or the repeats of the only one. */
function whoseResults({ a, b }: Compared): string {
  if (a.not_run === null && b.not_run === null) return "the sides";
  return `the runs of ${a.not_run === null ? a.name : b.name}`;
}

function equalitySentence(compared: Compared): string {
  const { equal, tables, not_compared } = compared.equality;
  const who = whoseResults(compared);
  if (equal === null) return `Whether ${who} computed the same is not known: no results were compared.`;
  const sum = (read: (table: (typeof tables)[number]) => number): number =>
    tables.reduce((total, table) => total + read(table), 0);
  if (!equal) {
    const mismatches = sum((table) => table.mismatches);
    return (
      `${who.toUpperCase()} DID NOT COMPUTE THE SAME: ${count(mismatches)} ${mismatches === 1 ? "mismatch" : "mismatches"}. ` +
      "No speed below may be quoted."
    );
  }
  const missing =
    not_compared.length > 0 ? `, but not everything could be compared (${not_compared.join("; ")})` : "";
  return `${who[0]?.toUpperCase()}${who.slice(1)} computed the same: ${count(sum(({ values }) => values))} values are equal${missing}.`;
}

function throughputSentence(compared: Compared): string {
  const { a, b, cost } = compared;
  const [ofA, ofB] = [cost.a.capacity, cost.b.capacity];
  if (a.not_run !== null || b.not_run !== null) {
    const [name, capacity] = a.not_run === null ? [a.name, ofA] : [b.name, ofB];
    return capacity === null
      ? `How many events a second ${name} takes was not measured.`
      : `${name} processes ${count(capacity)} events/s in the slower query.`;
  }
  if (ofA === null || ofB === null) return "Which side takes more events a second was not measured.";
  const rates = `${a.name} ${count(ofA)} events/s, ${b.name} ${count(ofB)} events/s in the slower query`;
  if (!isClearlyFaster(compared)) return `No side processes events clearly faster: ${rates}.`;
  const [fast, slow, times] = ofA > ofB ? [a.name, b.name, ofA / ofB] : [b.name, a.name, ofB / ofA];
  return `${fast} processes events ${ratio(times)} as fast as ${slow}: ${rates}.`;
}

/** Whether repeats bear out that one side takes more: in the query that is the slower one, on each side. */
function isClearlyFaster({ main, cost }: Compared): boolean {
  const [ofA, ofB] = [cost.a.capacity ?? 0, cost.b.capacity ?? 0];
  const slower = main.filter(
    ({ key, ...row }) =>
      key.startsWith("process_rate_") && (row.a.spread?.median === ofA || row.b.spread?.median === ofB),
  );
  return ofA !== ofB && slower.every(({ outcome }) => outcome === (ofA > ofB ? "a" : "b"));
}

function stagesSentence(compared: Compared): string[] {
  const { a, b, geometric_mean } = compared;
  const { speedup, stages } = geometric_mean;
  if (speedup === null) return [];
  const [better, worse, times] = speedup >= 1 ? [a.name, b.name, speedup] : [b.name, a.name, 1 / speedup];
  const ahead = (side: "a" | "b"): string =>
    `${compared[side].name} is better in ${wins(compared, side).length}`;
  return [
    `Over ${stages.length} stages ${better} is ${ratio(times)} as fast as ${worse} (geometric mean); ` +
      `of all figures ${ahead("a")}, ${ahead("b")}.`,
  ];
}

function costSentence(compared: Compared): string {
  const { a, b, cost } = compared;
  const { faster, words } = cost.break_even;
  if (a.not_run !== null || b.not_run !== null)
    return "Where the costs cross is not known: one side was not run.";
  const missing = (["a", "b"] as const).filter((side) => cost[side].price === null);
  if (missing.length > 0) {
    const names = missing.map((side) => (side === "a" ? a : b).name).join(" and ");
    return `What it costs is not known: ${names} ${missing.length > 1 ? "have" : "has"} no price (--instance).`;
  }
  if (faster === null) return `Where the costs cross: ${words}.`;
  if (!isClearlyFaster(compared))
    return "Which side costs less at which rate is not clear, for their speeds are not.";
  const [fast, slow] = faster === "a" ? [a.name, b.name] : [b.name, a.name];
  const rate = cost.break_even.events_per_second;
  if (rate === null) return `There is ${words}.`;
  if (rate === 0) return `${fast} is worth its price at every rate: it costs no more an hour than ${slow}.`;
  return (
    `${fast} is worth its price above ${count(rate)} events/s; ` +
    `below, there are rates at which ${slow} costs less per million events, the lowest among them.`
  );
}

function restsOn({ a, b, warnings, synthetic, handicap, cost }: Compared): string[] {
  const repeats = Math.min(
    ...[a, b].filter(({ not_run }) => not_run === null).map(({ runs }) => runs.length),
  );
  return [
    `Runs: ${a.runs.length} of ${a.name}, ${b.runs.length} of ${b.name}; figures are medians over them. ${
      repeats > 1
        ? "A side is called better where all its runs are. Below a median: smallest to largest, and quartiles of three or more."
        : "With one run on a side, how much of a difference is chance is not known."
    }`,
    handicap === null
      ? "Nothing the records name tells the sides apart."
      : `The sides are told apart by: ${handicap}.`,
    ...(warnings.length > 0
      ? [`Besides, the runs differ in ${warnings.map(({ what }) => what).join(", ")}.`]
      : []),
    ...(synthetic ? ["The matches were made up, so no figure says anything about football."] : []),
    ...(cost.a.price && cost.b.price ? [`Prices of ${cost.as_of}, ${cost.region}, ${cost.currency}.`] : []),
  ];
}

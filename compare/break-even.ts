/** A side as a customer of the cloud sees it. */
export interface Priced {
  /** Of all its hosts together. */
  readonly perHour: number;
  /** Events/s that they can take. */
  readonly capacity: number;
}

/** More steps than this lie below the rate only when both sides cost practically the same at full use. */
const MOST_STEPS = 100_000;

/** What a side costs an hour at a rate: whole groups of hosts, each up to its capacity, are rented. */
export function hourlyCost({ perHour, capacity }: Priced, rate: number): number {
  return Math.ceil(rate / capacity) * perHour;
}

/** What a million events cost at a rate. */
export function costPerMillion(side: Priced, rate: number): number {
  return (hourlyCost(side, rate) / (rate * 3600)) * 1e6;
}

/**
 * The rate above which the faster side never costs more per million events than the slower one; 0 when it never
 * costs more at any rate; null when there is no such rate.
 *
 * Both pay for whole groups of hosts, so costs are stairs, and the answer is the end of the last stretch on which
 * the faster side is dearer.
 */
export function breakEvenRate(faster: Priced, slower: Priced): number | null {
  if (faster.perHour <= slower.perHour) return 0;
  const advantage = slower.perHour / slower.capacity - faster.perHour / faster.capacity;
  if (advantage <= 0) return null;
  // Above this even a group of the faster side's hosts that just one event needed is paid for.
  const certain = faster.perHour / advantage;
  if (certain / slower.capacity + certain / faster.capacity > MOST_STEPS) return null;
  const steps = [...multiples(slower.capacity, certain), ...multiples(faster.capacity, certain)];
  // Costs between two steps are those at the upper one.
  const dearer = steps.filter((rate) => hourlyCost(faster, rate) > hourlyCost(slower, rate));
  return Math.max(0, ...dearer);
}

function multiples(capacity: number, upTo: number): number[] {
  const last = Math.ceil(upTo / capacity);
  return Array.from({ length: last }, (_, index) => (index + 1) * capacity);
}

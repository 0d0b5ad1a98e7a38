import type { ComparedFigure, Cost, SideCost } from "@golazo/contracts";
import { breakEvenRate, costPerMillion, type Priced } from "./break-even";
import { compareFigures } from "./figures";
import type { Hosts, Pricing } from "./prices";
import type { Sides } from "./sides";

const ASSUMPTIONS = [
  "A side's capacity is the median Process Rate of its slower query, measured while both ran. A run that kept up " +
    "with its pace could have taken more, so it is the least the side can do; --rate max measures it best.",
  "Beyond the capacity of its hosts a side rents the same hosts once more, whole ones: " +
    "cost per million events = ceil(rate / capacity) × price per hour / (rate × 3600) × 1,000,000.",
  "Hosts only: no volumes, traffic, managed Kafka, discounts or people.",
  "The type of machine is what the user said; records do not name it.",
];

/** What a million events and a training cost on each side, and from which rate on the faster side costs less. */
export function compareCost(main: readonly ComparedFigure[], sides: Sides, pricing: Pricing): Cost {
  const training = compareFigures(
    [
      {
        key: "train_job",
        name: "Job train",
        unit: "s",
        better: "lower",
        meaning: "wall time",
        read: ({ jobs }) =>
          jobs.train ? { value: jobs.train.seconds } : { notMeasured: "no model was trained in the run" },
      },
    ],
    sides,
  )[0];
  const [a, b] = (["a", "b"] as const).map((side) =>
    sideCost(
      pricing,
      side,
      capacityOf(main, side),
      training?.[side].spread?.median ?? null,
      sides[side].notRun,
    ),
  );
  if (!a || !b) throw new Error("there are two sides");
  const { currency, asOf, source } = pricing.table;
  return {
    currency,
    as_of: asOf,
    source,
    region: pricing.region,
    a,
    b,
    break_even: breakEven(a, b, { a: sides.a.name, b: sides.b.name }),
    assumptions: ASSUMPTIONS,
  };
}

/** A side with both its price and its capacity, or null. */
export function priced({ price, capacity }: SideCost): Priced | null {
  return price && capacity !== null ? { perHour: price.per_hour, capacity } : null;
}

function capacityOf(main: readonly ComparedFigure[], side: "a" | "b"): number | null {
  const rates = main
    .filter((row) => row.key.startsWith("process_rate_"))
    .flatMap((row) => row[side].spread?.median ?? []);
  return rates.length === 0 ? null : Math.min(...rates);
}

function sideCost(
  pricing: Pricing,
  side: "a" | "b",
  capacity: number | null,
  trainSeconds: number | null,
  notRun: string | undefined,
): SideCost {
  const price = priceOf(pricing, pricing[side]);
  if (notRun !== undefined) {
    return {
      price,
      capacity: null,
      per_million_events: null,
      per_training_run: null,
      not_measured: [notRun],
    };
  }
  const missing: string[] = [];
  if (!price) missing.push(`no type of machine was named: say --instance ${side}=TYPE`);
  if (capacity === null) missing.push("no query measured a Process Rate");
  if (trainSeconds === null) missing.push("no model was trained in these runs, so a training has no cost");
  return {
    price,
    capacity,
    per_million_events:
      price && capacity !== null ? costPerMillion({ perHour: price.per_hour, capacity }, capacity) : null,
    per_training_run: price && trainSeconds !== null ? (price.per_hour * trainSeconds) / 3600 : null,
    not_measured: missing,
  };
}

function priceOf({ table, region }: Pricing, hosts: Hosts | undefined): SideCost["price"] {
  const each = hosts && table.onDemandPerHour[region]?.[hosts.instance];
  if (!hosts || each === undefined) return null;
  return { ...hosts, per_hour: each * hosts.hosts };
}

function breakEven(a: SideCost, b: SideCost, names: Record<"a" | "b", string>): Cost["break_even"] {
  const [one, other] = [priced(a), priced(b)];
  if (!one || !other) {
    const words = "not known: it takes a price and a Process Rate of both sides";
    return { faster: null, events_per_second: null, words };
  }
  if (one.capacity === other.capacity) {
    return { faster: null, events_per_second: null, words: "both sides can take the same rate" };
  }
  const faster = one.capacity > other.capacity ? "a" : "b";
  const rate = faster === "a" ? breakEvenRate(one, other) : breakEvenRate(other, one);
  const [winner, loser] = faster === "a" ? [names.a, names.b] : [names.b, names.a];
  return { faster, events_per_second: rate, words: inWords(rate, winner, loser) };
}

function inWords(rate: number | null, faster: string, slower: string): string {
  if (rate === null)
    return `no rate above which ${faster} always pays: used to the full, ${slower} costs no more per million events`;
  if (rate === 0) return `at every rate: ${faster} costs no more an hour than ${slower}`;
  return `above ${Math.round(rate).toLocaleString("en-US")} events/s ${faster} never costs more per million events`;
}

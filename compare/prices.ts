import { ComparisonRefused } from "./refused";

/** What machines cost, on the day the table says. */
export interface PriceTable {
  readonly currency: string;
  /** Day of the prices, ISO 8601. */
  readonly asOf: string;
  /** Who said so. */
  readonly source: string;
  /** By region and type of machine. */
  readonly onDemandPerHour: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** On which machines a side is priced. */
export interface Hosts {
  readonly instance: string;
  readonly hosts: number;
}

/** What the user said about prices. */
export interface Pricing {
  readonly table: PriceTable;
  readonly region: string;
  readonly a?: Hosts;
  readonly b?: Hosts;
}

/**
 * Reads a user's own price table.
 *
 * @param name how the user calls it, for the message
 * @throws ComparisonRefused when it is no such table
 */
export function parsePrices(value: unknown, name: string): PriceTable {
  const table = value as Partial<PriceTable> | null;
  const prices = Object.values(table?.onDemandPerHour ?? {}).flatMap((region) => Object.values(region));
  const isTable =
    [table?.currency, table?.asOf, table?.source].every((text) => typeof text === "string") &&
    prices.length > 0 &&
    prices.every((price) => typeof price === "number" && price > 0);
  if (isTable) return value as PriceTable;
  throw new ComparisonRefused(
    `${name} is no price table: it wants currency, asOf (the day), source and onDemandPerHour, ` +
      'for example {"us-east-1": {"g4dn.xlarge": 0.526}}',
  );
}

/**
 * Reads `g4dn.xlarge`, or `3*g4dn.xlarge` for three of them, and makes sure it has a price.
 *
 * @throws ComparisonRefused when it has none
 */
export function parseHosts(text: string, table: PriceTable, region: string): Hosts {
  const parts = /^(?:([1-9]\d*)\*)?([\w.-]+)$/.exec(text);
  const instance = parts?.[2];
  if (instance === undefined || table.onDemandPerHour[region]?.[instance] === undefined) {
    throw new ComparisonRefused(
      `no price is known of ${text} in ${region}: name another type or --region, or bring prices with --prices`,
    );
  }
  return { instance, hosts: Number(parts?.[1] ?? 1) };
}

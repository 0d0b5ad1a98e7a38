import type { GetProductsCommandOutput } from "@aws-sdk/client-pricing";
import type { Aws } from "./clients";

/** A product of AWS's price list, as far as its on-demand price goes. */
interface Product {
  readonly terms?: {
    readonly OnDemand?: Readonly<
      Record<string, { readonly priceDimensions: Readonly<Record<string, Dimension>> }>
    >;
  };
}

interface Dimension {
  readonly unit: string;
  readonly pricePerUnit: { readonly USD?: string };
}

/** What tells Linux on a shared machine, without software or a reservation, from all other offers of a type. */
const PLAIN_LINUX = {
  operatingSystem: "Linux",
  tenancy: "Shared",
  preInstalledSw: "NA",
  capacitystatus: "Used",
} as const;

/**
 * Today's on-demand price of an instance type, USD an hour; null when AWS does not say.
 * https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/price-list-query-api.html
 */
export async function todaysPrice(
  { pricing, commands }: Aws,
  region: string,
  instanceType: string,
): Promise<number | null> {
  const wanted = { ...PLAIN_LINUX, regionCode: region, instanceType };
  const command = new commands.GetProductsCommand({
    ServiceCode: "AmazonEC2",
    Filters: Object.entries(wanted).map(([Field, Value]) => ({ Type: "TERM_MATCH", Field, Value })),
  });
  try {
    const answer: GetProductsCommandOutput = await pricing.send(command);
    const products: readonly unknown[] = answer.PriceList ?? [];
    const prices = products.flatMap((text) => hourlyPrices(JSON.parse(String(text)) as Product));
    // Two different prices would mean that the question was not narrow enough.
    return prices.length > 0 && new Set(prices).size === 1 ? (prices[0] ?? null) : null;
  } catch {
    // Many may deploy who may not ask for prices.
    return null;
  }
}

function hourlyPrices({ terms }: Product): number[] {
  return Object.values(terms?.OnDemand ?? {})
    .flatMap(({ priceDimensions }) => Object.values(priceDimensions))
    .filter(({ unit }) => unit === "Hrs")
    .map(({ pricePerUnit }) => Number(pricePerUnit.USD))
    .filter((price) => price > 0);
}

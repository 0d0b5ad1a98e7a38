import prices from "../../../constructs/prices.json";
import { type Finding, notChecked, ok } from "../finding";
import type { Aws } from "./clients";
import type { HostPlan, Plan } from "./plan";
import { todaysPrice } from "./price-list";

/** Prices of instances by region and type, USD an hour, for when AWS cannot be asked. */
const ON_DEMAND: Readonly<Record<string, Readonly<Record<string, number>>>> = prices.onDemandPerHour;

/** Region whose prices give an idea where those of another are not known. */
const KNOWN_REGION = "us-east-1";

/** What an hour of a stack's hosts costs: as AWS says, else as the dated table says. */
export async function examineCost(aws: Aws | null, host: HostPlan, plan: Plan): Promise<Finding> {
  const check = `Cost, ${host.stack}`;
  const { region, spot, kafka } = plan;
  const { count, instanceType } = host;
  const hosts = `${count} × ${instanceType}`;
  const besides = `volumes${kafka === "docker" ? "" : ", MSK"} and traffic come on top`;
  const today = aws ? await todaysPrice(aws, region, instanceType) : null;
  const price = today ?? ON_DEMAND[region]?.[instanceType];
  const source = today === null ? `on-demand price of ${prices.asOf}` : "on-demand, AWS's price list today";
  if (price !== undefined) {
    const seen = `${hosts} in ${region}: ${usd(price * count)} an hour`;
    if (!spot) return ok(check, `${seen} (${source}); ${besides}`);
    return ok(check, `at most ${seen} (${source}); spot is cheaper and changes by the hour; ${besides}`);
  }
  return notChecked(check, `${hosts}: price not known for ${region}${idea(host)}; ${besides}`);
}

function idea({ instanceType, count }: HostPlan): string {
  const price = ON_DEMAND[KNOWN_REGION]?.[instanceType];
  if (price === undefined) return "";
  return `; to give an idea, it was ${usd(price * count)} an hour in ${KNOWN_REGION} on ${prices.asOf}`;
}

function usd(amount: number): string {
  return `${amount.toFixed(3)} USD`;
}

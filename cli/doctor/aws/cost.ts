import prices from "../../../constructs/prices.json";
import { type Finding, notChecked, ok } from "../finding";
import type { HostPlan, Plan } from "./plan";

/** Prices of instances by region and type, USD an hour. */
const ON_DEMAND: Readonly<Record<string, Readonly<Record<string, number>>>> = prices.onDemandPerHour;

/** Region whose prices give an idea where those of another are not known. */
const KNOWN_REGION = "us-east-1";

/** What an hour of a stack's hosts costs, as far as the dated table says. */
export function examineCost(host: HostPlan, { region, spot, kafka }: Plan): Finding {
  const check = `Cost, ${host.stack}`;
  const hosts = `${host.count} × ${host.instanceType}`;
  const besides = `volumes${kafka === "docker" ? "" : ", MSK"} and traffic come on top, their prices are not known here`;
  const dated = `on-demand price of ${prices.asOf}; ${besides}`;
  const price = ON_DEMAND[region]?.[host.instanceType];
  if (spot)
    return notChecked(
      check,
      `price not known: spot prices change by the hour${inKnownRegion(host, "on demand")}`,
    );
  if (price !== undefined) return ok(check, `${hosts}: ${usd(price * host.count)} an hour (${dated})`);
  return notChecked(
    check,
    `${hosts}: price not known for ${region}${inKnownRegion(host, "to give an idea")} (${dated})`,
  );
}

function inKnownRegion({ instanceType, count }: HostPlan, why: string): string {
  const price = ON_DEMAND[KNOWN_REGION]?.[instanceType];
  return price === undefined ? "" : `; ${why} it is ${usd(price * count)} an hour in ${KNOWN_REGION}`;
}

function usd(amount: number): string {
  return `${amount.toFixed(3)} USD`;
}

import { type Finding, failure, notChecked, ok, reasonOf, warning } from "../finding";
import type { Aws } from "./clients";
import type { HostPlan, Plan } from "./plan";

/** A limit on the virtual CPUs of instances that run at the same time. */
interface Quota {
  readonly code: string;
  /** Instance types that count, as EC2's filter takes them. */
  readonly types: readonly string[];
}

const G_TYPES = ["g*", "vt*"];

/** Quotas of EC2 by the first letter of the type; https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html */
const QUOTAS: Readonly<Record<string, { readonly onDemand: Quota; readonly spot?: Quota }>> = {
  g: {
    onDemand: { code: "L-DB2E81BA", types: G_TYPES },
    spot: { code: "L-3819A6DF", types: G_TYPES },
  },
  standard: {
    onDemand: { code: "L-1216C47A", types: ["a*", "c*", "d*", "h*", "i*", "m*", "r*", "t*", "z*"] },
  },
};

/** Fewer zones than this cannot carry the network. */
const FEWEST_ZONES = 2;

/** Whether the account may run as many virtual CPUs of this kind as a stack needs. New accounts may run none with a GPU. */
export async function examineQuota(aws: Aws, host: HostPlan, { spot }: Plan): Promise<Finding> {
  const check = `vCPU quota, ${host.stack}`;
  const quota = quotaOf(host.instanceType, spot);
  if (!quota)
    return notChecked(
      check,
      `the quota for ${host.instanceType}${spot ? " as spot" : ""} is not known here; look at it in the Service Quotas console`,
    );
  const needed = host.count * host.cpus;
  let allowed: number;
  let name: string;
  try {
    ({ allowed, name } = await readQuota(aws, quota.code));
  } catch (error) {
    // A copy of AWS that knows no quotas answers with a page for people.
    const reason = error instanceof SyntaxError ? "what answers is not Service Quotas" : reasonOf(error);
    return notChecked(
      check,
      `the quota ${quota.code} cannot be read (${reason}); ${needed} vCPUs are needed`,
    );
  }
  const used = await runningCpus(aws, quota, spot);
  const seen = `${name}: ${allowed} vCPUs allowed, ${used ?? "unknown"} in use, ${host.count} × ${host.instanceType} need ${needed}`;
  if (allowed - (used ?? 0) >= needed) return ok(check, seen);
  return failure(
    check,
    seen,
    `ask for more, it takes hours to days: aws service-quotas request-service-quota-increase --region ${aws.region} --service-code ec2 --quota-code ${quota.code} --desired-value ${(used ?? 0) + needed}`,
  );
}

function quotaOf(instanceType: string, spot: boolean): Quota | undefined {
  const letter = instanceType.charAt(0);
  const quotas = letter === "g" ? QUOTAS.g : "cmr".includes(letter) ? QUOTAS.standard : undefined;
  return spot ? quotas?.spot : quotas?.onDemand;
}

async function readQuota(
  { quotas, commands }: Aws,
  code: string,
): Promise<{ allowed: number; name: string }> {
  const input = { ServiceCode: "ec2", QuotaCode: code };
  const answer = await quotas.send(new commands.GetServiceQuotaCommand(input)).catch((error: Error) => {
    // An account that never asked for another value has AWS's own.
    if (error.name !== "NoSuchResourceException") throw error;
    return quotas.send(new commands.GetAWSDefaultServiceQuotaCommand(input));
  });
  const { Value, QuotaName = code } = answer.Quota ?? {};
  if (Value === undefined) throw new Error("it has no value");
  return { allowed: Value, name: QuotaName };
}

/** Virtual CPUs that count against a quota already; null when this may not be known. */
async function runningCpus({ ec2, commands }: Aws, { types }: Quota, spot: boolean): Promise<number | null> {
  const filters = [
    { Name: "instance-state-name", Values: ["pending", "running"] },
    { Name: "instance-type", Values: [...types] },
  ];
  try {
    let cpus = 0;
    for await (const page of commands.paginateDescribeInstances({ client: ec2 }, { Filters: filters })) {
      const instances = (page.Reservations ?? []).flatMap(({ Instances = [] }) => Instances);
      for (const { CpuOptions, InstanceLifecycle } of instances) {
        if ((InstanceLifecycle === "spot") !== spot) continue;
        cpus += (CpuOptions?.CoreCount ?? 0) * (CpuOptions?.ThreadsPerCore ?? 1);
      }
    }
    return cpus;
  } catch {
    return null;
  }
}

/** In which zones of the region the instance type is offered. */
export async function examineZones(aws: Aws, host: HostPlan, { zones, kafka }: Plan): Promise<Finding> {
  const check = `Zones, ${host.stack}`;
  const { ec2, commands, region } = aws;
  const command = new commands.DescribeInstanceTypeOfferingsCommand({
    LocationType: "availability-zone",
    Filters: [{ Name: "instance-type", Values: [host.instanceType] }],
  });
  let offering: string[];
  try {
    const { InstanceTypeOfferings = [] } = await ec2.send(command);
    offering = InstanceTypeOfferings.flatMap(({ Location }) => Location ?? []).sort();
  } catch (error) {
    return notChecked(check, `EC2 does not say where ${host.instanceType} is offered (${reasonOf(error)})`);
  }
  const seen = `${host.instanceType} is offered in ${offering.join(", ") || `no zone of ${region}`}`;
  const absent = zones.filter((zone) => !offering.includes(zone));
  if (absent.length > 0) {
    return failure(
      check,
      `${seen}, not in ${absent.join(", ")}`,
      "name other zones in the setting zones, or none to have them looked up",
    );
  }
  if (zones.length === 0 && offering.length < FEWEST_ZONES) {
    return failure(check, seen, "choose another instance type or region");
  }
  if (zones.length === 1 && kafka === "docker") {
    return warning(
      check,
      `${seen}; only ${zones[0]} is used`,
      "name a second zone, where to go on when the first has no capacity",
    );
  }
  return ok(check, seen);
}

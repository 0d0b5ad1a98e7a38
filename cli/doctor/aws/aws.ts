import { type Finding, failure, notChecked } from "../finding";
import { examineAccount, examineBudget, examineRegion } from "./account";
import { examineQuota, examineZones } from "./capacity";
import { type Aws, connectToAws } from "./clients";
import { examineCost } from "./cost";
import { examineMsk } from "./msk";
import { type Plan, readPlan } from "./plan";
import { examineTools } from "./tools";

/**
 * Asks AWS whether it would let the stacks be deployed, and says what they would cost.
 *
 * @param stack only this one of the two AWS stacks
 */
export async function examineAws(stack?: string): Promise<Finding[]> {
  const plan = await readPlan(stack).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "MODULE_NOT_FOUND" || error.code === "ERR_MODULE_NOT_FOUND") return null;
    throw error;
  });
  if (plan === null) {
    return [failure("AWS", "what deploys to AWS is not installed", "npm install in the checkout brings it")];
  }
  const aws = await connectToAws(plan.region);
  const { known, findings } = await askAws(aws, plan);
  const costs = plan.hosts.map((host) => examineCost(known ? aws : null, host, plan));
  return [...findings, ...(await Promise.all(costs)), ...(await examineTools(plan))];
}

/** What only AWS can say, and whether it says anything to this person. */
async function askAws(aws: Aws | null, plan: Plan): Promise<{ known: boolean; findings: Finding[] }> {
  if (aws === null) {
    const missing = failure(
      "AWS",
      "AWS's clients are not installed",
      "npm install in the checkout brings them",
    );
    return { known: false, findings: [missing] };
  }
  const { finding, id } = await examineAccount(aws);
  if (id === null) {
    const rest = notChecked("Quota, zones, MSK", "AWS answers only to those it knows");
    return { known: false, findings: [finding, rest] };
  }
  const findings = await Promise.all([
    examineRegion(aws),
    ...plan.hosts.flatMap((host) => [examineQuota(aws, host, plan), examineZones(aws, host, plan)]),
    examineMsk(aws, plan),
    examineBudget(aws, id, plan),
  ]);
  return { known: true, findings: [finding, ...findings] };
}

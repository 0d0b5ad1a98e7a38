import { type Finding, failure, notChecked, ok, reasonOf, warning } from "../finding";
import type { Aws } from "./clients";
import type { Plan } from "./plan";

/** Who AWS takes this person for. */
export interface Account {
  readonly finding: Finding;
  /** Number of the account; null when AWS takes them for nobody. */
  readonly id: string | null;
}

/** Whether there are credentials that AWS accepts, and whose. */
export async function examineAccount({ sts, commands, region }: Aws): Promise<Account> {
  const check = "Credentials";
  try {
    const { Account: id = null, Arn } = await sts.send(new commands.GetCallerIdentityCommand({}));
    return { finding: ok(check, `${Arn} in account ${id}, region ${region}${endpoint()}`), id };
  } catch (error) {
    const fix =
      "aws configure or aws sso login makes them; or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
    return { finding: failure(check, `AWS accepts no credentials (${reasonOf(error)})`, fix), id: null };
  }
}

/** Whether the region exists and is switched on for the account. */
export async function examineRegion({ ec2, commands, region }: Aws): Promise<Finding> {
  const check = "Region";
  const fix = "set another in cdktf.json or AWS_REGION, or switch it on in the account's settings";
  try {
    const { Regions = [] } = await ec2.send(new commands.DescribeRegionsCommand({ AllRegions: true }));
    const status = Regions.find(({ RegionName }) => RegionName === region)?.OptInStatus;
    if (status === undefined) return failure(check, `there is no region ${region}`, fix);
    if (status === "not-opted-in") return failure(check, `${region} is switched off for this account`, fix);
    return ok(check, `${region} is switched on`);
  } catch (error) {
    return failure(check, `${region} does not answer (${reasonOf(error)})`, fix);
  }
}

/** Whether the budget that would be made can be made. */
export async function examineBudget(aws: Aws, id: string, { budgetUsd }: Plan): Promise<Finding> {
  const check = "Budget";
  if (budgetUsd === 0) return notChecked(check, "none is deployed: the setting budgetUsd is 0");
  try {
    const { Budgets = [] } = await aws.budgets.send(
      new aws.commands.DescribeBudgetsCommand({ AccountId: id, MaxResults: 10 }),
    );
    return ok(
      check,
      `budgets can be read, the account has ${Budgets.length}; ${budgetUsd} USD a month will be one more`,
    );
  } catch (error) {
    return warning(
      check,
      `budgets cannot be read (${reasonOf(error)})`,
      "deploying one needs the right budgets:ModifyBudget and budgets:ViewBudget; without it set budgetUsd to 0",
    );
  }
}

function endpoint(): string {
  const { AWS_ENDPOINT_URL: url } = process.env;
  return url ? `; not AWS itself but AWS_ENDPOINT_URL=${url}` : "";
}

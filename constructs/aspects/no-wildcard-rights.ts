import type { IConstruct } from "constructs";
import { type Block, blockOf, listOf, textsOf } from "./resource";
import { Rule } from "./rule";

/** Nobody may do everything of a kind to everything. */
export class NoWildcardRights extends Rule {
  readonly name = "no-wildcard-rights";

  protected check(node: IConstruct): string[] {
    const block = blockOf(node);
    return block ? statementsOf(block).flatMap(wildcardIn) : [];
  }
}

interface Statement {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

function wildcardIn({ effect, actions, resources }: Statement): string[] {
  if (effect === "Deny" || !resources.includes("*")) return [];
  return actions
    .filter((action) => action.includes("*"))
    .map((action) => `allows ${action} on every resource: name the actions, or the resources they are for`);
}

/** Policies are written as documents of the provider, or as JSON in an attribute. */
function statementsOf({ type, body }: Block): Statement[] {
  if (type === "aws_iam_policy_document") {
    return listOf(body.statement).map((each) => ({
      effect: `${each.effect ?? "Allow"}`,
      actions: textsOf(each.actions),
      resources: textsOf(each.resources),
    }));
  }
  return textsOf(body.policy).flatMap(statementsOfJson);
}

function statementsOfJson(text: string): Statement[] {
  if (!text.trimStart().startsWith("{")) return [];
  const policy = JSON.parse(text) as Block["body"];
  return listOf(policy.Statement).map((each) => ({
    effect: `${each.Effect}`,
    actions: textsOf(each.Action),
    resources: textsOf(each.Resource),
  }));
}

import type { IConstruct } from "constructs";
import type { IAspect } from "../cdktf";

/** Names of the rules, as `allow` takes them. */
export type RuleName =
  | "no-open-ingress"
  | "imdsv2-required"
  | "encrypted-at-rest"
  | "tags-present"
  | "no-public-bucket"
  | "no-wildcard-rights"
  | "small-user-data"
  | "no-plain-secret"
  | "versions-fit";

/**
 * One thing that must hold for every construct of a stack. A violation makes synth fail before anything of the stack is
 * written: it names the construct's path and the fix, in one line.
 */
export abstract class Rule implements IAspect {
  abstract readonly name: RuleName;

  /** What is wrong with a construct and how to put it right; nothing when it is right or not the rule's business. */
  protected abstract check(node: IConstruct): string[];

  visit(node: IConstruct): void {
    if (isAllowed(node, this.name)) return;
    const messages = this.check(node).map((message) => `${message} (rule ${this.name})`);
    if (messages.length > 0) node.node.addValidation({ validate: () => messages });
  }
}

const ALLOWED = "golazo:allowed";

/** Lets a construct and everything in it break a rule, for a reason that the next reader finds here. */
export function allow(construct: IConstruct, rule: RuleName, reason: string): void {
  if (reason.trim().length === 0) throw new Error(`allow needs a reason for breaking the rule ${rule}`);
  construct.node.addMetadata(ALLOWED, { rule, reason });
}

function isAllowed(node: IConstruct, rule: RuleName): boolean {
  return node.node.scopes.some((scope) =>
    scope.node.metadata.some(({ type, data }) => type === ALLOWED && data.rule === rule),
  );
}

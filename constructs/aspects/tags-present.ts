import type { IConstruct } from "constructs";
import { REQUIRED_TAGS } from "../aws/tags";
import { blockOf, listOf } from "./resource";
import { Rule } from "./rule";

/** Everything in AWS says which stack it belongs to, who to ask, and how long it may run. The provider sees to it. */
export class TagsPresent extends Rule {
  readonly name = "tags-present";

  protected check(node: IConstruct): string[] {
    const block = blockOf(node);
    if (block?.type !== "aws") return [];
    const [defaults] = listOf(block.body.default_tags);
    const [tags] = listOf(defaults?.tags);
    const missing = REQUIRED_TAGS.filter((tag) => !tags?.[tag]);
    return missing.map(
      (tag) => `gives no tag ${tag} to what it creates: make the provider with awsProvider(…)`,
    );
  }
}

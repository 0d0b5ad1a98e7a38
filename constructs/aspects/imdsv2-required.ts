import type { IConstruct } from "constructs";
import { blockOf, listOf } from "./resource";
import { Rule } from "./rule";

const WITH_METADATA = new Set(["aws_instance", "aws_launch_template"]);

/** Instances hand out their role's credentials only to who asks for a token first. */
export class Imdsv2Required extends Rule {
  readonly name = "imdsv2-required";

  protected check(node: IConstruct): string[] {
    const block = blockOf(node);
    if (!block || !WITH_METADATA.has(block.type)) return [];
    const [options] = listOf(block.body.metadata_options);
    if (options?.http_tokens === "required") return [];
    return ['answers metadata requests without a token: set metadataOptions.httpTokens to "required"'];
  }
}

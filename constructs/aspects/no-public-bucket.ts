import type { IConstruct } from "constructs";
import { TerraformStack } from "../cdktf";
import { type Block, blockOf, blocksIn, listOf, textsOf } from "./resource";
import { Rule } from "./rule";

const SWITCHES = [
  "block_public_acls",
  "block_public_policy",
  "ignore_public_acls",
  "restrict_public_buckets",
];

/** No bucket can be read by the public, now or by a later mistake. */
export class NoPublicBucket extends Rule {
  readonly name = "no-public-bucket";

  protected check(node: IConstruct): string[] {
    const block = blockOf(node);
    switch (block?.type) {
      case "aws_s3_bucket":
        return isClosed(block, node) ? [] : ["has no complete public access block: use PrivateBucket"];
      case "aws_s3_bucket_acl":
        return `${block.body.acl}`.startsWith("public") ? ["makes the bucket public: remove the ACL"] : [];
      case "aws_iam_policy_document":
        return listOf(block.body.statement)
          .filter(letsEverybody)
          .map(() => "lets everybody in: name the principals that may");
      default:
        return [];
    }
  }
}

function isClosed(bucket: Block, node: IConstruct): boolean {
  return blocksIn(TerraformStack.of(node)).some(
    ({ type, body }) =>
      type === "aws_s3_bucket_public_access_block" &&
      textsOf(body.bucket).some((reference) => reference.includes(`${bucket.address}.`)) &&
      SWITCHES.every((each) => body[each] === true),
  );
}

function letsEverybody(statement: Block["body"]): boolean {
  const everybody = listOf(statement.principals).some(({ identifiers }) =>
    textsOf(identifiers).includes("*"),
  );
  return everybody && statement.effect !== "Deny" && listOf(statement.condition).length === 0;
}

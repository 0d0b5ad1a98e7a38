import type { IConstruct } from "constructs";
import { TerraformStack } from "../cdktf";
import { type Block, blockOf, blocksIn, listOf, textsOf } from "./resource";
import { Rule } from "./rule";

/** Disks and buckets are encrypted; so is what is sent to Kafka. MSK and Secrets Manager cannot store anything in the clear. */
export class EncryptedAtRest extends Rule {
  readonly name = "encrypted-at-rest";

  protected check(node: IConstruct): string[] {
    const block = blockOf(node);
    switch (block?.type) {
      case "aws_ebs_volume":
        return block.body.encrypted === true ? [] : ["is not encrypted: set encrypted to true"];
      case "aws_instance":
        return disksInTheClear(block).map((disk) => `has an unencrypted ${disk}: set its encrypted to true`);
      case "aws_s3_bucket":
        return isBucketEncrypted(block, node) ? [] : ["is not encrypted: use PrivateBucket"];
      case "aws_msk_cluster":
        return isMskTlsOnly(block)
          ? []
          : ["talks in the clear: set encryptionInTransit to TLS, in the cluster too"];
      default:
        return [];
    }
  }
}

function disksInTheClear({ body }: Block): string[] {
  const [root] = listOf(body.root_block_device);
  return [
    ...(root?.encrypted === true ? [] : ["root disk"]),
    ...listOf(body.ebs_block_device)
      .filter((disk) => disk.encrypted !== true)
      .map((disk) => `disk ${disk.device_name}`),
  ];
}

/** Another resource says how a bucket encrypts; it must be the same stack's. */
function isBucketEncrypted(bucket: Block, node: IConstruct): boolean {
  return blocksIn(TerraformStack.of(node)).some(
    ({ type, body }) =>
      type === "aws_s3_bucket_server_side_encryption_configuration" &&
      textsOf(body.bucket).some((reference) => reference.includes(`${bucket.address}.`)),
  );
}

function isMskTlsOnly({ body }: Block): boolean {
  const [info] = listOf(body.encryption_info);
  const [transit] = listOf(info?.encryption_in_transit);
  return (transit?.client_broker ?? "TLS") === "TLS" && transit?.in_cluster !== false;
}

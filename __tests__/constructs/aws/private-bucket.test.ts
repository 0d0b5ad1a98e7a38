import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { PrivateBucket, type PrivateBucketProps } from "../../../constructs/aws/private-bucket";
import { blocks, type SynthOptions, synthesized } from "../synth";

const bucket = (props: Partial<PrivateBucketProps> = {}, options?: SynthOptions): string =>
  synthesized((stack) => new PrivateBucket(stack, "Bucket", { namePrefix: "golazo-", ...props }), options);

describe("a private bucket", () => {
  test("is encrypted and closed to the public in all four ways", () => {
    const json = bucket();
    expect(json).toHaveResourceWithProperties(S3BucketServerSideEncryptionConfigurationA, {
      rule: [
        expect.objectContaining({ apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms" } }),
      ],
    });
    expect(json).toHaveResourceWithProperties(S3BucketPublicAccessBlock, {
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
  });

  test("refuses plain HTTP", () => {
    const [document] = blocks(bucket(), "data", "aws_iam_policy_document");
    expect(document?.statement).toEqual([
      expect.objectContaining({
        effect: "Deny",
        condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
      }),
    ]);
  });

  test("keeps what was overwritten for a month, and no half of an upload", () => {
    const json = bucket();
    expect(json).toHaveResourceWithProperties(S3BucketVersioningA, {
      versioning_configuration: { status: "Enabled" },
    });
    expect(json).toHaveResourceWithProperties(S3BucketLifecycleConfiguration, {
      rule: [
        expect.objectContaining({
          noncurrent_version_expiration: [{ noncurrent_days: 30 }],
          abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }],
        }),
      ],
    });
  });

  test("is emptied by destroy only when it may be", () => {
    const context = { golazo: { deleteDataOnDestroy: true } };
    expect(bucket({ deleteData: true })).toHaveResourceWithProperties(S3Bucket, { force_destroy: false });
    expect(bucket({}, { context })).toHaveResourceWithProperties(S3Bucket, { force_destroy: false });
    expect(bucket({ deleteData: true }, { context })).toHaveResourceWithProperties(S3Bucket, {
      force_destroy: true,
    });
    expect(bucket({ onlyDeployed: true })).toHaveResourceWithProperties(S3Bucket, { force_destroy: true });
  });
});

import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import { mayDeleteData } from "./data-deletion";

export interface PrivateBucketProps {
  /** Begin of the bucket's name, at most 37 characters; AWS adds what makes it unique in the world. */
  readonly namePrefix: string;
  /**
   * Whether `destroy` may delete what is in it; see `mayDeleteData`. Otherwise a filled bucket stops `destroy`.
   * @default false
   */
  readonly deleteData?: boolean;
  /**
   * Whether only `deploy` puts things in, so that `destroy` may take everything out again.
   * @default false
   */
  readonly onlyDeployed?: boolean;
}

/** A bucket that is encrypted, versioned, closed to the public and reached over TLS only. */
export class PrivateBucket extends Construct {
  public readonly bucket: S3Bucket;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    this.bucket = new S3Bucket(this, "Bucket", {
      bucketPrefix: props.namePrefix,
      forceDestroy: props.onlyDeployed || mayDeleteData(this, props.deleteData),
    });
    this.encrypt();
    this.keepOutThePublic();
    this.keepVersionsForAWhile();
  }

  private encrypt(): void {
    new S3BucketServerSideEncryptionConfigurationA(this, "Encryption", {
      bucket: this.bucket.id,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" }, bucketKeyEnabled: true }],
    });
  }

  private keepOutThePublic(): void {
    const block = new S3BucketPublicAccessBlock(this, "NoPublicAccess", {
      bucket: this.bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    const tlsOnly = new DataAwsIamPolicyDocument(this, "TlsOnlyDocument", {
      statement: [
        {
          sid: "RefusePlainHttp",
          effect: "Deny",
          principals: [{ type: "*", identifiers: ["*"] }],
          actions: ["s3:*"],
          resources: [this.bucket.arn, `${this.bucket.arn}/*`],
          condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
        },
      ],
    });
    // S3 answers "conflicting operation" when both are set on a new bucket at the same time.
    new S3BucketPolicy(this, "TlsOnly", { bucket: this.bucket.id, policy: tlsOnly.json, dependsOn: [block] });
  }

  /** Versions undo an overwritten run record; a month is long enough to notice. */
  private keepVersionsForAWhile(): void {
    const versioning = new S3BucketVersioningA(this, "Versioning", {
      bucket: this.bucket.id,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketLifecycleConfiguration(this, "Lifecycle", {
      bucket: this.bucket.id,
      rule: [
        {
          id: "tidy",
          status: "Enabled",
          filter: [{ prefix: "" }],
          noncurrentVersionExpiration: [{ noncurrentDays: 30 }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
        },
      ],
      dependsOn: [versioning],
    });
  }
}

import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import type { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { Construct } from "constructs";

const POLICY = "arn:aws:iam::aws:policy";

export interface HostRoleProps {
  /** Begin of the names in IAM, at most 37 characters. */
  readonly namePrefix: string;
  /**
   * Whether the host may send logs and metrics to CloudWatch.
   * @default false
   */
  readonly cloudWatchAgent?: boolean;
  /**
   * Whether the host may pull images from the account's own registry, ECR.
   * @default false
   */
  readonly pullsFromEcr?: boolean;
}

/** What a host may do in AWS: be reached through Session Manager, and what is granted to it one by one. */
export class HostRole extends Construct {
  public readonly role: IamRole;
  public readonly profile: IamInstanceProfile;

  constructor(scope: Construct, id: string, props: HostRoleProps) {
    super(scope, id);
    this.role = new IamRole(this, "Role", {
      namePrefix: props.namePrefix,
      assumeRolePolicy: this.assumedByEc2(),
    });
    this.profile = new IamInstanceProfile(this, "Profile", {
      namePrefix: props.namePrefix,
      role: this.role.name,
    });
    this.attach("SessionManager", "AmazonSSMManagedInstanceCore");
    if (props.cloudWatchAgent) this.attach("CloudWatch", "CloudWatchAgentServerPolicy");
    if (props.pullsFromEcr) this.attach("Images", "AmazonEC2ContainerRegistryPullOnly");
  }

  /** Lets the host read the objects under a prefix of a bucket. */
  grantRead(id: string, bucket: S3Bucket, prefix: string): void {
    this.grant(id, [{ actions: ["s3:GetObject"], resources: [`${bucket.arn}/${prefix}*`] }]);
  }

  /** Lets the host list, read, write and delete objects of a bucket: Spark renames by copying and deleting. */
  grantReadWrite(id: string, bucket: S3Bucket): void {
    this.grant(id, [
      {
        // Spark ends what it began to upload and did not finish.
        actions: ["s3:ListBucket", "s3:GetBucketLocation", "s3:ListBucketMultipartUploads"],
        resources: [bucket.arn],
      },
      {
        actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
        resources: [`${bucket.arn}/*`],
      },
    ]);
  }

  /** Lets the host read one secret. */
  grantSecret(id: string, secret: SecretsmanagerSecret): void {
    this.grant(id, [{ actions: ["secretsmanager:GetSecretValue"], resources: [secret.arn] }]);
  }

  /** Lets the host fill one secret. */
  grantPutSecret(id: string, secret: SecretsmanagerSecret): void {
    this.grant(id, [{ actions: ["secretsmanager:PutSecretValue"], resources: [secret.arn] }]);
  }

  private grant(id: string, statement: ReadonlyArray<{ actions: string[]; resources: string[] }>): void {
    const document = new DataAwsIamPolicyDocument(this, `${id}Document`, { statement: [...statement] });
    new IamRolePolicy(this, id, { role: this.role.id, policy: document.json });
  }

  private assumedByEc2(): string {
    return new DataAwsIamPolicyDocument(this, "AssumeDocument", {
      statement: [
        {
          actions: ["sts:AssumeRole"],
          principals: [{ type: "Service", identifiers: ["ec2.amazonaws.com"] }],
        },
      ],
    }).json;
  }

  private attach(id: string, policy: string): void {
    new IamRolePolicyAttachment(this, id, { role: this.role.name, policyArn: `${POLICY}/${policy}` });
  }
}

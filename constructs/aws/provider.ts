import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { Construct } from "constructs";
import { type StackTags, tagsOf } from "./tags";

/** Every AWS service the constructs of this folder create something in, by the provider's name for it. */
export const SERVICES = [
  "budgets",
  "cloudwatch",
  "ec2",
  "iam",
  "kafka",
  "kms",
  "logs",
  "s3",
  "secretsmanager",
  "ssm",
  "sts",
] as const;

export interface StackProviderProps {
  /** AWS region, for example `eu-west-1`. */
  readonly region: string;
  /** Tags of everything the provider creates. */
  readonly tags: StackTags;
  /**
   * Another address that all services are reached at: a local copy of AWS such as moto.
   * @default the variable `AWS_ENDPOINT_URL` while the stack is synthesized, and AWS itself without it
   */
  readonly endpoint?: string;
}

/** The AWS provider of a stack: its region, its tags on everything, and another endpoint where one is set. */
export function awsProvider(
  scope: Construct,
  { region, tags, endpoint = process.env.AWS_ENDPOINT_URL }: StackProviderProps,
): AwsProvider {
  return new AwsProvider(scope, "aws", {
    region,
    defaultTags: [{ tags: tagsOf(tags) }],
    ...(endpoint ? atEndpoint(endpoint) : {}),
  });
}

/** A copy of AWS knows neither the caller's credentials nor the region's own host names. */
function atEndpoint(endpoint: string) {
  return {
    endpoints: [Object.fromEntries(SERVICES.map((service) => [service, endpoint]))],
    s3UsePathStyle: true,
    skipCredentialsValidation: true,
    skipMetadataApiCheck: "true",
    skipRegionValidation: true,
  };
}

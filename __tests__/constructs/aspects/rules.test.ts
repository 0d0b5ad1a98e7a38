import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { EbsVolume } from "@cdktf/provider-aws/lib/ebs-volume";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Instance, type InstanceConfig } from "@cdktf/provider-aws/lib/instance";
import { MskCluster } from "@cdktf/provider-aws/lib/msk-cluster";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketAcl } from "@cdktf/provider-aws/lib/s3-bucket-acl";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { SecurityGroupRule } from "@cdktf/provider-aws/lib/security-group-rule";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { allow } from "../../../constructs/aspects/rule";
import { applyRules } from "../../../constructs/aspects/rules";
import { PrivateBucket } from "../../../constructs/aws/private-bucket";
import { SparkHost } from "../../../constructs/aws/spark-host";
import { App, TerraformStack, Testing } from "../../../constructs/cdktf";
import { PROFILES } from "../../../constructs/services";
import { stackWith } from "../synth";

/** What synth says of a stack that the rules look after; undefined when it is content. */
function violation(build: (stack: TerraformStack) => void): string | undefined {
  const stack = stackWith(build);
  applyRules(stack);
  try {
    Testing.synth(stack, true);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const encrypted = { rootBlockDevice: { encrypted: true } };
const byToken = { metadataOptions: { httpTokens: "required" } };
const instance = (config: InstanceConfig) => (stack: TerraformStack) =>
  new Instance(stack, "I", { ...encrypted, ...byToken, ...config });

describe("no port is open to everybody", () => {
  const rule = { securityGroupId: "sg-1", fromPort: 22, toPort: 22 };
  test.each<[string, (stack: TerraformStack) => void]>([
    [
      "0.0.0.0/0",
      (stack) =>
        new VpcSecurityGroupIngressRule(stack, "R", { ...rule, ipProtocol: "tcp", cidrIpv4: "0.0.0.0/0" }),
    ],
    [
      "::/0",
      (stack) =>
        new VpcSecurityGroupIngressRule(stack, "R", { ...rule, ipProtocol: "tcp", cidrIpv6: "::/0" }),
    ],
    [
      "0.0.0.0/0",
      (stack) =>
        new SecurityGroupRule(stack, "R", {
          ...{ ...rule, type: "ingress", protocol: "tcp", cidrBlocks: ["10.0.0.0/8", "0.0.0.0/0"] },
        }),
    ],
    [
      "::/0",
      (stack) =>
        new SecurityGroup(stack, "R", {
          ingress: [{ protocol: "tcp", fromPort: 1, toPort: 2, ipv6CidrBlocks: ["::/0"] }],
        }),
    ],
  ])("%s is refused, with the construct's path and the fix", (cidr, build) => {
    expect(violation(build)).toContain(
      `[test-stack/R] lets ${cidr} in: name the addresses that may, or use Session Manager without an open port`,
    );
  });

  test("one address may come in, and everything may go out", () => {
    const build = (stack: TerraformStack) => {
      const out = { type: "egress", protocol: "tcp", cidrBlocks: ["0.0.0.0/0"] };
      new SecurityGroupRule(stack, "Out", { ...rule, ...out });
      new VpcSecurityGroupIngressRule(stack, "In", {
        ...rule,
        ipProtocol: "tcp",
        cidrIpv4: "203.0.113.7/32",
      });
    };
    expect(violation(build)).toBeUndefined();
  });
});

describe("instances answer metadata requests with a token only", () => {
  test("an instance that says nothing of it is refused", () => {
    expect(violation((stack) => new Instance(stack, "I", encrypted))).toContain(
      '[test-stack/I] answers metadata requests without a token: set metadataOptions.httpTokens to "required"',
    );
    expect(violation(instance({ metadataOptions: { httpTokens: "optional" } }))).toContain("test-stack/I");
  });

  test("one that requires it is not", () => {
    expect(violation(instance({}))).toBeUndefined();
  });
});

describe("what is stored is encrypted", () => {
  test.each<[string, (stack: TerraformStack) => void]>([
    ["is not encrypted", (stack) => new EbsVolume(stack, "X", { availabilityZone: "a", size: 1 })],
    ["an unencrypted root disk", (stack) => new Instance(stack, "X", byToken)],
    [
      "an unencrypted disk /dev/sdg",
      (stack) =>
        new Instance(stack, "X", { ...byToken, ...encrypted, ebsBlockDevice: [{ deviceName: "/dev/sdg" }] }),
    ],
    ["is not encrypted: use PrivateBucket", (stack) => new S3Bucket(stack, "X", {})],
    [
      "talks in the clear",
      (stack) =>
        new MskCluster(stack, "X", {
          ...{ clusterName: "k", kafkaVersion: "3.9.x.kraft", numberOfBrokerNodes: 2 },
          brokerNodeGroupInfo: { clientSubnets: [], instanceType: "kafka.m7g.large", securityGroups: [] },
          encryptionInfo: { encryptionInTransit: { clientBroker: "TLS_PLAINTEXT" } },
        }),
    ],
  ])("%s is refused", (message, build) => {
    expect(violation(build)).toMatch(new RegExp(`\\[test-stack/X\\] .*${message}`));
  });
});

describe("everything has its tags", () => {
  test("a provider that gives none is refused, tag by tag", () => {
    const stack = new TerraformStack(Testing.stubVersion(new App()), "bare");
    new AwsProvider(stack, "aws", { defaultTags: [{ tags: { "golazo:stack": "bare" } }] });
    applyRules(stack);
    expect(() => Testing.synth(stack, true)).toThrow(
      /\[bare\/aws\] gives no tag golazo:owner [\s\S]*\[bare\/aws\] gives no tag golazo:expires-after/,
    );
  });
});

describe("no bucket is public", () => {
  test("a bucket without a public access block is refused", () => {
    expect(violation((stack) => new S3Bucket(stack, "B", {}))).toContain(
      "[test-stack/B] has no complete public access block: use PrivateBucket",
    );
  });

  test("a public ACL and a policy for everybody are refused", () => {
    const acl = (stack: TerraformStack) => new S3BucketAcl(stack, "A", { bucket: "b", acl: "public-read" });
    expect(violation(acl)).toContain("[test-stack/A] makes the bucket public");
    const policy = (stack: TerraformStack) =>
      new DataAwsIamPolicyDocument(stack, "P", {
        statement: [
          {
            actions: ["s3:GetObject"],
            resources: ["arn:aws:s3:::b/*"],
            principals: [{ type: "*", identifiers: ["*"] }],
          },
        ],
      });
    expect(violation(policy)).toContain("[test-stack/P] lets everybody in: name the principals that may");
  });

  test("the bucket of the house is content with all rules", () => {
    expect(violation((stack) => new PrivateBucket(stack, "B", { namePrefix: "b-" }))).toBeUndefined();
  });
});

describe("nobody may do everything", () => {
  const fix = "allows s3:* on every resource: name the actions, or the resources they are for";

  test("a wildcard of actions on every resource is refused, in documents and in JSON", () => {
    const document = (stack: TerraformStack) =>
      new DataAwsIamPolicyDocument(stack, "P", { statement: [{ actions: ["s3:*"], resources: ["*"] }] });
    expect(violation(document)).toContain(`[test-stack/P] ${fix}`);
    const Statement = { Effect: "Allow", Action: "s3:*", Resource: "*" };
    const json = (stack: TerraformStack) =>
      new IamPolicy(stack, "P", { policy: JSON.stringify({ Version: "2012-10-17", Statement }) });
    expect(violation(json)).toContain(`[test-stack/P] ${fix}`);
  });

  test("a wildcard on one of the two sides, or to deny, is not", () => {
    const build = (stack: TerraformStack) =>
      new DataAwsIamPolicyDocument(stack, "P", {
        statement: [
          { actions: ["s3:*"], resources: ["arn:aws:s3:::mine/*"] },
          { actions: ["ec2:DescribeInstances"], resources: ["*"] },
          { effect: "Deny", actions: ["*"], resources: ["*"] },
        ],
      });
    expect(violation(build)).toBeUndefined();
  });
});

describe("user data fit", () => {
  test("a byte more than 16 KB is refused, with both figures", () => {
    expect(violation(instance({ userData: "x".repeat(16385) }))).toContain(
      "[test-stack/I] has 16385 bytes of user data, EC2 takes 16384: put scripts into the source bundle",
    );
  });

  test("16 KB are not", () => {
    expect(violation(instance({ userData: "x".repeat(16384) }))).toBeUndefined();
  });
});

describe("no secret is in a stack or its state", () => {
  afterEach(() => {
    delete process.env.STATSBOMB_PASSWORD;
  });

  test("the value of a secret variable is found wherever it got to", () => {
    process.env.STATSBOMB_PASSWORD = 'canary "4711"';
    const build = instance({ userData: 'curl -u me:canary "4711" https://example.com' });
    const message = violation(build);
    expect(message).toContain("[test-stack] contains the value of STATSBOMB_PASSWORD");
    expect(message).not.toContain("canary");
  });

  test("resources that would keep a value in the state are refused", () => {
    const version = (stack: TerraformStack) =>
      new SecretsmanagerSecretVersion(stack, "S", { secretId: "s", secretString: "x" });
    expect(violation(version)).toContain(
      "[test-stack/S] keeps a secret's value in the state: use EmptySecret",
    );
    const parameter = (stack: TerraformStack) =>
      new SsmParameter(stack, "S", { name: "s", type: "SecureString", value: "x" });
    expect(violation(parameter)).toContain("[test-stack/S] keeps a secret's value in the state");
  });
});

describe("versions fit together", () => {
  const mixed = { ...PROFILES.current, rapids: PROFILES.seed.rapids };

  test("a combination nobody tested is refused, with what it is and what would do", () => {
    expect(violation((stack) => new SparkHost(stack, "S", { versions: mixed }))).toContain(
      "[test-stack/S] Spark 3.5.1, RAPIDS 23.12.2, CUDA 12, Java 17 and Kafka 3.9.1 were not tested together: take a profile (current, seed), or set untested to true",
    );
  });

  test("whoever knows may say so, and both profiles need not", () => {
    expect(
      violation((stack) => new SparkHost(stack, "S", { versions: { ...mixed, untested: true } })),
    ).toBeUndefined();
    expect(violation((stack) => new SparkHost(stack, "S", { gpu: true, profile: "seed" }))).toBeUndefined();
  });
});

describe("an exception to a rule", () => {
  const open = {
    securityGroupId: "sg-1",
    ipProtocol: "tcp",
    fromPort: 443,
    toPort: 443,
    cidrIpv4: "0.0.0.0/0",
  };

  test("holds for the one construct and the one rule it names", () => {
    const message = violation((stack) => {
      const web = new VpcSecurityGroupIngressRule(stack, "Web", open);
      allow(web, "no-open-ingress", "the public page of a course, behind a load balancer");
      new VpcSecurityGroupIngressRule(stack, "Other", open);
    });
    expect(message).toContain("[test-stack/Other]");
    expect(message).not.toContain("[test-stack/Web]");
  });

  test("needs a reason", () => {
    const build = (stack: TerraformStack) => allow(stack, "no-open-ingress", " ");
    expect(() => stackWith(build)).toThrow(/needs a reason/);
  });
});

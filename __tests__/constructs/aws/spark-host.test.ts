import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { EbsVolume } from "@cdktf/provider-aws/lib/ebs-volume";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { VolumeAttachment } from "@cdktf/provider-aws/lib/volume-attachment";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { SparkHost } from "../../../constructs/aws/spark-host";
import type { SparkHostProps } from "../../../constructs/aws/spark-host-props";
import { blocks, type SynthOptions, synthesized } from "../synth";

const host = (props?: SparkHostProps, options?: SynthOptions): string =>
  synthesized((stack) => new SparkHost(stack, "Spark", props), options);

/** The settings a host's user data write down. */
function settingsOf(json: string, n = 0): Record<string, string> {
  const userData = String(blocks(json, "resource", "aws_instance")[n]?.user_data);
  const lines = userData.matchAll(/^(GOLAZO_\w+)='(.*)'$/gm);
  return Object.fromEntries([...lines].map(([, name, value]) => [name, value]));
}

/** Every action the roles of a stack may do, with its resources. */
function rightsOf(json: string): string[] {
  return blocks(json, "data", "aws_iam_policy_document").flatMap((document) =>
    (document.statement as { effect?: string; actions: string[]; resources?: string[] }[])
      .filter(({ effect }) => effect !== "Deny")
      .flatMap(({ actions, resources = [] }) => actions.map((action) => `${action} ${resources.join(" ")}`)),
  );
}

describe("a Spark host", () => {
  test("with a GPU needs to be told nothing else", () => {
    const json = host({ gpu: true });
    expect(json).toHaveResourceWithProperties(Instance, { instance_type: "g4dn.2xlarge" });
    expect(json).toHaveDataSourceWithProperties(DataAwsSsmParameter, {
      name: "/aws/service/deeplearning/ami/x86_64/base-oss-nvidia-driver-gpu-ubuntu-22.04/latest/ami-id",
    });
    expect(settingsOf(json)).toMatchObject({ GOLAZO_ARCHITECTURE: "gpu", GOLAZO_MINIMUM_DRIVER: "525" });
  });

  test("without a GPU has as many cores and as much memory, on plain Ubuntu", () => {
    const json = host();
    expect(json).toHaveResourceWithProperties(Instance, { instance_type: "m6i.2xlarge" });
    expect(json).toHaveDataSourceWithProperties(DataAwsSsmParameter, {
      name: expect.stringContaining("/aws/service/canonical/ubuntu/server/22.04/"),
    });
    expect(settingsOf(json)).not.toHaveProperty("GOLAZO_DRIVER_BRANCH");
  });

  test("takes another image, type and disk when it is told to", () => {
    const json = host({
      ...{ gpu: true, instanceType: "g5.4xlarge", plainUbuntu: true, dataVolumeGiB: 500, rootVolumeGiB: 60 },
    });
    expect(json).toHaveResourceWithProperties(Instance, {
      instance_type: "g5.4xlarge",
      root_block_device: expect.objectContaining({ volume_size: 60 }),
    });
    expect(json).toHaveResourceWithProperties(EbsVolume, { size: 500 });
    expect(json).toHaveDataSourceWithProperties(DataAwsSsmParameter, {
      name: expect.stringContaining("canonical"),
    });
    const mine = host({ amiParameter: "/my/ami" });
    expect(mine).toHaveDataSourceWithProperties(DataAwsSsmParameter, { name: "/my/ami" });
  });

  test("is closed, encrypted, and hands its credentials out for a token only", () => {
    const json = host({ gpu: true });
    expect(json).not.toHaveResource(VpcSecurityGroupIngressRule);
    expect(json).toHaveResourceWithProperties(Instance, {
      metadata_options: expect.objectContaining({ http_tokens: "required", http_put_response_hop_limit: 1 }),
      root_block_device: { encrypted: true, volume_size: 100, volume_type: "gp3" },
    });
    expect(json).toHaveResourceWithProperties(EbsVolume, { encrypted: true, type: "gp3" });
  });

  test("opens SSH for the addresses it is given, and for no others", () => {
    const json = host({ allowedSshCidr: "203.0.113.7/32" });
    const rules = blocks(json, "resource", "aws_vpc_security_group_ingress_rule");
    expect(rules).toHaveLength(1);
    expect(rules[0]).toMatchObject({ cidr_ipv4: "203.0.113.7/32", from_port: 22, to_port: 22 });
  });

  test("is stopped, not deleted, when it shuts itself down; a spot host too", () => {
    const json = host({ spot: true });
    expect(json).toHaveResourceWithProperties(Instance, {
      instance_initiated_shutdown_behavior: "stop",
      instance_market_options: {
        market_type: "spot",
        spot_options: { spot_instance_type: "persistent", instance_interruption_behavior: "stop" },
      },
    });
  });

  test("becomes a new host when it is no longer to be a spot host", () => {
    expect(settingsOf(host({ spot: true }))).not.toEqual(settingsOf(host({ spot: false })));
  });

  test("keeps its data when it is replaced", () => {
    // GIVEN a host whose settings changed, so that it must be a new one
    const json = host();
    expect(json).toHaveResourceWithProperties(Instance, { user_data_replace_on_change: true });
    // THEN the disk is attached to it, not part of it
    const [volume] = Object.keys(JSON.parse(json).resource.aws_ebs_volume);
    expect(json).toHaveResourceWithProperties(VolumeAttachment, {
      volume_id: `\${aws_ebs_volume.${volume}.id}`,
      stop_instance_before_detaching: true,
    });
    expect(settingsOf(json).GOLAZO_DATA_VOLUME).toBe(`\${aws_ebs_volume.${volume}.id}`);
  });

  test("is not replaced because a newer machine image appeared, or because it was stopped", () => {
    expect(host()).toHaveResourceWithProperties(Instance, {
      lifecycle: { ignore_changes: ["ami", "associate_public_ip_address"] },
    });
  });

  test("lets its data be deleted only when the construct and the app say so", () => {
    const context = { golazo: { deleteDataOnDestroy: true } };
    const kept = [host({ deleteData: true }), host({}, { context }), host()];
    for (const json of kept) expect(json).toHaveResourceWithProperties(EbsVolume, { final_snapshot: true });
    expect(host({ deleteData: true }, { context })).toHaveResourceWithProperties(EbsVolume, {
      final_snapshot: false,
    });
  });

  test("may be reached by Session Manager, read its bundle and one secret, and nothing else", () => {
    const json = host();
    const attached = blocks(json, "resource", "aws_iam_role_policy_attachment");
    expect(attached.map((each) => each.policy_arn)).toEqual([
      "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    ]);
    expect(rightsOf(json)).toEqual([
      "sts:AssumeRole ",
      expect.stringMatching(/^s3:GetObject \$\{aws_s3_bucket\..*\.arn\}\/host\/\*$/),
      expect.stringMatching(/^secretsmanager:GetSecretValue \$\{aws_secretsmanager_secret\..*\.arn\}$/),
    ]);
  });

  test("may pull from ECR only when its images are there", () => {
    const json = host({ imageRegistry: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/golazo" });
    expect(json).toHaveResourceWithProperties(IamRolePolicyAttachment, {
      policy_arn: "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
    });
    expect(settingsOf(json)).not.toHaveProperty("GOLAZO_SOURCE_OBJECT");
  });

  test("has a place for StatsBomb's credentials, and no value in it", () => {
    const json = host();
    expect(json).toHaveResourceWithProperties(SecretsmanagerSecret, { recovery_window_in_days: 0 });
    expect(json).not.toContain("aws_secretsmanager_secret_version");
  });

  test("sends logs to CloudWatch when it is asked to", () => {
    const json = host({ cloudWatchAgent: true });
    expect(json).toHaveResourceWithProperties(IamRolePolicyAttachment, {
      policy_arn: "arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy",
    });
    expect(settingsOf(json).GOLAZO_LOG_GROUP).toMatch(/^\$\{aws_cloudwatch_log_group\..*\.name\}$/);
    expect(json).toHaveResourceWithProperties(CloudwatchLogGroup, { name: "/golazo/golazo/hosts" });
  });

  test("is replaced when its Compose file changes, and its file is found under the hash of its content", () => {
    const compose = (image: string) => `services: { a: { image: "${image}" } }\nvolumes: {}\n`;
    const [one, same, other] = ["a:1", "a:1", "a:2"].map((image) =>
      settingsOf(host({ compose: compose(image) })),
    );
    expect(one).toEqual(same);
    expect(one?.GOLAZO_COMPOSE_OBJECT).not.toBe(other?.GOLAZO_COMPOSE_OBJECT);
  });

  test("keeps Compose's own variables out of Terraform's hands", () => {
    const json = host({ compose: `services: { a: { image: 'a:\${TAG}' } }\nvolumes: {}\n` });
    const contents = blocks(json, "resource", "aws_s3_object").map((object) => `${object.content}`);
    expect(contents.filter((content) => content.includes(`a:$\${TAG}`))).toHaveLength(1);
  });

  test("refuses more workers than it has GPUs, or than fit", () => {
    expect(() => host({ gpu: true, workers: 2 })).toThrow(/one g4dn.2xlarge has 1: ask for fewer/);
    expect(() => host({ workers: 16, instanceType: "c5.xlarge" })).toThrow(/do not fit on one c5.xlarge/);
  });
});

import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { MskCluster } from "@cdktf/provider-aws/lib/msk-cluster";
import { MskConfiguration } from "@cdktf/provider-aws/lib/msk-configuration";
import { MskServerlessCluster } from "@cdktf/provider-aws/lib/msk-serverless-cluster";
import { HostFirewall } from "../../../constructs/aws/host-firewall";
import type { KafkaCluster } from "../../../constructs/aws/kafka-cluster";
import { MskProvisioned } from "../../../constructs/aws/msk-provisioned";
import { MskServerless } from "../../../constructs/aws/msk-serverless";
import { Network } from "../../../constructs/aws/network";
import type { TerraformStack } from "../../../constructs/cdktf";
import { blocks, synthesized } from "../synth";

const serverless = (stack: TerraformStack, network = new Network(stack, "Network")): KafkaCluster =>
  new MskServerless(stack, "Kafka", { network });

function statements(json: string): { actions: string[]; resources: string[] }[] {
  return blocks(json, "data", "aws_iam_policy_document").flatMap(
    (document) => document.statement as { actions: string[]; resources: string[] }[],
  );
}

describe("Kafka as MSK Serverless", () => {
  test("lets in nobody but IAM, in both zones", () => {
    const json = synthesized((stack) => serverless(stack));
    expect(json).toHaveResourceWithProperties(MskServerlessCluster, {
      client_authentication: { sasl: { iam: { enabled: true } } },
    });
    const [cluster] = blocks(json, "resource", "aws_msk_serverless_cluster");
    expect(JSON.stringify(cluster?.vpc_config)).toMatch(/Subnet1.*Subnet2/);
  });
});

describe("Kafka as MSK on brokers", () => {
  const provisioned = (props: object): string =>
    synthesized((stack) => {
      const network = new Network(stack, "Network", { zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"] });
      new MskProvisioned(stack, "Kafka", { network, ...props });
    });

  test("has one broker in each zone, KRaft, TLS everywhere and IAM only", () => {
    const json = provisioned({});
    expect(json).toHaveResourceWithProperties(MskCluster, {
      kafka_version: "3.9.x.kraft",
      number_of_broker_nodes: 3,
      client_authentication: { sasl: { iam: true }, unauthenticated: false },
      encryption_info: { encryption_in_transit: { client_broker: "TLS", in_cluster: true } },
    });
  });

  test("takes version, brokers, type and storage as it is told", () => {
    const json = provisioned({
      ...{ kafkaVersion: "3.8.x.kraft", brokersPerZone: 2, brokerType: "kafka.m7g.xlarge", storageGiB: 250 },
    });
    expect(json).toHaveResourceWithProperties(MskCluster, {
      kafka_version: "3.8.x.kraft",
      number_of_broker_nodes: 6,
      broker_node_group_info: expect.objectContaining({
        instance_type: "kafka.m7g.xlarge",
        storage_info: { ebs_storage_info: { volume_size: 250 } },
      }),
    });
  });

  test("keeps as many copies as there are zones, and refuses mistyped topics", () => {
    expect(provisioned({})).toHaveResourceWithProperties(MskConfiguration, {
      server_properties: expect.stringMatching(
        /auto\.create\.topics\.enable=false\ndefault\.replication\.factor=3\nmin\.insync\.replicas=2\n/,
      ),
    });
  });

  test("refuses one zone, and four", () => {
    for (const zones of [["a"], ["a", "b", "c", "d"]]) {
      const build = (stack: TerraformStack) =>
        new MskProvisioned(stack, "Kafka", { network: new Network(stack, "Network", { zones }) });
      expect(() => synthesized(build)).toThrow(/MSK stands in 2 or 3 zones/);
    }
  });
});

describe("who may use Kafka in AWS", () => {
  const granted = (grant: (kafka: KafkaCluster, role: IamRole) => void): string =>
    synthesized((stack) => {
      grant(serverless(stack), new IamRole(stack, "Role", { assumeRolePolicy: "{}" }));
    });
  const arn = (kind: string, name: string) =>
    expect.stringMatching(new RegExp(`replace\\(.*arn, ":cluster/", ":${kind}/"\\)\\}/${name}$`));

  test("a producer may write to its topics and to no others", () => {
    const json = granted((kafka, role) => kafka.grantProduce(role, ["events"]));
    expect(statements(json)).toEqual([
      {
        actions: ["kafka-cluster:Connect", "kafka-cluster:WriteDataIdempotently"],
        resources: [expect.stringMatching(/aws_msk_serverless_cluster\..*\.arn/)],
      },
      {
        actions: [
          "kafka-cluster:CreateTopic",
          "kafka-cluster:DescribeTopic",
          "kafka-cluster:DescribeTopicDynamicConfiguration",
          "kafka-cluster:WriteData",
        ],
        resources: [arn("topic", "events")],
      },
    ]);
  });

  test("a consumer may read its topics as a member of its groups, and write nothing", () => {
    const json = granted((kafka, role) => kafka.grantConsume(role, ["events"], ["spark-*"]));
    const [, topics, groups] = statements(json);
    expect(topics?.resources).toEqual([arn("topic", "events")]);
    expect(groups?.resources).toEqual([arn("group", "spark-\\*")]);
    expect(JSON.stringify(statements(json))).not.toContain("Write");
  });

  test("whoever may delete some topics may delete no others", () => {
    const json = granted((kafka, role) => kafka.grantDelete(role, ["rehearsal-*"]));
    const rights = [{ actions: ["kafka-cluster:DeleteTopic"], resources: [arn("topic", "rehearsal-\\*")] }];
    expect(statements(json)).toEqual(rights);
  });

  test("only hosts that were let in reach the brokers, on one port", () => {
    const json = synthesized((stack) => {
      const network = new Network(stack, "Network");
      serverless(stack, network).allowFrom(new HostFirewall(stack, "Firewall", { network }));
    });
    const rules = blocks(json, "resource", "aws_vpc_security_group_ingress_rule");
    expect(rules).toHaveLength(1);
    expect(rules[0]).toMatchObject({
      from_port: 9098,
      to_port: 9098,
      referenced_security_group_id: expect.stringContaining("Firewall_Group"),
      security_group_id: expect.stringContaining("Kafka_Group"),
    });
  });
});

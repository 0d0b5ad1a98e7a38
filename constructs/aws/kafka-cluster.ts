import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Construct } from "constructs";
import { Fn, Token } from "../cdktf";
import type { HostFirewall } from "./host-firewall";
import type { Network } from "./network";

/** Port on which both kinds of MSK speak TLS with IAM: https://docs.aws.amazon.com/msk/latest/developerguide/port-info.html */
export const MSK_IAM_PORT = 9098;

/** Kafka as a service of AWS: who may use which topics is decided by IAM, never by the network alone. */
export abstract class KafkaCluster extends Construct {
  /** Brokers that clients begin with, `HOST:9098` separated by commas. */
  public abstract readonly bootstrap: string;
  /** ARN of the cluster, of which those of topics and groups are made. */
  protected abstract readonly arn: string;
  /** Protects the brokers; nothing reaches them until `allowFrom`. */
  public readonly group: SecurityGroup;

  constructor(scope: Construct, id: string, network: Network) {
    super(scope, id);
    this.group = new SecurityGroup(this, "Group", {
      namePrefix: "golazo-kafka-",
      description: "Kafka: reached by the hosts of Golazo only",
      vpcId: network.vpc.id,
      revokeRulesOnDelete: true,
      lifecycle: { createBeforeDestroy: true },
    });
  }

  /** Opens the brokers' port to the hosts behind a firewall. */
  allowFrom(firewall: HostFirewall): void {
    firewall.allowTo("Kafka", this.group, MSK_IAM_PORT, "Kafka with TLS and IAM");
  }

  /** Lets a role create the topics and write to them. */
  grantProduce(role: IamRole, topics: readonly string[]): void {
    this.grant("Produce", role, [
      // An idempotent producer needs the right for the cluster as well.
      { actions: ["Connect", "WriteDataIdempotently"], resources: [this.arn] },
      {
        actions: ["CreateTopic", "DescribeTopic", "DescribeTopicDynamicConfiguration", "WriteData"],
        resources: this.arnsOf("topic", topics),
      },
    ]);
  }

  /** Lets a role read the topics as a member of the groups; both may end in `*`. */
  grantConsume(role: IamRole, topics: readonly string[], groups: readonly string[]): void {
    this.grant("Consume", role, [
      { actions: ["Connect"], resources: [this.arn] },
      { actions: ["DescribeTopic", "ReadData"], resources: this.arnsOf("topic", topics) },
      // The producer deletes the group with which it looked for where to go on.
      { actions: ["AlterGroup", "DescribeGroup", "DeleteGroup"], resources: this.arnsOf("group", groups) },
    ]);
  }

  /** Lets a role delete the topics, and the records in them. */
  grantDelete(role: IamRole, topics: readonly string[]): void {
    this.grant("Delete", role, [{ actions: ["DeleteTopic"], resources: this.arnsOf("topic", topics) }]);
  }

  /** `arn:…:cluster/NAME/UUID` is to a cluster what `arn:…:topic/NAME/UUID/TOPIC` is to a topic of it. */
  private arnsOf(kind: "topic" | "group", names: readonly string[]): string[] {
    const begin = Token.asString(Fn.replace(this.arn, ":cluster/", `:${kind}/`));
    return names.map((name) => `${begin}/${name}`);
  }

  private grant(
    what: string,
    role: IamRole,
    rights: ReadonlyArray<{ actions: string[]; resources: string[] }>,
  ): void {
    const id = `${what}-${role.node.path.replaceAll("/", "-")}`;
    const statement = rights.map(({ actions, resources }) => ({
      actions: actions.map((action) => `kafka-cluster:${action}`),
      resources,
    }));
    const document = new DataAwsIamPolicyDocument(this, `${id}-Document`, { statement });
    new IamRolePolicy(this, id, { role: role.id, policy: document.json });
  }
}

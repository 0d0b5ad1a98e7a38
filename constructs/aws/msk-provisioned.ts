import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { MskCluster } from "@cdktf/provider-aws/lib/msk-cluster";
import { MskConfiguration } from "@cdktf/provider-aws/lib/msk-configuration";
import type { Construct } from "constructs";
import { KafkaCluster } from "./kafka-cluster";
import type { MskProvisionedProps } from "./msk-provisioned-props";

/**
 * Kafka on brokers of a chosen size, one or more in each zone; TLS everywhere, IAM as the only way in. Takes 20 to 60
 * minutes to create.
 */
export class MskProvisioned extends KafkaCluster {
  public readonly bootstrap: string;
  public readonly cluster: MskCluster;
  protected readonly arn: string;

  constructor(scope: Construct, id: string, props: MskProvisionedProps) {
    super(scope, id, props.network);
    const name = props.name ?? "golazo";
    const kafkaVersion = props.kafkaVersion ?? "3.9.x.kraft";
    const zones = props.network.subnets.length;
    if (zones < 2 || zones > 3) {
      throw new Error(`MSK stands in 2 or 3 zones, the network has ${zones}: give it 2 or 3 zones`);
    }
    this.cluster = new MskCluster(this, "Cluster", {
      clusterName: name,
      kafkaVersion,
      numberOfBrokerNodes: zones * (props.brokersPerZone ?? 1),
      brokerNodeGroupInfo: this.brokers(props),
      clientAuthentication: { sasl: { iam: true }, unauthenticated: false },
      encryptionInfo: {
        encryptionAtRestKmsKeyArn: props.encryptionKey?.arn,
        encryptionInTransit: { clientBroker: "TLS", inCluster: true },
      },
      configurationInfo: this.configuration(name, zones),
      loggingInfo: { brokerLogs: { cloudwatchLogs: { enabled: true, logGroup: this.logs(name).name } } },
    });
    this.arn = this.cluster.arn;
    this.bootstrap = this.cluster.bootstrapBrokersSaslIam;
  }

  private brokers(props: MskProvisionedProps) {
    return {
      instanceType: props.brokerType ?? "kafka.m7g.large",
      clientSubnets: props.network.subnets.map((subnet) => subnet.id),
      securityGroups: [this.group.id],
      storageInfo: { ebsStorageInfo: { volumeSize: props.storageGiB ?? 100 } },
    };
  }

  /** Two zones cannot hold MSK's default of three copies. A mistyped topic name is an error, as in the container. */
  private configuration(name: string, zones: number) {
    const configuration = new MskConfiguration(this, "Configuration", {
      name,
      serverProperties: [
        "auto.create.topics.enable=false",
        `default.replication.factor=${zones}`,
        `min.insync.replicas=${zones - 1}`,
        `offsets.topic.replication.factor=${zones}`,
        `transaction.state.log.replication.factor=${zones}`,
        `transaction.state.log.min.isr=${zones - 1}`,
        "",
      ].join("\n"),
    });
    return { arn: configuration.arn, revision: configuration.latestRevision };
  }

  private logs(name: string): CloudwatchLogGroup {
    return new CloudwatchLogGroup(this, "Logs", { name: `/golazo/${name}/kafka`, retentionInDays: 7 });
  }
}

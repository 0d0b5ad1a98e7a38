import { MskServerlessCluster } from "@cdktf/provider-aws/lib/msk-serverless-cluster";
import type { Construct } from "constructs";
import { KafkaCluster } from "./kafka-cluster";
import type { MskServerlessProps } from "./msk-serverless-props";

/**
 * Kafka without brokers to size. IAM is its only way in, its data are encrypted by AWS, and it takes 5 to 10 minutes to
 * create: https://docs.aws.amazon.com/msk/latest/developerguide/serverless.html
 */
export class MskServerless extends KafkaCluster {
  public readonly bootstrap: string;
  public readonly cluster: MskServerlessCluster;
  protected readonly arn: string;

  constructor(scope: Construct, id: string, props: MskServerlessProps) {
    super(scope, id, props.network);
    this.cluster = new MskServerlessCluster(this, "Cluster", {
      clusterName: props.name ?? "golazo",
      clientAuthentication: { sasl: { iam: { enabled: true } } },
      vpcConfig: [
        {
          subnetIds: props.network.subnets.map((subnet) => subnet.id),
          securityGroupIds: [this.group.id],
        },
      ],
    });
    this.arn = this.cluster.arn;
    this.bootstrap = this.cluster.bootstrapBrokersSaslIam;
  }
}

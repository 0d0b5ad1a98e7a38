import type { Construct } from "constructs";
import { BudgetAlarm } from "../constructs/aws/guard";
import type { KafkaCluster } from "../constructs/aws/kafka-cluster";
import { MskProvisioned } from "../constructs/aws/msk-provisioned";
import { MskServerless } from "../constructs/aws/msk-serverless";
import { Network } from "../constructs/aws/network";
import { awsProvider } from "../constructs/aws/provider";
import { SparkHost } from "../constructs/aws/spark-host";
import { TerraformOutput, TerraformStack } from "../constructs/cdktf";
import type { Settings } from "./settings";

/** One architecture in AWS: a host with a GPU or without, alike in everything else. */
export abstract class AwsStack extends TerraformStack {
  public readonly spark: SparkHost;

  constructor(scope: Construct, id: string, settings: Settings, architecture: "cpu" | "gpu") {
    super(scope, id);
    const name = `${settings.namePrefix}-${architecture}`;
    awsProvider(this, {
      region: settings.region,
      tags: { stack: id, owner: settings.owner, expiresAfterHours: settings.lifetimeHours },
    });
    const gpu = architecture === "gpu";
    const instanceType = gpu ? settings.gpuInstanceType : settings.cpuInstanceType;
    const network = new Network(this, "Network", {
      instanceType,
      zones: settings.zones.length > 0 ? settings.zones : undefined,
    });
    this.spark = new SparkHost(this, "Spark", {
      ...settings,
      ...{ name, gpu, instanceType, network },
      workers: gpu ? settings.gpuWorkers : settings.workers,
      plainUbuntu: gpu && settings.plainUbuntu,
      amiParameter: gpu ? settings.gpuAmiParameter : settings.cpuAmiParameter,
      kafka: this.createKafka(name, network, settings),
      deleteData: true,
    });
    this.createBudget(name, settings);
    this.sayWhatWasMade(settings);
  }

  private createKafka(name: string, network: Network, { kafka }: Settings): KafkaCluster | undefined {
    switch (kafka) {
      case "docker":
        return undefined;
      case "msk-serverless":
        return new MskServerless(this, "Kafka", { name, network });
      case "msk-provisioned":
        return new MskProvisioned(this, "Kafka", { name, network });
    }
  }

  private createBudget(name: string, { budgetUsd, budgetEmail }: Settings): void {
    if (budgetUsd === 0) return;
    new BudgetAlarm(this, "Budget", { name, limitUsd: budgetUsd, email: budgetEmail });
  }

  private sayWhatWasMade(settings: Settings): void {
    const { access, host, statsbomb, scaleOut } = this.spark;
    const { idleMinutes, lifetimeHours, budgetUsd, budgetEmail = "nobody" } = settings;
    const idle = idleMinutes > 0 ? `after ${idleMinutes} minutes without a Spark application` : "never";
    this.output("instance_id", host.instance.id, "The first host");
    this.output(
      "tunnel",
      access.tunnel,
      "Paste it, then open http://localhost:8888 (Jupyter), :8060 (live page) and :8080 (Spark)",
    );
    this.output("shell", access.shell, "A shell on the first host");
    this.output("stops_when_idle", idle, "When a host stops because nothing runs");
    this.output(
      "stops_at_latest",
      `${lifetimeHours} hours after each start`,
      "When a host stops in any case",
    );
    const budget =
      budgetUsd > 0 ? `${budgetUsd} USD a month for the account; ${budgetEmail} gets a mail` : "none";
    this.output("budget", budget, "When somebody is told of the cost");
    this.output(
      "put_statsbomb_credentials",
      statsbomb.commandToFill(settings.region),
      "Needed for licensed data only",
    );
    if (scaleOut) this.output("data_bucket", scaleOut.store.bucket.bucket, "Models, checkpoints and runs");
  }

  private output(id: string, value: string, description: string): void {
    new TerraformOutput(this, id, { value, description });
  }
}

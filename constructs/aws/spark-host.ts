import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import type { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Construct } from "constructs";
import topics from "../../contracts/topics.json";
import { type Architecture, DEFAULT_PROFILE_NAME, PROFILES, type Profile } from "../services";
import { type Access, accessTo } from "./access";
import { DataVolume } from "./data-volume";
import { LifetimeGuard } from "./guard";
import { Host, type HostProps } from "./host";
import { HostFirewall } from "./host-firewall";
import { HostRole } from "./host-role";
import { lookUpAmi } from "./machine-image";
import { Network } from "./network";
import { ScaleOut } from "./scale-out";
import { EmptySecret } from "./secrets";
import { SourceBundle } from "./source-bundle";
import { composeOf, workerComposeOf } from "./spark-host-compose";
import type { SparkHostProps } from "./spark-host-props";
import { DEFAULT_LIFETIME_HOURS, hostSettings } from "./spark-host-settings";

/** Topics on which the queries rehearse, by the prefix `pipeline/golazo/rehearsal.py` gives them. */
const REHEARSAL_TOPICS = "rehearsal-*";

/** Consumer groups that Spark makes up for its queries, and those of Golazo's own tools. */
const CONSUMER_GROUPS = ["spark-kafka-source-*", "spark-kafka-relation-*", "golazo*"];

/**
 * An EC2 instance on which systemd keeps the services of one architecture running: Kafka (unless it is outside), Spark,
 * Jupyter, the live page and the producer, as containers. It needs no connection from the deployer and comes back after stop and start.
 */
export class SparkHost extends Construct {
  public readonly network: Network;
  public readonly firewall: HostFirewall;
  public readonly role: HostRole;
  public readonly bundle: SourceBundle;
  /** Where a person puts in StatsBomb's credentials. */
  public readonly statsbomb: EmptySecret;
  public readonly data: DataVolume;
  /** Further hosts and what they share; undefined with one host. */
  public readonly scaleOut?: ScaleOut;
  public readonly host: Host;
  /** How a person gets to it. */
  public readonly access: Access;
  public readonly region: string;
  public readonly architecture: Architecture;
  public readonly instanceType: string;
  /** Versions of everything in the images; the rule "versions-fit" looks at them. */
  public readonly versions: Profile & { readonly untested?: boolean };

  /** Begin of the names in AWS. */
  public readonly name: string;

  /** Name of the hosts' log group, when they send their logs to CloudWatch. */
  public readonly logGroup?: string;

  private readonly ami: string;

  constructor(scope: Construct, id: string, props: SparkHostProps = {}) {
    super(scope, id);
    this.architecture = props.gpu ? "gpu" : "cpu";
    this.name = props.name ?? "golazo";
    this.instanceType = props.instanceType ?? (props.gpu ? "g4dn.2xlarge" : "m6i.2xlarge");
    this.versions = props.versions ?? PROFILES[props.profile ?? DEFAULT_PROFILE_NAME];
    this.region = new DataAwsRegion(this, "Region").region;
    this.ami = lookUpAmi(this, "Ami", props);
    this.network = props.network ?? new Network(this, "Network", { instanceType: this.instanceType });
    this.firewall = new HostFirewall(this, "Firewall", { ...props, network: this.network });
    this.bundle = this.createBundle(props);
    this.statsbomb = this.createStatsbombSecret();
    this.role = this.createRole("Role", props);
    this.role.grantSecret("Statsbomb", this.statsbomb.secret);
    this.data = this.createDataVolume(props);
    this.logGroup = this.createLogGroup(props);
    this.scaleOut = this.createScaleOut(props);
    this.host = this.createHost(props);
    this.data.attachTo(this.host.instance);
    this.createWorkerHosts(props);
    this.guard(props);
    this.access = accessTo(this.host.instance, this.region, props.allowedSshCidr !== undefined);
  }

  private createBundle({ imageRegistry }: SparkHostProps): SourceBundle {
    return new SourceBundle(this, "Bundle", {
      namePrefix: `${this.name}-source-`,
      withSource: imageRegistry === undefined,
    });
  }

  private createStatsbombSecret(): EmptySecret {
    return new EmptySecret(this, "Statsbomb", {
      namePrefix: `${this.name}-statsbomb-`,
      description: "STATSBOMB_USER and STATSBOMB_PASSWORD as JSON; put in by a person",
    });
  }

  private createRole(id: string, { kafka, imageRegistry, cloudWatchAgent }: SparkHostProps): HostRole {
    const role = new HostRole(this, id, {
      namePrefix: `${this.name}-host-`,
      cloudWatchAgent,
      pullsFromEcr: imageRegistry?.includes(".dkr.ecr."),
    });
    role.grantRead("Bundle", this.bundle.store.bucket, this.bundle.prefix);
    if (kafka) {
      const names = [...Object.values(topics).map((topic) => topic.name), REHEARSAL_TOPICS];
      kafka.grantProduce(role.role, names);
      kafka.grantConsume(role.role, names, CONSUMER_GROUPS);
      // A demo begins with empty topics, and takes those of its rehearsal away again.
      kafka.grantDelete(role.role, [topics.events.name, topics.deadLetters.name, REHEARSAL_TOPICS]);
    }
    return role;
  }

  private createDataVolume({ dataVolumeGiB, deleteData }: SparkHostProps): DataVolume {
    return new DataVolume(this, "Data", { subnet: this.firstSubnet(), sizeGiB: dataVolumeGiB, deleteData });
  }

  /** The agent would make one itself, which `destroy` knows nothing of. */
  private createLogGroup({ cloudWatchAgent }: SparkHostProps): string | undefined {
    if (!cloudWatchAgent) return undefined;
    return new CloudwatchLogGroup(this, "Logs", { name: `/golazo/${this.name}/hosts`, retentionInDays: 7 })
      .name;
  }

  private createScaleOut(props: SparkHostProps): ScaleOut | undefined {
    props.kafka?.allowFrom(this.firewall);
    if (!props.workerHosts) return undefined;
    if (!props.kafka) {
      throw new Error(
        "with workerHosts above 0 Kafka cannot be a container of the first host, which the others do not reach: give it MSK",
      );
    }
    return new ScaleOut(this, "ScaleOut", {
      namePrefix: this.name,
      firewall: this.firewall,
      masterRole: this.role,
      workerRole: this.createRole("WorkerRole", props),
      deleteData: props.deleteData,
    });
  }

  private createHost(props: SparkHostProps): Host {
    const common = this.commonOf(props);
    return new Host(this, "Host", {
      ...common,
      settings: {
        ...common.settings,
        ...this.scaleOut?.settings(),
        GOLAZO_DATA_VOLUME: this.data.volume.id,
        GOLAZO_STATSBOMB_SECRET: this.statsbomb.secret.arn,
        GOLAZO_COMPOSE_OBJECT: this.bundle.addCompose("Compose", composeOf(this, props)),
      },
    });
  }

  private createWorkerHosts(props: SparkHostProps): void {
    if (!this.scaleOut) return;
    const key = this.bundle.addCompose("WorkerCompose", workerComposeOf(this, props));
    const common = this.commonOf(props);
    this.scaleOut.addWorkers(props.workerHosts ?? 0, this.host, {
      ...common,
      settings: { ...common.settings, GOLAZO_COMPOSE_OBJECT: key },
    });
  }

  /** What all hosts have in common. */
  private commonOf(props: SparkHostProps): HostProps {
    return {
      name: this.name,
      instanceType: this.instanceType,
      ami: this.ami,
      subnet: this.firstSubnet(),
      firewall: this.firewall,
      role: this.role,
      rootVolumeGiB: props.rootVolumeGiB ?? (props.gpu ? 100 : 30),
      spot: props.spot,
      // Containers in the host's own network are as near to the role as the host is.
      roleForContainers: props.kafka !== undefined && this.scaleOut === undefined,
      dependsOn: this.bundle.objects,
      settings: hostSettings(this, props),
    };
  }

  /** All hosts are in one zone: traffic between zones costs, and a volume cannot leave its own. */
  private firstSubnet(): Subnet {
    const [subnet] = this.network.subnets;
    if (!subnet) throw new Error("the network has no subnet");
    return subnet;
  }

  private guard({ lifetimeHours = DEFAULT_LIFETIME_HOURS }: SparkHostProps): void {
    [this.host, ...(this.scaleOut?.workers ?? [])].forEach((host, i) => {
      new LifetimeGuard(this, i === 0 ? "LifetimeGuard" : `LifetimeGuard${i}`, {
        instance: host.instance,
        name: i === 0 ? `${this.name}-lifetime` : `${this.name}-worker-${i}-lifetime`,
        region: this.region,
        lifetimeHours,
      });
    });
  }
}

import type { BaseImages, Profile, ProfileName } from "../services";
import type { KafkaCluster } from "./kafka-cluster";
import type { Network } from "./network";

/** Everything has a default: `new SparkHost(this, "Spark", { gpu: true })` works with nothing else. */
export interface SparkHostProps {
  /**
   * Whether the host has a GPU and runs RAPIDS.
   * @default false
   */
  readonly gpu?: boolean;
  /**
   * Begin of the names in AWS, at most 20 characters.
   * @default "golazo"
   */
  readonly name?: string;
  /**
   * EC2 instance type. The seed asks for 8 cores, 16 GB and 50 GB of disk.
   * @default "g4dn.2xlarge" with a GPU, "m6i.2xlarge" (as many cores and as much memory) without
   */
  readonly instanceType?: string;
  /**
   * Spot instances: cheaper, and stopped when AWS needs them.
   * @default false
   */
  readonly spot?: boolean;
  /**
   * On a GPU host: Ubuntu 22.04 as Canonical publishes it, on which the driver and the container toolkit are installed
   * at the first boot, instead of AWS's Deep Learning image that has them.
   * @default false
   */
  readonly plainUbuntu?: boolean;
  /**
   * SSM parameter with the id of the machine image; Ubuntu 22.04 or 24.04 for x86-64.
   * @default `AMI_PARAMETERS.gpu` for a GPU, `AMI_PARAMETERS.ubuntu` otherwise
   */
  readonly amiParameter?: string;
  /**
   * Network to stand in.
   * @default one of its own, over two zones that offer the instance type
   */
  readonly network?: Network;
  /**
   * Size of the root disk, GiB. The Deep Learning image does not fit a small one.
   * @default 100 with a GPU, 30 without
   */
  readonly rootVolumeGiB?: number;
  /**
   * Size of the data volume, GiB.
   * @default 100
   */
  readonly dataVolumeGiB?: number;
  /**
   * Spark workers on this host, and on each further one.
   * @default 1
   */
  readonly workers?: number;
  /**
   * Further hosts with Spark workers, joined over the private network. More than none needs `kafka`.
   * @default 0
   */
  readonly workerHosts?: number;
  /**
   * Kafka outside the host.
   * @default a broker in a container beside Spark
   */
  readonly kafka?: KafkaCluster;
  /**
   * Name of the tested combination of versions, see `constructs/versions.json`.
   * @default "current"
   */
  readonly profile?: ProfileName;
  /**
   * Versions, when they are not those of the profile; refused at synth unless `untested` is set.
   * @default those of the profile
   */
  readonly versions?: Profile & { readonly untested?: boolean };
  /**
   * Compose file of the host.
   * @default the description of the services, sized to the instance type
   */
  readonly compose?: string;
  /**
   * Registry the images are pulled from, for example `registry.example.com/team`.
   * @default none: the host builds them from its source bundle
   */
  readonly imageRegistry?: string;
  /**
   * Images the host's own are built on, where they are not the usual ones.
   * @default those of the description of the services
   */
  readonly baseImages?: BaseImages;
  /**
   * Addresses that may open SSH.
   * @default none: Session Manager needs no open port
   */
  readonly allowedSshCidr?: string;
  /**
   * The host stops after so many minutes without a Spark application; 0 switches this off.
   * @default 60
   */
  readonly idleMinutes?: number;
  /**
   * The host stops so many hours after each start, whatever runs; from 1 to 167 (a CloudWatch alarm sees a week).
   * @default 8
   */
  readonly lifetimeHours?: number;
  /**
   * Whether logs and metrics go to CloudWatch.
   * @default false
   */
  readonly cloudWatchAgent?: boolean;
  /**
   * Whether `destroy` may delete models, checkpoints and runs; see `mayDeleteData`.
   * @default false
   */
  readonly deleteData?: boolean;
}

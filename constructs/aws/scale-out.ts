import { Construct } from "constructs";
import { Host, type HostProps } from "./host";
import type { HostFirewall } from "./host-firewall";
import type { HostRole } from "./host-role";
import { PrivateBucket } from "./private-bucket";
import { EmptySecret } from "./secrets";
import type { HostSettings } from "./user-data";

export interface ScaleOutProps {
  /** Begin of the names in AWS, at most 20 characters. */
  readonly namePrefix: string;
  /** Of all hosts. */
  readonly firewall: HostFirewall;
  /** Of the first host, which makes the key all hosts authenticate with. */
  readonly masterRole: HostRole;
  /** Of the further hosts, which wait for it. */
  readonly workerRole: HostRole;
  /**
   * Whether `destroy` may delete models, checkpoints and runs; see `mayDeleteData`.
   * @default false
   */
  readonly deleteData?: boolean;
}

/**
 * What several hosts need to be one Spark cluster: a bucket for models, checkpoints and runs, a key they authenticate
 * and encrypt with (made by the first host at its first start, so it is in no state), and open ports among themselves.
 */
export class ScaleOut extends Construct {
  public readonly store: PrivateBucket;
  public readonly key: EmptySecret;
  public readonly workers: Host[] = [];
  private readonly workerRole: HostRole;

  constructor(scope: Construct, id: string, props: ScaleOutProps) {
    super(scope, id);
    const { namePrefix, firewall, masterRole, workerRole, deleteData } = props;
    this.workerRole = workerRole;
    this.store = new PrivateBucket(this, "Store", { namePrefix: `${namePrefix}-data-`, deleteData });
    this.key = new EmptySecret(this, "Key", {
      namePrefix: `${namePrefix}-spark-`,
      description: "Spark's shared key; the first host puts it in at its first start",
    });
    firewall.allowBetweenHosts();
    for (const role of [masterRole, workerRole]) {
      role.grantReadWrite("Store", this.store.bucket);
      role.grantSecret("SparkKey", this.key.secret);
    }
    masterRole.grantPutSecret("MakeSparkKey", this.key.secret);
  }

  /** What the scripts of every host must know. */
  settings(): HostSettings {
    return {
      GOLAZO_SPARK_SECRET: this.key.secret.arn,
      GOLAZO_DATA_BUCKET: this.store.bucket.bucket,
      GOLAZO_MASTER: "self",
    };
  }

  /** Adds hosts whose workers join the master. */
  addWorkers(count: number, master: Host, props: HostProps): void {
    for (let n = 1; n <= count; n++) {
      const settings: HostSettings = {
        ...props.settings,
        ...this.settings(),
        GOLAZO_ROLE: "worker",
        GOLAZO_MASTER: master.instance.privateIp,
        GOLAZO_MASTER_PAGE: `http://${master.instance.privateIp}:8080/json/`,
      };
      const name = `${props.name}-worker-${n}`;
      this.workers.push(new Host(this, `Worker${n}`, { ...props, role: this.workerRole, name, settings }));
    }
  }
}

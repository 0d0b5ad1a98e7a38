import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "@golazo/producer";
import { type ClusterSize, DEFAULT_PROFILE, describeCluster, type Placement } from "@golazo/services";
import { CLUSTERS, GPU_DISCOVERY_SCRIPT } from "../paths";
import { findJava, javaHome } from "../setup/java";
import { sparkHome } from "../setup/spark-home";
import { type ChosenPorts, LOOPBACK } from "./ports";
import { type ServiceError, ServiceProcess } from "./service-process";
import { type ClusterState, removeCluster, saveState } from "./state";
import { watchOver } from "./watch-over";

/** How a cluster is started. */
export interface ClusterOptions {
  readonly id: string;
  readonly size: ClusterSize;
  readonly ports: ChosenPorts;
  /** Folder of the services' logs. */
  readonly logs: string;
  /** true: it stays when this process ends, until `golazo down`. */
  readonly stays: boolean;
}

/** Kafka and Spark Standalone as processes of this machine, bound to the loopback address. */
export class EmbeddedCluster {
  private readonly processes: ServiceProcess[];

  private constructor(
    readonly state: ClusterState,
    processes: ServiceProcess[],
  ) {
    this.processes = processes;
  }

  /** Plans the services; nothing runs until {@link start}. */
  static async plan(options: ClusterOptions): Promise<EmbeddedCluster> {
    const java = await findJava();
    if (!java)
      throw new InputError("Java 17 is missing: set JAVA_HOME, or run ./golazo demo once, which brings one");
    const data = join(CLUSTERS, options.id);
    const folder = (service: string): string => join(data, service);
    const placement: Placement = {
      listen: LOOPBACK,
      addressOf: () => LOOPBACK,
      ports: options.ports,
      folder,
      sparkHome: sparkHome(),
      profile: DEFAULT_PROFILE,
      gpuDiscoveryScript: GPU_DISCOVERY_SCRIPT,
    };
    const services = describeCluster(placement, options.size);
    const state: ClusterState = {
      id: options.id,
      ownerProcess: options.stays ? null : process.pid,
      startedAt: new Date().toISOString(),
      host: LOOPBACK,
      ports: options.ports,
      services: services.map((service) => service.name),
      ...options.size,
      logs: options.logs,
      data,
    };
    const host = {
      clusterId: options.id,
      java,
      javaHome: await javaHome(java),
      sparkHome: placement.sparkHome,
      logs: options.logs,
      folder,
    };
    return new EmbeddedCluster(
      state,
      services.map((service) => new ServiceProcess(service, host)),
    );
  }

  /** Starts every service as soon as those it depends on are ready; resolves when all are. */
  async start(): Promise<void> {
    mkdirSync(this.state.logs, { recursive: true });
    saveState(this.state);
    if (this.state.ownerProcess !== null) watchOver(this.state.id);
    const started = new Map<string, Promise<void>>();
    for (const process of this.processes) {
      const dependencies = process.service.dependsOn.map((name) => started.get(name));
      started.set(
        process.service.name,
        Promise.all(dependencies).then(() => process.start()),
      );
    }
    await Promise.all(started.values());
  }

  /** Lets this process end while the cluster goes on. */
  letGo(): void {
    for (const process of this.processes) process.letGo();
  }

  /** The first service that ended though nobody asked it to, as an error; null when all live. */
  failure(): ServiceError | null {
    return this.processes.map((process) => process.failure()).find((failure) => failure !== null) ?? null;
  }

  /** Ends every process of the cluster, jobs included, and removes its data. */
  async stop(): Promise<void> {
    for (const process of this.processes) process.expectEnd();
    await removeCluster(this.state);
  }
}

import type { Profile } from "./versions";

/** A file a service reads at start; `name` is relative to the service's own folder. */
export interface ConfigFile {
  readonly name: string;
  readonly content: string;
}

/** A Java main class and what it is started with. */
export interface JavaProgram {
  /** Which set of jars: the broker's or Spark's. */
  readonly jars: "kafka" | "spark";
  readonly mainClass: string;
  readonly args: readonly string[];
  /** Largest heap, MiB. */
  readonly heapMiB: number;
  readonly properties?: Readonly<Record<string, string>>;
}

/** A program of an image that is not a Java main class, with its arguments; found on the image's path. */
export interface CommandProgram {
  readonly command: readonly string[];
}

export type Program = JavaProgram | CommandProgram;

/** How to see that a service does its work, not merely that its process lives. */
export type ReadyCheck =
  | { readonly kind: "kafka"; readonly bootstrap: string }
  | { readonly kind: "tcp"; readonly address: string }
  | { readonly kind: "http-json"; readonly url: string; readonly field: string; readonly atLeast: number };

/** How a container sees from inside that its service answers: a page that is served, or a port that is open. */
export type HealthCheck = { readonly http: string } | { readonly tcp: number };

/** The images of the house: one folder each in `images/`. */
export type ImageName = "kafka" | "spark-rapids" | "jupyter" | "producer" | "dashboard";

/** A port a person or a client outside may reach. */
export interface PublishedPort {
  /** What answers there, for people. */
  readonly what: string;
  /** Port the service listens on. */
  readonly port: number;
  /** Port on the host's loopback address, when the service runs in a container. */
  readonly published: number;
}

/** Data that outlives a service's process: `volume` is unique in a cluster, `path` is where the service sees it. */
export interface VolumeMount {
  readonly volume: Volume;
  readonly path: string;
  /** The service only reads it. Default false. */
  readonly readOnly?: boolean;
}

/** Everything a cluster keeps: the broker's log, models, runs with their checkpoints, the notebooks' own settings. */
export type Volume = "zookeeper-data" | "kafka-data" | "models" | "runs" | "spark-events" | "jupyter-home";

/** One service, described once; renderers turn it into a process, a container or a Compose entry. */
export interface Service {
  /** Unique in a cluster, for example `spark-worker-1`. */
  readonly name: string;
  /** The service this is one of several equal copies of, for example `spark-worker`. */
  readonly replicaOf?: string;
  readonly image: ImageName;
  /** Run in order before the start (formatting a disk, for example); each may run again at the next start. */
  readonly prepare: readonly Program[];
  readonly program: Program;
  readonly environment: Readonly<Record<string, string>>;
  readonly files: readonly ConfigFile[];
  readonly ports: readonly PublishedPort[];
  readonly volumes: readonly VolumeMount[];
  /** GPUs of the host the service needs. */
  readonly gpus: number;
  /** Sees how busy the host's GPUs are, and uses none. Default false. */
  readonly watchesGpus?: boolean;
  /** Names of the services that must be ready before. */
  readonly dependsOn: readonly string[];
  readonly ready: ReadyCheck;
  readonly health: HealthCheck;
  /** How long it may take to become ready, seconds. */
  readonly readyWithinSeconds: number;
  /** What a person can do when it does not become ready. */
  readonly advice: string;
}

/** Ports that the services listen on. */
export interface ListenPorts {
  /** Kafka's listener for clients beside it: producer, jobs, notebooks. */
  readonly kafka: number;
  readonly kafkaController: number;
  readonly sparkMaster: number;
  readonly sparkMasterUi: number;
  /** One web page per worker. */
  readonly sparkWorkerUis: readonly number[];
}

/** Where the services of a cluster stand: the part of the description that differs between renderers. */
export interface Placement {
  /** Address the services listen on: the loopback address for processes, every address of a container. */
  readonly listen: string;
  /** Host name or address at which a service is reached by the others. */
  addressOf(service: string): string;
  readonly ports: ListenPorts;
  /** Absolute folder for a service's files and data, by service name. */
  folder(service: string): string;
  /** Spark's installation: the folder with `jars/`. */
  readonly sparkHome: string;
  readonly profile: Profile;
  /** Path of the script that tells Spark which GPUs there are. Default: where the image has it. */
  readonly gpuDiscoveryScript?: string;
  /** Of containers: where their ports are found from outside. Processes of the host have none but their own. */
  readonly outside?: Outside;
}

/** Where containers are reached from outside their network. */
export interface Outside {
  /** Address of the host the ports are published on. */
  readonly host: string;
  /** Port on the host for a port of {@link PORTS}, and for the `n`-th (from 0) of several equal services. */
  published(port: number, n?: number): number;
}

/** What the user may choose about the cluster. */
export interface ClusterSize {
  /** Spark workers, at least 1. */
  readonly workers: number;
  /** CPU cores each worker offers. */
  readonly coresPerWorker: number;
  /** Memory each worker offers to its executor, MiB. */
  readonly executorMemoryMiB: number;
  /** GPUs each worker offers. Default 0. */
  readonly gpusPerWorker?: number;
}

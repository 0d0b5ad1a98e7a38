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

/** How to see that a service does its work, not merely that its process lives. */
export type ReadyCheck =
  | { readonly kind: "kafka"; readonly bootstrap: string }
  | { readonly kind: "http-json"; readonly url: string; readonly field: string; readonly atLeast: number };

/** One service, described once; renderers turn it into a process, a container or a Compose entry. */
export interface Service {
  /** Unique in a cluster, for example `spark-worker-1`. */
  readonly name: string;
  /** Run once, in order, before the first start (formatting a disk, for example). */
  readonly prepare: readonly JavaProgram[];
  readonly program: JavaProgram;
  readonly environment: Readonly<Record<string, string>>;
  readonly files: readonly ConfigFile[];
  /** Names of the services that must be ready before. */
  readonly dependsOn: readonly string[];
  readonly ready: ReadyCheck;
  /** How long it may take to become ready, seconds. */
  readonly readyWithinSeconds: number;
  /** What a person can do when it does not become ready. */
  readonly advice: string;
}

/** Where the services of a cluster stand: the part of the description that differs between renderers. */
export interface Placement {
  /** Host name or address the services bind to and reach each other by. */
  readonly host: string;
  readonly ports: Readonly<Record<"kafka" | "kafkaController" | "sparkMaster" | "sparkMasterUi", number>> & {
    /** One web page per worker. */
    readonly sparkWorkerUis: readonly number[];
  };
  /** Absolute folder for a service's files and data, by service name. */
  folder(service: string): string;
  /** Spark's installation: the folder with `jars/`. */
  readonly sparkHome: string;
}

/** What the user may choose about the cluster. */
export interface ClusterSize {
  /** Spark workers, at least 1. */
  readonly workers: number;
  /** CPU cores each worker offers. */
  readonly coresPerWorker: number;
  /** Memory each worker offers to its executor, MiB. */
  readonly executorMemoryMiB: number;
}

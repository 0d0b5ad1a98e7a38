import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { choosePorts, LOOPBACK } from "../../cli/embedded/ports";
import { endProcessesOf } from "../../cli/embedded/processes";
import { ServiceProcess } from "../../cli/embedded/service-process";
import { CACHE, CLUSTERS, RUNS } from "../../cli/paths";
import { findJava, javaHome } from "../../cli/setup/java";
import { sparkHome } from "../../cli/setup/spark-home";
import {
  DEFAULT_PROFILE,
  describeCluster,
  masterUrl,
  type Placement,
  type Service,
} from "../../constructs/services";
import { REPOSITORY } from "./golazo";

const EXECUTOR_MEMORY_MIB = 1024;

/** Runs Java where some folders are empty and its own: nothing in them is seen from outside, nor the other way. */
const ISOLATED_JAVA = `#!/bin/sh
exec unshare --mount --propagation private /bin/sh -euc '
for folder in $HIDDEN_FOLDERS; do mount -t tmpfs tmpfs "$folder"; done
mkdir -p "$OWN_FOLDER/tmp"
cd "$OWN_FOLDER"
exec "$ISOLATED_JAVA" "$@"' sh "$@"
`;

/**
 * Kafka, and a Spark cluster whose two workers share no folder of results with anybody: each has a file system of its own
 * where the others have the folder of the test, runs, models and caches. They authenticate to each other.
 */
export class IsolatedCluster {
  private readonly id = `isolated-${process.pid}`;
  /** Everything of the test that workers must not see. */
  readonly folder = mkdtempSync(join(tmpdir(), "golazo-isolated-"));
  private readonly secrets = mkdtempSync(join(tmpdir(), "golazo-key-"));
  private readonly workers: ServiceProcess[] = [];
  /** With which the parts of the cluster prove that they belong to it. */
  readonly sparkKey = randomBytes(32).toString("hex");

  /** What `golazo` needs in its environment. */
  environment: Readonly<Record<string, string>> = {};

  /** @param storeEnvironment what workers need to use the object store */
  async start(storeEnvironment: Readonly<Record<string, string>>): Promise<void> {
    const java = await findJava();
    if (!java) throw new Error("Java is missing");
    const isolatedJava = join(this.secrets, "isolated-java");
    writeFileSync(isolatedJava, ISOLATED_JAVA, { mode: 0o755 });
    const ports = await choosePorts({}, 2);
    const folder = (service: string): string => join(this.folder, service);
    const placement: Placement = {
      ...{ listen: LOOPBACK, addressOf: () => LOOPBACK, ports, folder },
      ...{ sparkHome: sparkHome(), profile: DEFAULT_PROFILE },
    };
    const host = {
      ...{ clusterId: this.id, java, javaHome: await javaHome(java), sparkHome: sparkHome() },
      ...{ logs: folder("logs"), folder },
    };
    const size = { workers: 2, coresPerWorker: 1, executorMemoryMiB: EXECUTOR_MEMORY_MIB };
    const given = process.env.JDK_JAVA_OPTIONS ?? "";
    const authentication = { JDK_JAVA_OPTIONS: `${given} @${this.writeSparkKey()}` };
    for (const service of describeCluster(placement, size)) {
      if (service.replicaOf === "spark-worker") {
        const isolated = this.isolated(service, java, { ...storeEnvironment, ...authentication });
        this.workers.push(new ServiceProcess(isolated, { ...host, java: isolatedJava }));
        await this.workers.at(-1)?.start();
      } else {
        const environment = service.name === "spark-master" ? authentication : {};
        await new ServiceProcess(withEnvironment(service, environment), host).start();
      }
    }
    this.environment = {
      ...storeEnvironment,
      ...authentication,
      GOLAZO_SPARK_MASTER: masterUrl(placement),
      GOLAZO_SPARK_MASTER_UI: `http://${LOOPBACK}:${ports.sparkMasterUi}`,
      GOLAZO_KAFKA: `${LOOPBACK}:${ports.kafka}`,
      GOLAZO_EXECUTOR_MEMORY_MIB: `${EXECUTOR_MEMORY_MIB}`,
      TMPDIR: this.newFolder("driver-tmp"),
    };
  }

  /** A new folder that workers do not see. */
  newFolder(name: string): string {
    const folder = join(this.folder, name);
    mkdirSync(folder);
    return folder;
  }

  /** Paths of all files that a worker has in the folders that are its own. */
  filesOf(worker: number): string[] {
    const root = `/proc/${this.workers[worker]?.id}/root`;
    return hiddenFolders(this.folder).flatMap((hidden) =>
      readdirSync(`${root}${hidden}`, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(root.length)),
    );
  }

  async stop(): Promise<void> {
    for (const worker of this.workers) worker.expectEnd();
    await endProcessesOf(this.id);
    for (const folder of [this.folder, this.secrets])
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }

  /** As a host in AWS has it: Java takes the key from a file, so it is on no command line. */
  private writeSparkKey(): string {
    const file = join(this.secrets, "spark.args");
    const settings = [
      "authenticate=true",
      "network.crypto.enabled=true",
      `authenticate.secret=${this.sparkKey}`,
    ];
    writeFileSync(file, settings.map((setting) => `-Dspark.${setting}\n`).join(""), { mode: 0o600 });
    return file;
  }

  private isolated(service: Service, java: string, environment: Readonly<Record<string, string>>): Service {
    const own = join(this.folder, service.name);
    // Executors at one address would read each other's shuffle files from the disk.
    const address = `127.0.0.${2 + this.workers.length}`;
    return withEnvironment(atAddress(service, address), {
      ...environment,
      SPARK_LOCAL_IP: address,
      HIDDEN_FOLDERS: hiddenFolders(this.folder).join(" "),
      OWN_FOLDER: own,
      ISOLATED_JAVA: java,
      JDK_JAVA_OPTIONS: `${environment.JDK_JAVA_OPTIONS} -Djava.io.tmpdir=${own}/tmp`,
    });
  }
}

function withEnvironment(service: Service, environment: Readonly<Record<string, string>>): Service {
  return { ...service, environment: { ...service.environment, ...environment } };
}

function atAddress(service: Service, address: string): Service {
  const { program } = service;
  if ("command" in program) throw new Error(`${service.name} is no Java program`);
  return {
    ...service,
    program: { ...program, args: program.args.map((arg) => (arg === LOOPBACK ? address : arg)) },
  };
}

function hiddenFolders(folder: string): string[] {
  const others = [RUNS, CACHE, CLUSTERS, join(REPOSITORY, "models"), join(REPOSITORY, ".golazo", "test")];
  for (const other of others) mkdirSync(other, { recursive: true });
  return [folder, ...others];
}

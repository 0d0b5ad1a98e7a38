import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DRIVER_MEMORY_MIB } from "@golazo/services";
import { CLUSTER_VARIABLE } from "./embedded/processes";
import { furtherJars } from "./further-jars";
import type { JobCluster } from "./job-cluster";
import { CONNECTOR_JARS, HOME, PYTHON } from "./paths";
import { findJava, javaHome } from "./setup/java";
import { sparkHome } from "./setup/spark-home";

/**
 * Writes the `spark-defaults.conf` of a job into a folder of its own, and gives the environment variables with which
 * Python, Spark and `golazo` find each other and the cluster.
 *
 * @param furtherConf a file of `spark-conf/` that counts more than all else
 */
export async function jobEnvironment(
  cluster: JobCluster,
  confFolder: string,
  furtherConf?: string,
): Promise<Record<string, string>> {
  const java = await findJava();
  if (!java) throw new Error("Java is missing");
  mkdirSync(confFolder, { recursive: true });
  writeFileSync(join(confFolder, "spark-defaults.conf"), sparkSettings(cluster, furtherConf));
  return {
    PYTHONPATH: join(HOME, "pipeline"),
    PYSPARK_PYTHON: PYTHON,
    GOLAZO_CONTRACTS: join(HOME, "contracts"),
    SPARK_HOME: sparkHome(),
    SPARK_CONF_DIR: confFolder,
    SPARK_LOCAL_IP: cluster.driverHost,
    JAVA_HOME: await javaHome(java),
    [CLUSTER_VARIABLE]: cluster.id,
  };
}

/**
 * The `spark-defaults.conf` of a job: `spark-conf/` of the architecture, then the addresses and paths of this cluster. What
 * comes later counts. A job learns its architecture from nothing else.
 *
 * @param furtherConf a file of `spark-conf/` that counts more than all else
 */
export function sparkSettings(cluster: JobCluster, furtherConf?: string): string {
  const read = (file: string): string => readFileSync(join(HOME, "spark-conf", file), "utf8");
  const shipped = ["spark-defaults.conf", `${cluster.architecture}.conf`].map(read);
  const classPath = [CONNECTOR_JARS, ...furtherJars(cluster)].map((folder) => `${folder}/*`).join(":");
  const placed: Record<string, string> = {
    "spark.master": cluster.masterUrl,
    "spark.driver.host": cluster.driverHost,
    "spark.driver.bindAddress": cluster.driverHost,
    "spark.driver.memory": `${DRIVER_MEMORY_MIB}m`,
    // The driver plans, it computes little: on two cores the second, slower compiler would only take the executors' time.
    // That compiler alone gets 48 MB for its code, which two streaming queries fill; what is pushed out is compiled again.
    "spark.driver.extraJavaOptions":
      "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m -XX:+UseParallelGC",
    "spark.driver.extraClassPath": classPath,
    // The default collector (G1) trades throughput for short pauses, and nobody here waits for a pause of 20 ms.
    "spark.executor.extraJavaOptions": `-XX:+UseParallelGC -Dlog4j2.configurationFile=file:${join(HOME, "spark-conf", "log4j2.properties")}`,
    "spark.executor.extraClassPath": classPath,
    // What tasks run of the package is on their machine under the same path.
    "spark.executorEnv.PYTHONPATH": join(HOME, "pipeline"),
    "spark.executor.memory": `${cluster.executorMemoryMiB}m`,
    "spark.executor.cores": `${cluster.coresPerWorker}`,
    ...(cluster.applicationUiPort !== undefined && { "spark.ui.port": `${cluster.applicationUiPort}` }),
    "spark.local.dir": join(cluster.localFolder, "spark-local"),
    "spark.sql.warehouse.dir": join(cluster.localFolder, "warehouse"),
    ...cluster.settings,
  };
  const lines = Object.entries(placed).map(([key, value]) => `${key} ${value}\n`);
  const further = furtherConf === undefined ? [] : [read(furtherConf)];
  return [...shipped, "# This run.\n", ...lines, ...further].join("\n");
}

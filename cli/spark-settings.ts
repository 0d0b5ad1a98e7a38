import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DRIVER_MEMORY_MIB } from "@golazo/services";
import { furtherJars } from "./further-jars";
import type { JobCluster } from "./job-cluster";
import { CONNECTOR_JARS, HOME } from "./paths";

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

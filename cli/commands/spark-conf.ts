import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type JobSettings, validate } from "@golazo/contracts";
import { Command } from "commander";
import { clusterThatIsUp } from "../choose-cluster";
import { CLUSTER_VARIABLE } from "../embedded/processes";
import { removeEvents } from "../given/remove-events";
import { checkpointBeside, type JobCluster } from "../job-cluster";
import { kafkaConfig } from "../kafka-arguments";
import { needsOf } from "../planned-cluster";
import { newRunId, prepareRunFolder } from "../run-folder";
import { install } from "../setup/install";
import { jobEnvironment } from "../spark-settings";
import { Steps } from "../steps";

interface SparkConfFlags {
  readonly out?: string;
  readonly emptyTopics?: boolean;
}

/** File beside the Spark configuration, for programs. */
const SETTINGS_FILE = "job-settings.json";

/** `golazo spark-conf`: what a job of one's own, a notebook for example, needs to run on the cluster. */
export function sparkConfCommand(): Command {
  return new Command("spark-conf")
    .summary("the Spark configuration for a job of your own")
    .description(
      `write spark-defaults.conf for a job of your own on the cluster that is up or given, and ${SETTINGS_FILE}, ` +
        "which names Kafka and the environment variables the job needs",
    )
    .option("--out <folder>", "where they go, a new or empty folder (default: runs/<time>)")
    .option("--empty-topics", "remove the events and dead letters of earlier replays from their topics first")
    .action(sparkConf);
}

async function sparkConf(flags: SparkConfFlags): Promise<void> {
  const id = newRunId("job");
  const planned = await clusterThatIsUp(id);
  const folder = prepareRunFolder(id, flags.out);
  await install(needsOf(planned));
  await planned.use({
    runFolder: folder,
    steps: new Steps(),
    work: async (cluster) => {
      if (flags.emptyTopics) await removeEvents(cluster);
      await writeSettings(cluster, folder, planned.figures.kind === "given");
    },
  });
  console.log(`SPARK_CONF_DIR: ${folder}`);
}

async function writeSettings(cluster: JobCluster, folder: string, isGiven: boolean): Promise<void> {
  // The job outlives this command, and what a command makes for its own jobs.
  const lasting = { ...cluster, localFolder: join(folder, "local") };
  const environment = await jobEnvironment(lasting, folder);
  // On a cluster that is given, its jobs are this command's, and whatever bears its mark ends with it.
  if (isGiven) delete environment[CLUSTER_VARIABLE];
  const settings = validate<JobSettings>("job-settings", {
    schema_version: 1,
    architecture: cluster.architecture,
    master_url: cluster.masterUrl,
    bootstrap: cluster.bootstrap,
    kafka_config: kafkaConfig(cluster),
    checkpoint: checkpointBeside(cluster, folder),
    storage: cluster.storage,
    environment,
  });
  writeFileSync(join(folder, SETTINGS_FILE), JSON.stringify(settings, null, 2));
}

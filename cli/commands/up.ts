import { join } from "node:path";
import { ensureTopics, InputError } from "@golazo/producer";
import { Command } from "commander";
import { planOwnCluster } from "../choose-cluster";
import { addClusterOptions, type ClusterFlags } from "../cluster-options";
import { addressLines } from "../embedded/addresses";
import { EmbeddedCluster } from "../embedded/cluster";
import { embeddedJobCluster } from "../embedded/job-cluster";
import { standingCluster } from "../embedded/state";
import { givenCluster } from "../given-cluster";
import { Interruption } from "../interruption";
import { needsOf } from "../planned-cluster";
import { newRunId, prepareRunFolder } from "../run-folder";
import { install } from "../setup/install";
import { refuseJavaOptions } from "../setup/java";
import { Steps } from "../steps";

/** `golazo up`: a Kafka broker and a Spark cluster that stay until `golazo down`. */
export function upCommand(): Command {
  const command = new Command("up")
    .summary("start Kafka and Spark")
    .description("start Kafka and Spark on this machine; they stay until `golazo down`")
    .action((flags: ClusterFlags) => up(flags));
  return addClusterOptions(command);
}

async function up(flags: ClusterFlags): Promise<void> {
  const given = givenCluster();
  if (given) {
    throw new InputError(
      `GOLAZO_SPARK_MASTER gives a cluster, ${given.masterUrl}: use that one, or unset the variable`,
    );
  }
  await refuseJavaOptions();
  const id = newRunId("up");
  const plan = await planOwnCluster(id, flags);
  const standing = standingCluster();
  if (standing) {
    throw new InputError(`a cluster is up already (${standing.id}): use it, or end it with ./golazo down`);
  }
  await install(needsOf(plan));
  const logs = join(prepareRunFolder(id, undefined), "logs");
  const cluster = await EmbeddedCluster.plan({ id, size: plan.size, ports: plan.ports, logs, stays: true });
  const interruption = new Interruption();
  try {
    await new Steps().run("Start Kafka and Spark", async () => {
      await Promise.race([cluster.start(), interruption.happened]);
      await ensureTopics(embeddedJobCluster(cluster.state));
    });
  } catch (error) {
    await cluster.stop();
    throw error;
  } finally {
    interruption.dispose();
  }
  cluster.letGo();
  for (const line of addressLines(cluster.state)) console.log(line);
}

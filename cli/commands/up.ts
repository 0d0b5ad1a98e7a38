import { join } from "node:path";
import { ensureTopics, InputError } from "@golazo/producer";
import { Command } from "commander";
import { Listr } from "listr2";
import { addClusterOptions, type ClusterFlags, sizeFor } from "../cluster-options";
import { addressLines } from "../embedded/addresses";
import { EmbeddedCluster } from "../embedded/cluster";
import { choosePorts } from "../embedded/ports";
import { removeLeftovers, standingCluster } from "../embedded/state";
import { RUNS } from "../paths";
import { newRunId } from "../run-folder";
import { install } from "../setup/install";

/** `golazo up`: a Kafka broker and a Spark cluster that stay until `golazo down`. */
export function upCommand(): Command {
  const command = new Command("up")
    .description("start Kafka and Spark on this machine; they stay until `golazo down`")
    .action((flags: ClusterFlags) => up(flags));
  return addClusterOptions(command);
}

async function up(flags: ClusterFlags): Promise<void> {
  for (const line of await removeLeftovers()) console.log(line);
  const standing = standingCluster();
  if (standing) {
    throw new InputError(`a cluster is up already (${standing.id}): use it, or end it with ./golazo down`);
  }
  const size = sizeFor(flags);
  const ports = await choosePorts(flags, size.workers);
  await install({ python: "production", jars: true });
  const id = newRunId("up");
  const cluster = await EmbeddedCluster.plan({ id, size, ports, logs: join(RUNS, id, "logs"), stays: true });
  const tasks = new Listr([
    { title: "Start Kafka and Spark", task: () => cluster.start() },
    { title: "Create the topics", task: () => ensureTopics(`${cluster.state.host}:${ports.kafka}`) },
  ]);
  try {
    await tasks.run();
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  for (const line of addressLines(cluster.state)) console.log(line);
}

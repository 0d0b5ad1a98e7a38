import { Command } from "commander";
import { removeCluster, removeLeftovers, standingCluster } from "../embedded/state";

/** `golazo down`: ends what `golazo up` started. */
export function downCommand(): Command {
  return new Command("down")
    .summary("end them")
    .description("end the cluster that `golazo up` started, with its topics; logs stay in runs/")
    .action(down);
}

async function down(): Promise<void> {
  for (const line of await removeLeftovers()) console.log(line);
  const cluster = standingCluster();
  if (!cluster) {
    console.log("no cluster is up");
    return;
  }
  const ended = await removeCluster(cluster);
  console.log(`ended ${ended} processes of ${cluster.id}; its logs are in ${cluster.logs}`);
}

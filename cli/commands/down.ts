import { InputError } from "@golazo/producer";
import { Command } from "commander";
import { cdktf } from "../deployed/cdktf";
import { parseStackName, type StackName } from "../deployed/stacks";
import { keepData } from "../deployed/terraform-state";
import { removeCluster, removeLeftovers, standingCluster } from "../embedded/state";

interface DownFlags {
  readonly keepData?: boolean;
}

/** `golazo down [STACK]`: ends what `golazo up` started, or destroys a deployment. */
export function downCommand(): Command {
  return new Command("down")
    .summary("end them, or a deployment")
    .description(
      "end the cluster that `golazo up` started, with its topics (logs stay in runs/); or destroy a deployment",
    )
    .argument("[stack]", "a deployment, for example cpu-docker", parseStackName)
    .option(
      "--keep-data",
      "keep a deployment's volumes: topics, models and runs are there at the next deploy",
    )
    .action(down);
}

async function down(stack: StackName | undefined, flags: DownFlags): Promise<void> {
  if (stack === undefined) return downEmbedded(flags);
  if (flags.keepData) {
    const kept = await keepData(stack);
    for (const volume of kept) console.log(`kept ${volume}`);
  }
  await cdktf("destroy", stack);
}

async function downEmbedded(flags: DownFlags): Promise<void> {
  if (flags.keepData) throw new InputError("--keep-data needs a deployment, for example cpu-docker");
  for (const line of await removeLeftovers()) console.log(line);
  const cluster = standingCluster();
  if (!cluster) {
    console.log("no cluster is up");
    return;
  }
  const ended = await removeCluster(cluster);
  console.log(`ended ${ended} processes of ${cluster.id}; its logs are in ${cluster.logs}`);
}

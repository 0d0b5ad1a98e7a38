import { MOST_WORKERS } from "@golazo/services";
import { Command, InvalidArgumentError } from "commander";
import { cdktf } from "../deployed/cdktf";
import { parseStackName, type StackName } from "../deployed/stacks";

/** `golazo scale STACK N`: changes the number of Spark workers of a deployment. */
export function scaleCommand(): Command {
  return new Command("scale")
    .summary("change the number of its workers")
    .description("change the number of Spark workers of a deployment, until the next `cdktf deploy`")
    .argument("<stack>", "for example cpu-docker", parseStackName)
    .argument("<workers>", "how many Spark workers", parseWorkers)
    .action(scale);
}

async function scale(stack: StackName, workers: number): Promise<void> {
  await cdktf("deploy", stack, { GOLAZO_WORKERS: `${workers}` });
  console.log(`${stack} has ${workers} workers; to keep it so, set "workers": ${workers} in cdktf.json`);
}

function parseWorkers(text: string): number {
  const workers = Number(text);
  if (!/^\d+$/.test(text) || workers < 1 || workers > MOST_WORKERS) {
    throw new InvalidArgumentError(`Give a whole number from 1 to ${MOST_WORKERS}, for example 3.`);
  }
  return workers;
}

import { WORKBENCH } from "@golazo/services";
import { Command } from "commander";
import { chooseServices } from "../deployed/containers";
import { engineOf } from "../deployed/engine";
import { deployedRuns, fetchRun, isFetched } from "../deployed/runs";
import { parseStackName, type StackName } from "../deployed/stacks";

/** `golazo fetch-runs STACK`: brings the runs of a deployment home, for the comparison. */
export function fetchRunsCommand(): Command {
  return new Command("fetch-runs")
    .summary("bring its runs home")
    .description("copy every run of a deployment that is not here yet to runs/")
    .argument("<stack>", "for example cpu-docker", parseStackName)
    .action(fetchRuns);
}

async function fetchRuns(stack: StackName): Promise<void> {
  const docker = await engineOf(stack);
  const [workbench] = await chooseServices(docker, stack, WORKBENCH);
  if (!workbench) return;
  const runs = await deployedRuns(workbench.container);
  const missing = runs.filter((run) => !isFetched(run));
  for (const run of missing) console.log(`fetched ${await fetchRun(workbench.container, run)}`);
  console.log(`${runs.length} runs on ${stack}, ${runs.length - missing.length} of them were here already`);
}

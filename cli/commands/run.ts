import { InputError } from "@golazo/producer";
import { WORKBENCH } from "@golazo/services";
import { Argument, Command } from "commander";
import { chooseServices } from "../deployed/containers";
import { engineOf } from "../deployed/engine";
import { execute } from "../deployed/execution";
import { fetchRun } from "../deployed/runs";
import { parseStackName, type StackName } from "../deployed/stacks";
import { Interruption } from "../interruption";
import { newRunId, RUN_ID_VARIABLE } from "../run-folder";

/** What can be run on a deployment: the commands of the main job that find their cluster in the environment. */
const JOBS = ["demo"] as const;
type Job = (typeof JOBS)[number];

/** `golazo run STACK demo`: the main job on a deployment, its run brought home at the end. */
export function runCommand(): Command {
  return new Command("run")
    .summary("run the main job on a deployment")
    .description("run the main job on a deployment; its record and results are then copied to runs/ here")
    .argument("<stack>", "for example cpu-docker", parseStackName)
    .addArgument(new Argument("<job>", "what to run").choices(JOBS))
    .argument("[options...]", "options of the job, for example --seconds 30")
    .passThroughOptions()
    .allowUnknownOption()
    .action(run);
}

async function run(stack: StackName, job: Job, options: readonly string[]): Promise<void> {
  if (options.some((option) => /^--out(=|$)/.test(option))) {
    throw new InputError("--out is chosen by golazo run: the run is copied to runs/ here");
  }
  const docker = await engineOf(stack);
  const [workbench] = await chooseServices(docker, stack, WORKBENCH);
  if (!workbench) throw new InputError(`${stack} has no ${WORKBENCH}`);
  const runId = newRunId(`${job}-${stack}`);
  const command = ["golazo", job, ...options];
  const interruption = new Interruption();
  try {
    const execution = await execute(workbench.container, command, process, { [RUN_ID_VARIABLE]: runId });
    interruption.happened.catch(() => execution.interrupt());
    const code = await execution.finished;
    // Wrong input leaves nothing to fetch.
    if (code !== 2) console.log(`Fetched: ${await fetchRun(workbench.container, runId)}`);
    process.exitCode = code;
  } finally {
    interruption.dispose();
  }
}

import { copyFileSync, existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { InputError } from "@golazo/producer";
import { Argument, Command } from "commander";
import { STATE } from "../paths";
import { checkPlans, PLAN_QUERIES, type PlanQuery, planFile } from "../plan-check";
import { planLines, verdictLine } from "../plan-lines";

interface PlanCheckFlags {
  readonly json?: string;
}

/** `golazo plan-check`: what NVIDIA's planner would run on a GPU. */
export function planCheckCommand(): Command {
  return new Command("plan-check")
    .summary("what would run on the GPU, and what would not, and why; needs none")
    .description(
      "run every query of the pipeline on a few synthetic matches under NVIDIA's planner, which only explains and needs " +
        "no GPU: what it would run there, what stays on the CPU and why. Exit code 1 when anything does that is not on " +
        "the allow-list (pipeline/golazo/planner/allowed.py). The first time the accelerator is installed (760 MB)",
    )
    .addArgument(new Argument("[query...]", "only these queries (default: all)").choices(PLAN_QUERIES))
    .option("--json <file>", "write what was found there as well, for `golazo compare --plan`")
    .action(planCheck);
}

async function planCheck(queries: PlanQuery[], { json }: PlanCheckFlags): Promise<void> {
  if (json !== undefined) refuseUnwritable(json);
  const folder = join(STATE, "plan-check");
  const found = await checkPlans(folder, queries);
  if (json !== undefined) copyFileSync(planFile(folder), json);
  for (const line of planLines(found)) console.log(line);
  console.log(verdictLine(found));
  if (!found.passed) process.exitCode = 1;
}

function refuseUnwritable(json: string): void {
  const folder = dirname(resolve(json));
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new InputError(`cannot write ${json}: ${folder} is not a folder. Name another with --json.`);
  }
  if (existsSync(json) && statSync(json).isDirectory()) {
    throw new InputError(`cannot write ${json}: it is a folder. Name a file with --json.`);
  }
}

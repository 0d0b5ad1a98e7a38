import { ComparisonRefused } from "@golazo/compare";
import { ContractError } from "@golazo/contracts";
import { InputError } from "@golazo/producer";
import { Command, CommanderError } from "commander";
import { compareCommand } from "./commands/compare";
import { composeCommand } from "./commands/compose";
import { dashboardCommand } from "./commands/dashboard";
import { demoCommand } from "./commands/demo";
import { doctorCommand } from "./commands/doctor";
import { downCommand } from "./commands/down";
import { fetchRunsCommand } from "./commands/fetch-runs";
import { historyCommand } from "./commands/history";
import { logsCommand } from "./commands/logs";
import { notebookCommand } from "./commands/notebook";
import { planCheckCommand } from "./commands/plan-check";
import { produceCommand } from "./commands/produce";
import { psCommand } from "./commands/ps";
import { restartCommand } from "./commands/restart";
import { runCommand } from "./commands/run";
import { scaleCommand } from "./commands/scale";
import { sparkConfCommand } from "./commands/spark-conf";
import { statusCommand } from "./commands/status";
import { predictCommand, statsCommand } from "./commands/stream-query";
import { testCommand } from "./commands/test";
import { trainCommand } from "./commands/train";
import { tunnelCommand } from "./commands/tunnel";
import { upCommand } from "./commands/up";
import { endWhenNobodyReads, Interrupted } from "./interruption";
import { JobError } from "./spark-job";
import { GOLAZO_VERSION } from "./version";

/** Exit code of a command that was given wrong input: nothing ran, nothing was written. */
const WRONG_INPUT = 2;

function buildProgram(): Command {
  const program = new Command("golazo")
    .description(
      "The same football stream and the same machine learning on a GPU and on a CPU Spark cluster, measured. " +
        "`golazo demo` runs the whole job on this machine; nothing is deployed, nothing stays running.",
    )
    .version(GOLAZO_VERSION)
    .helpCommand(false)
    // What follows the job in `golazo run STACK demo …` is the job's.
    .enablePositionalOptions()
    .showHelpAfterError("(--help lists what there is)")
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "golazo: ")) });
  const groups: ReadonlyArray<[string, Command[]]> = [
    ["The main job:", [demoCommand()]],
    ["Its parts, on the cluster of `golazo up`:", [produceCommand(), statsCommand(), predictCommand()]],
    ["The live page:", [dashboardCommand()]],
    ["Notebooks, and jobs of your own:", [notebookCommand(), sparkConfCommand()]],
    ["What the runs say:", [compareCommand()]],
    ["What a GPU would do, without one:", [planCheckCommand()]],
    ["The model:", [historyCommand(), trainCommand()]],
    ["The cluster on this machine:", [upCommand(), downCommand(), statusCommand(), logsCommand()]],
    [
      "A deployment (npx cdktf deploy STACK):",
      [
        runCommand(),
        psCommand(),
        tunnelCommand(),
        restartCommand(),
        scaleCommand(),
        fetchRunsCommand(),
        composeCommand(),
      ],
    ],
    ["When something does not work:", [doctorCommand()]],
    ["For those who change Golazo:", [testCommand()]],
  ];
  for (const [heading, commands] of groups) {
    // Settings of the program do not reach commands that are added whole.
    for (const command of commands)
      program.addCommand(command.copyInheritedSettings(program).helpGroup(heading));
  }
  for (const command of [program, ...program.commands]) command.exitOverride();
  return program;
}

/** Runs the command line; the process's exit code is the result. */
async function main(): Promise<void> {
  endWhenNobodyReads();
  try {
    await buildProgram().parseAsync();
  } catch (error) {
    // What the command began may go on, or wait for a cluster that is gone: its processes are ended by the reaper.
    process.exit(explain(error));
  }
}

/** Says what went wrong in words for people, and which exit code that is. */
function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_INPUT;
  if (error instanceof Interrupted) return error.exitCode;
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`golazo: ${message}\n`);
  const isWrongInput = [InputError, ContractError, ComparisonRefused].some((kind) => error instanceof kind);
  if (isWrongInput) return WRONG_INPUT;
  if (error instanceof JobError) return error.exitCode;
  return 1;
}

void main();

import { ContractError } from "@golazo/contracts";
import { InputError } from "@golazo/producer";
import { Command, CommanderError } from "commander";
import { downCommand } from "./commands/down";
import { logsCommand } from "./commands/logs";
import { statusCommand } from "./commands/status";
import { upCommand } from "./commands/up";
import { JobError } from "./spark-job";

/** Exit code of a command that was given wrong input: nothing ran, nothing was written. */
const WRONG_INPUT = 2;

function buildProgram(): Command {
  const program = new Command("golazo")
    .description(
      "The same football stream and the same machine learning on a GPU and on a CPU Spark cluster, measured.\n" +
        "`./golazo demo` runs the whole job on this machine; nothing is deployed, nothing stays running.",
    )
    .version("0.1.0")
    .showHelpAfterError("(--help lists what there is)");
  for (const command of [upCommand(), downCommand(), statusCommand(), logsCommand()]) {
    // Settings of the program do not reach commands that are added whole.
    program.addCommand(command.copyInheritedSettings(program));
  }
  for (const command of [program, ...program.commands]) command.exitOverride();
  return program;
}

/** Runs the command line; the process's exit code is the result. */
async function main(): Promise<void> {
  try {
    await buildProgram().parseAsync();
  } catch (error) {
    process.exitCode = explain(error);
  }
}

/** Says what went wrong in words for people, and which exit code that is. */
function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_INPUT;
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`golazo: ${message}\n`);
  if (error instanceof InputError || error instanceof ContractError) return WRONG_INPUT;
  if (error instanceof JobError) return error.exitCode;
  return 1;
}

void main();

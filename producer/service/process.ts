import type { CommanderError } from "commander";
import { InputError } from "../input-error";

/** The first SIGTERM or SIGINT; a second one ends the process at once. */
export function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      process.once(signal, () => {
        process.on(signal, () => process.exit(1));
        resolve(signal);
      });
    }
  });
}

/** Runs a service until it ends; wrong input is one line and exit code 2. */
export function runService(main: () => Promise<void>): void {
  main()
    .catch(exitCodeFor)
    // A connection to a broker that hangs must not keep the process.
    .then((code) => process.exit(code ?? 0));
}

function exitCodeFor(error: unknown): number {
  if (isCommandError(error)) return error.exitCode === 0 ? 0 : 2;
  const isExpected = error instanceof InputError;
  const text =
    error instanceof Error ? ((isExpected ? undefined : error.stack) ?? error.message) : String(error);
  process.stderr.write(`golazo: ${text}\n`);
  return isExpected ? 2 : 1;
}

/** By its name: each workspace may have a copy of the library, and a class, of its own. */
function isCommandError(error: unknown): error is CommanderError {
  return error instanceof Error && error.name === "CommanderError";
}

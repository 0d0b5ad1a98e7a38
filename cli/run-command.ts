import { execFile } from "node:child_process";

/** What a short command printed, and whether it succeeded. */
export interface CommandResult {
  readonly failed: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Largest output of a command that is kept: installers are talkative. */
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Runs a short command to its end; a command that is missing or fails is a result, not an error. */
export function runCommand(command: string, args: readonly string[], cwd?: string): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = execFile(
      command,
      [...args],
      { cwd, maxBuffer: MAX_OUTPUT_BYTES },
      (error, stdout, stderr) => {
        resolve({ failed: error !== null, stdout, stderr: stderr || (error?.message ?? "") });
      },
    );
    child.stdin?.end();
  });
}

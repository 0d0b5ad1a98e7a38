import type { ChildProcess } from "node:child_process";
import { createWriteStream } from "node:fs";
import { createInterface } from "node:readline";

/** How a process ended: one of the two is null. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** An ending in words, for example `exit code 1` or `SIGKILL`. */
export function inWords({ code, signal }: Ending): string {
  return signal ?? `exit code ${code}`;
}

/**
 * Follows a child process until it has ended and its log is on the disk.
 *
 * @param logFile takes every line of both streams, after what it holds already
 * @param onLine is told each line and the stream it came on
 * @returns how the process ended; rejects when it could not be started
 */
export async function followToLog(
  child: ChildProcess,
  logFile: string,
  onLine: (line: string, stream: "stdout" | "stderr") => void,
): Promise<Ending> {
  const log = createWriteStream(logFile, { flags: "a" });
  const closed = new Promise<Ending>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
  for (const stream of ["stdout", "stderr"] as const) {
    const input = child[stream];
    if (!input) continue;
    createInterface({ input }).on("line", (line) => {
      log.write(`${line}\n`);
      onLine(line, stream);
    });
  }
  const ending = await closed;
  await new Promise((resolve) => log.end(resolve));
  return ending;
}

import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { runCommand } from "../run-command";

/**
 * Environment variable that every process of a cluster carries, and that their children inherit: executors that a
 * worker started, the JVM behind a Python driver. It finds them all, whoever their parent is now.
 */
export const CLUSTER_VARIABLE = "GOLAZO_CLUSTER";

/** Ids of the living processes that belong to a cluster. */
export async function processesOf(clusterId: string): Promise<number[]> {
  const marker = `${CLUSTER_VARIABLE}=${clusterId}`;
  return process.platform === "linux" ? fromProc(marker) : fromPs(marker);
}

function fromProc(marker: string): number[] {
  const ids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return ids.filter((id) => environmentOf(id).split("\0").includes(marker)).map(Number);
}

function environmentOf(id: string): string {
  try {
    // A zombie has an empty environment: it is gone but for its exit code.
    return readFileSync(`/proc/${id}/environ`, "latin1");
  } catch {
    // Ended meanwhile, or somebody else's: not ours either way.
    return "";
  }
}

async function fromPs(marker: string): Promise<number[]> {
  const { stdout } = await runCommand("ps", ["-A", "-E", "-ww", "-o", "pid=,command="]);
  const lines = stdout.split("\n").filter((line) => line.split(/\s+/).includes(marker));
  return lines.map((line) => Number.parseInt(line, 10));
}

/**
 * Ends every process of a cluster: asks first, then insists.
 *
 * @param graceSeconds how long the processes may take to end by themselves
 * @returns how many there were
 */
export async function endProcessesOf(clusterId: string, graceSeconds = 10): Promise<number> {
  const found = await processesOf(clusterId);
  signalAll(found, "SIGTERM");
  const deadline = Date.now() + graceSeconds * 1000;
  while ((await processesOf(clusterId)).length > 0) {
    if (Date.now() > deadline) signalAll(await processesOf(clusterId), "SIGKILL");
    await sleep(100);
  }
  return found.length;
}

function signalAll(ids: readonly number[], signal: NodeJS.Signals): void {
  for (const id of ids) {
    try {
      process.kill(id, signal);
    } catch (error) {
      // It ended between being found and being signalled.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}

/** Whether a process lives. */
export function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

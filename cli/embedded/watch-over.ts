import { spawn } from "node:child_process";
import { join } from "node:path";
import { HOME } from "../paths";
import { CLUSTER_VARIABLE } from "./processes";

/**
 * Starts the reaper: a shell that waits for this process's end and then ends what it left.
 *
 * @param clusterId value of {@link CLUSTER_VARIABLE} in every process that is to end
 */
export function watchOver(clusterId: string): void {
  const environment = { ...process.env };
  delete environment[CLUSTER_VARIABLE];
  const loader = join(HOME, "node_modules", "tsx", "dist", "loader.mjs");
  const reaper = spawn(
    "/bin/sh",
    [
      "-c",
      'cat >/dev/null; exec "$@"',
      "reaper",
      process.execPath,
      "--import",
      loader,
      join(__dirname, "reap.ts"),
      clusterId,
    ],
    { stdio: ["pipe", "ignore", "ignore"], detached: true, env: environment },
  );
  reaper.unref();
  // The pipe must stay open as long as this process lives, but must not keep it alive.
  (reaper.stdin as unknown as { unref(): void }).unref();
}

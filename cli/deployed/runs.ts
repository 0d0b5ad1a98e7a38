import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { containerFolder } from "@golazo/services";
import type Docker from "dockerode";
import { extract } from "tar-fs";
import { RUNS } from "../paths";
import { run } from "./execution";

/** Folder of the runs inside the containers. */
export const DEPLOYED_RUNS = containerFolder("runs");

/** Names of the runs a deployment keeps, oldest first. */
export async function deployedRuns(workbench: Docker.Container): Promise<string[]> {
  const names = await run(workbench, ["ls", "-1", DEPLOYED_RUNS]);
  return names
    .split("\n")
    .filter((name) => name !== "")
    .sort();
}

/**
 * Copies a run with everything in it to `runs/` of this checkout; it appears whole or not at all.
 *
 * @returns the folder it is in
 */
export async function fetchRun(workbench: Docker.Container, runId: string): Promise<string> {
  mkdirSync(RUNS, { recursive: true });
  const folder = join(RUNS, runId);
  const partial = join(RUNS, `.${runId}.partial`);
  rmSync(partial, { recursive: true, force: true });
  const archive = await workbench.getArchive({ path: `${DEPLOYED_RUNS}/${runId}` });
  await pipeline(archive, extract(partial, { dmode: 0o755, fmode: 0o644 }));
  rmSync(folder, { recursive: true, force: true });
  renameSync(join(partial, runId), folder);
  rmSync(partial, { recursive: true, force: true });
  return folder;
}

/** Whether a run is in `runs/` of this checkout already. */
export function isFetched(runId: string): boolean {
  return existsSync(join(RUNS, runId, "run.json"));
}

import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { ControlAddress } from "@golazo/producer";
import { isAlive } from "./embedded/processes";
import { REPLAYS } from "./paths";

/** Where a replay of this machine says where it takes its orders. */
export function controlFileOf(runId: string): string {
  return join(REPLAYS, `${runId}.json`);
}

/** Where the replay of a run takes its orders, or null while it does not play. */
export function replayOf(runId: string): string | null {
  return replayIn(controlFileOf(runId))?.url ?? null;
}

/** Where the newest replay that plays on this machine takes its orders, or null. */
export function newestReplay(): string | null {
  mkdirSync(REPLAYS, { recursive: true });
  const files = readdirSync(REPLAYS).filter((name) => name.endsWith(".json"));
  const playing = files.map((name) => replayIn(join(REPLAYS, name))).filter((replay) => replay !== null);
  return playing.sort((one, other) => other.since - one.since)[0]?.url ?? null;
}

/** What a control file says; one that a killed process left says nothing, and is removed. */
function replayIn(file: string): { readonly url: string; readonly since: number } | null {
  try {
    const { url, process }: ControlAddress = JSON.parse(readFileSync(file, "utf8"));
    if (isAlive(process)) return { url, since: statSync(file).mtimeMs };
    rmSync(file, { force: true });
  } catch {
    // Not there, or being written, at this moment.
  }
  return null;
}

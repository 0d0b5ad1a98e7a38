import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { ControlAddress } from "@golazo/producer";
import { isAlive } from "./embedded/processes";
import { REPLAYS } from "./paths";

/** Where a replay of this machine says where it takes its orders. */
export function controlFileOf(runId: string): string {
  return join(REPLAYS, `${runId}.json`);
}

/** Where the newest replay that plays on this machine takes its orders, or null; what killed ones left is removed. */
export function newestReplay(): string | null {
  mkdirSync(REPLAYS, { recursive: true });
  const files = readdirSync(REPLAYS)
    .filter((name) => name.endsWith(".json"))
    .map((name) => join(REPLAYS, name));
  const playing = files.flatMap((file) => {
    try {
      const { url, process }: ControlAddress = JSON.parse(readFileSync(file, "utf8"));
      if (isAlive(process)) return [{ url, since: statSync(file).mtimeMs }];
      rmSync(file, { force: true });
    } catch {
      // Ended, or being written, at this moment.
    }
    return [];
  });
  return playing.sort((one, other) => other.since - one.since)[0]?.url ?? null;
}

import { basename } from "node:path";
import type { ReplayManifest } from "@golazo/contracts";
import { type RunOptions, runProducer } from "./run";

/** How to run a replay that others may hold, speed up and hurry. */
export interface ControlledRunOptions extends Omit<RunOptions, "conductor" | "onAcknowledged"> {
  /** Says where it takes its orders as long as it plays; its name without the ending is the run's. None: nobody may. */
  readonly controlFile?: string;
}

/** Plays a replay like {@link runProducer}, and takes orders meanwhile. */
export async function runControlled({
  controlFile,
  ...options
}: ControlledRunOptions): Promise<ReplayManifest> {
  if (controlFile === undefined) return runProducer(options);
  // The web server would make every command start later.
  const { ControlServer } = await import("./service/control-server");
  const control = await ControlServer.open(basename(controlFile, ".json"), options.replay, controlFile);
  const { conductor, onAcknowledged } = control;
  try {
    return await runProducer({ ...options, conductor, onAcknowledged });
  } finally {
    await control.close();
  }
}

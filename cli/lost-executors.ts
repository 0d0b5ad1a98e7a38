import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { JobCluster } from "./job-cluster";

/** A job has no executor to hope for when this many ended by themselves … */
const MOST_LOSSES = 3;
/** … within this time. */
const WITHIN_MS = 5 * 60_000;

/** What the driver logs when the process of an executor ended, though nobody asked it to. */
const LOSS = /Lost executor (\d+) on \S+: Command exited with code \d+/;

/**
 * Notices executors that end as soon as they have started, for example because the accelerator cannot use the GPU. Spark
 * Standalone starts new ones for ever, and the job would wait as long.
 */
export class LostExecutors {
  private losses: number[] = [];

  constructor(private readonly cluster: Pick<JobCluster, "localFolder">) {}

  /**
   * Takes a line of the driver's log.
   *
   * @returns why the job cannot go on, once it cannot; else null
   */
  heard(line: string, now = Date.now()): string | null {
    const executor = LOSS.exec(line)?.[1];
    if (executor === undefined) return null;
    this.losses = [...this.losses.filter((time) => now - time < WITHIN_MS), now];
    if (this.losses.length < MOST_LOSSES) return null;
    const words = this.lastWordsOf(executor) ?? "their logs are on the worker's page";
    return `its executors end as soon as they have started: ${words}`;
  }

  /** What an executor on this machine complained of first, if there is one. */
  private lastWordsOf(executor: string): string | null {
    for (const log of logsOf(this.cluster.localFolder, executor)) {
      const lines = readFileSync(log, "utf8").split("\n");
      const first = lines.findIndex((line) => / ERROR /.test(line));
      // The exception stands below the line that announces it.
      if (first >= 0)
        return lines
          .slice(first, first + 2)
          .join(" ")
          .replace(/^.* ERROR /, "");
    }
    return null;
  }
}

/** Logs that the workers of an embedded cluster keep of an executor of any application: `WORKER/work/APPLICATION/ID/stderr`. */
function logsOf(folder: string, executor: string): string[] {
  const below = (path: string): string[] =>
    existsSync(path) ? readdirSync(path).map((name) => join(path, name)) : [];
  return below(folder)
    .flatMap((worker) => below(join(worker, "work")))
    .map((application) => join(application, executor, "stderr"))
    .filter((log) => existsSync(log));
}

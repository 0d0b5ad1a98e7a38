import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type JobReport, validate } from "@golazo/contracts";
import { exportMessages, type MatchSource } from "@golazo/producer";
import type { JobCluster } from "./job-cluster";
import { HOME } from "./paths";
import { SparkJob } from "./spark-job";

/** Matches of the default training history: four synthetic seasons of 30 matches each. */
export const DEFAULT_HISTORY_MATCHES = 120;

/** Seed of the default training history. */
export const DEFAULT_HISTORY_SEED = 7;

/** What a batch job needs to run. */
export interface BatchContext {
  readonly cluster: JobCluster;
  /** Folder of the run: `logs/`, `conf/` and reports go there. */
  readonly runFolder: string;
  /** Takes one line of progress. */
  readonly say: (line: string) => void;
}

/** Runs one batch job to its end and gives its report. */
export async function runBatchJob(
  context: BatchContext,
  name: string,
  args: readonly string[],
): Promise<JobReport> {
  const report = join(context.runFolder, "reports", `${name}.json`);
  mkdirSync(join(context.runFolder, "reports"), { recursive: true });
  const job = await SparkJob.start({
    args: [name, ...args, "--report", report],
    cluster: context.cluster,
    confFolder: join(context.runFolder, "conf", name),
    logFile: join(context.runFolder, "logs", `${name}.log`),
    onLine: context.say,
  });
  await job.finished;
  return validate<JobReport>("job-report", JSON.parse(readFileSync(report, "utf8")));
}

/**
 * Turns the matches of a source into game states: exports their messages, then runs the `history` job on them.
 *
 * @param options `messages` is a folder in which the messages stay
 */
export async function buildHistory(
  context: BatchContext,
  source: MatchSource,
  options: {
    readonly ids?: readonly number[];
    readonly limit?: number;
    readonly out: string;
    readonly messages?: string;
  },
): Promise<JobReport> {
  const messages = options.messages ?? join(context.runFolder, "history-messages");
  try {
    await exportMessages({
      source,
      ids: options.ids,
      limit: options.limit,
      dir: messages,
      onProgress: ({ matches, of }) => context.say(`${matches} of ${of} matches read`),
      notify: context.say,
    });
    context.say("turning events into game states");
    return await runBatchJob(context, "history", ["--messages", messages, "--out", options.out]);
  } finally {
    if (options.messages === undefined) rmSync(messages, { recursive: true, force: true });
  }
}

/**
 * Where the default history of a seed and size is kept, in a cluster's folder for such things. The name changes with the code that makes it, so a newer
 * generator or feature never meets an old table.
 */
export function cachedHistory(
  cacheFolder: string,
  seed: number,
  matches: number,
): { readonly folder: string; readonly present: boolean } {
  const digest = createHash("sha256").update(`${seed} ${matches}`);
  for (const folder of ["producer/sources/synthetic", "pipeline/golazo"]) {
    for (const file of readdirSync(join(HOME, folder)).sort()) {
      if (/\.(ts|py)$/.test(file)) digest.update(readFileSync(join(HOME, folder, file)));
    }
  }
  const folder = join(cacheFolder, `history-${digest.digest("hex").slice(0, 16)}`);
  return { folder, present: existsSync(folder) };
}

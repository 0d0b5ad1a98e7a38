import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type PlanCheck, validate } from "@golazo/contracts";
import { createSource, exportMessages } from "@golazo/producer";
import { DEFAULT_EXECUTOR_MEMORY_MIB } from "@golazo/services";
import { OwnPlannedCluster } from "./embedded/planned-cluster";
import { choosePorts } from "./embedded/ports";
import { removeLeftovers } from "./embedded/state";
import { DEFAULT_HISTORY_SEED } from "./history";
import type { JobCluster } from "./job-cluster";
import { kafkaArguments } from "./kafka-arguments";
import { untilInterrupted } from "./planned-cluster";
import { newRunId } from "./run-folder";
import { install } from "./setup/install";
import { SparkJob } from "./spark-job";
import { type Say, Steps } from "./steps";

/** The queries there are, as the job names them. */
export const PLAN_QUERIES = ["history", "train", "stats", "predict", "dead-letters"] as const;
export type PlanQuery = (typeof PLAN_QUERIES)[number];

/** Enough to train on: the three results are among them. */
const HISTORY_MATCHES = 12;
/** More than one micro-batch, so that what goes on from an earlier one is planned as well. */
const LIVE_MATCHES = 2;

/** What was found, in the folder of a plan check. */
export const planFile = (folder: string): string => join(folder, "plan.json");

/**
 * Asks NVIDIA's planner what it would run on a GPU. The accelerator is installed when it is missing.
 *
 * @param folder for everything of this check; made anew
 * @param queries those to ask about; none for all
 */
export async function checkPlans(folder: string, queries: readonly PlanQuery[] = []): Promise<PlanCheck> {
  await install({ python: "production", jars: true, rapids: true });
  for (const line of await removeLeftovers()) console.log(line);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const steps = new Steps();
  // The job is a process of its own; only the broker is needed.
  const size = {
    workers: 0,
    coresPerWorker: availableParallelism(),
    executorMemoryMiB: DEFAULT_EXECUTOR_MEMORY_MIB,
  };
  const cluster = new OwnPlannedCluster(newRunId("plan-check"), size, await choosePorts({}, 0));
  return untilInterrupted(cluster, {
    runFolder: folder,
    steps,
    work: (own) => steps.run("Plan every query", (say) => check(own, folder, queries, say)),
  });
}

async function check(
  own: JobCluster,
  folder: string,
  queries: readonly PlanQuery[],
  say: Say,
): Promise<PlanCheck> {
  const source = createSource(
    { source: "synthetic", seed: DEFAULT_HISTORY_SEED, skipBadFiles: false },
    "history",
    () => undefined,
  );
  const [messages, live] = [join(folder, "history"), join(folder, "live")];
  await exportMessages({ source, limit: HISTORY_MATCHES, dir: messages });
  await exportMessages({ source, limit: LIVE_MATCHES, dir: live });
  const job = await SparkJob.start({
    args: [
      ...["plan-check", ...kafkaArguments(own), "--messages", messages, "--live", live],
      ...["--plan", planFile(folder), "--queries", (queries.length > 0 ? queries : PLAN_QUERIES).join()],
    ],
    cluster: { ...own, architecture: "gpu" },
    furtherConf: "plan-check.conf",
    confFolder: join(folder, "conf"),
    logFile: join(folder, "logs", "plan-check.log"),
    onMessage: ({ planned }) => say(`${planned}`),
  });
  await job.finished;
  return validate<PlanCheck>("plan-check", JSON.parse(readFileSync(planFile(folder), "utf8")));
}

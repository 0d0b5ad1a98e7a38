import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join, resolve } from "node:path";
import { type PlanCheck, validate } from "@golazo/contracts";
import { createSource, exportMessages, InputError } from "@golazo/producer";
import { DEFAULT_EXECUTOR_MEMORY_MIB } from "@golazo/services";
import { Argument, Command } from "commander";
import { OwnPlannedCluster } from "../embedded/planned-cluster";
import { choosePorts } from "../embedded/ports";
import { removeLeftovers } from "../embedded/state";
import { DEFAULT_HISTORY_SEED } from "../history";
import type { JobCluster } from "../job-cluster";
import { kafkaArguments } from "../kafka-arguments";
import { STATE } from "../paths";
import { planLines, verdictLine } from "../plan-lines";
import { untilInterrupted } from "../planned-cluster";
import { newRunId } from "../run-folder";
import { install } from "../setup/install";
import { SparkJob } from "../spark-job";
import { type Say, Steps } from "../steps";

interface PlanCheckFlags {
  readonly json?: string;
}

/** The queries there are, as the job names them. */
const QUERIES = ["history", "train", "stats", "predict", "dead-letters"] as const;

/** Enough to train on: the three results are among them. */
const HISTORY_MATCHES = 12;
/** More than one micro-batch, so that what goes on from an earlier one is planned as well. */
const LIVE_MATCHES = 2;

/** `golazo plan-check`: what NVIDIA's planner would run on a GPU. */
export function planCheckCommand(): Command {
  return new Command("plan-check")
    .summary("what would run on the GPU, and what would not, and why; needs none")
    .description(
      "run every query of the pipeline on a few synthetic matches under NVIDIA's planner, which only explains and needs " +
        "no GPU: what it would run there, what stays on the CPU and why. Exit code 1 when anything does that is not on " +
        "the allow-list (pipeline/golazo/planner/allowed.py). The first time the accelerator is installed (760 MB)",
    )
    .addArgument(new Argument("[query...]", "only these queries (default: all)").choices(QUERIES))
    .option("--json <file>", "write what was found there as well, for `golazo compare --plan`")
    .action(planCheck);
}

async function planCheck(queries: string[], { json }: PlanCheckFlags): Promise<void> {
  if (json !== undefined) refuseUnwritable(json);
  await install({ python: "production", jars: true, rapids: true });
  for (const line of await removeLeftovers()) console.log(line);
  const folder = join(STATE, "plan-check");
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
  const found = await untilInterrupted(cluster, {
    runFolder: folder,
    steps,
    work: (own) => steps.run("Plan every query", (say) => check(own, folder, queries, say)),
  });
  if (json !== undefined) copyFileSync(planFile(folder), json);
  for (const line of planLines(found)) console.log(line);
  console.log(verdictLine(found));
  if (!found.passed) process.exitCode = 1;
}

async function check(own: JobCluster, folder: string, queries: string[], say: Say): Promise<PlanCheck> {
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
      ...["--plan", planFile(folder), "--queries", (queries.length > 0 ? queries : QUERIES).join()],
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

const planFile = (folder: string): string => join(folder, "plan.json");

function refuseUnwritable(json: string): void {
  const folder = dirname(resolve(json));
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new InputError(`cannot write ${json}: ${folder} is not a folder. Name another with --json.`);
  }
  if (existsSync(json) && statSync(json).isDirectory()) {
    throw new InputError(`cannot write ${json}: it is a folder. Name a file with --json.`);
  }
}

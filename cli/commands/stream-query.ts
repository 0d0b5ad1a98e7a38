import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { clusterThatIsUp } from "../choose-cluster";
import { Interruption } from "../interruption";
import { checkpointBeside, type JobCluster } from "../job-cluster";
import { kafkaArguments } from "../kafka-arguments";
import { MODEL } from "../paths";
import { needsOf } from "../planned-cluster";
import { newRunId, prepareRunFolder } from "../run-folder";
import { install } from "../setup/install";
import { SparkJob } from "../spark-job";
import { Steps } from "../steps";

interface QueryFlags {
  readonly out?: string;
  readonly manifest?: string;
  readonly model?: string;
  readonly availableNow?: boolean;
  readonly maxOffsetsPerTrigger?: number;
}

/** `golazo stats`: the window statistics of what is on the topic. */
export function statsCommand(): Command {
  return queryCommand(
    "stats",
    "statistics of every minute",
    "compute 1-minute statistics of every match on the topic, to console, topic and Parquet",
  );
}

/** `golazo predict`: live win probabilities of what is on the topic. */
export function predictCommand(): Command {
  return queryCommand(
    "predict",
    "live win probabilities",
    "predict every match on the topic, minute by minute, to topic and Parquet",
  ).option("--model <folder>", "the trained model (default: models/lwp_model)");
}

function queryCommand(query: "stats" | "predict", summary: string, description: string): Command {
  return new Command(query)
    .summary(summary)
    .description(`${description}; needs \`golazo up\``)
    .option("--out <folder>", "where the results go, a new or empty folder (default: runs/<time>)")
    .option(
      "--manifest <file>",
      "what the replay plays, from `golazo produce`; without it every match is accepted",
    )
    .option("--available-now", "read what is on the topic now, then end; otherwise Ctrl-C ends it")
    .option(
      "--max-offsets-per-trigger <n>",
      "most events of a micro-batch (default: all there are)",
      parseEvents,
    )
    .action((flags: QueryFlags) => runQuery(query, flags));
}

function parseEvents(text: string): number {
  const events = Number(text);
  if (!/^\d+$/.test(text) || events < 1) {
    throw new InvalidArgumentError("Give a whole number of events from 1, for example 20000.");
  }
  return events;
}

async function runQuery(query: "stats" | "predict", flags: QueryFlags): Promise<void> {
  const runId = newRunId(query);
  const planned = await clusterThatIsUp(runId);
  const runFolder = prepareRunFolder(runId, flags.out);
  await install(needsOf(planned));
  mkdirSync(join(runFolder, "reports"), { recursive: true });
  await planned.use({
    runFolder,
    steps: new Steps(),
    work: (cluster) => readTopic(query, flags, cluster, runFolder),
  });
  console.log(`Results: ${runFolder}`);
}

/** Runs the query until it has read everything, or Ctrl-C asks it to finish what it has. */
async function readTopic(
  query: "stats" | "predict",
  flags: QueryFlags,
  cluster: JobCluster,
  runFolder: string,
): Promise<void> {
  const interruption = new Interruption();
  const reports = join(runFolder, "reports");
  const job = await SparkJob.start({
    args: [
      ...["stream", "--queries", query, ...kafkaArguments(cluster)],
      ...["--manifest", flags.manifest ? resolve(flags.manifest) : "none", "--out", runFolder],
      ...["--checkpoint", checkpointBeside(cluster, runFolder), "--model", resolve(flags.model ?? MODEL)],
      ...["--report", join(reports, "stream.json"), "--stop-file", join(reports, "stop.json")],
      ...(flags.availableNow ? ["--available-now"] : []),
      ...(flags.maxOffsetsPerTrigger === undefined
        ? []
        : ["--max-offsets-per-trigger", `${flags.maxOffsetsPerTrigger}`]),
    ],
    cluster,
    confFolder: join(runFolder, "conf", query),
    logFile: join(runFolder, "logs", `${query}.log`),
    onLine: (line) => console.log(line),
  });
  interruption.happened.catch(() => job.stop());
  try {
    await job.finished;
  } finally {
    interruption.dispose();
  }
}

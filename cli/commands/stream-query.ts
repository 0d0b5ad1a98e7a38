import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { InputError } from "@golazo/producer";
import { Command } from "commander";
import { standingCluster } from "../embedded/state";
import { Interruption } from "../interruption";
import { MODEL } from "../paths";
import { newRunId, prepareRunFolder } from "../run-folder";
import { install } from "../setup/install";
import { SparkJob } from "../spark-job";

interface QueryFlags {
  readonly out?: string;
  readonly manifest?: string;
  readonly model?: string;
  readonly availableNow?: boolean;
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
    .action((flags: QueryFlags) => runQuery(query, flags));
}

async function runQuery(query: "stats" | "predict", flags: QueryFlags): Promise<void> {
  const cluster = standingCluster();
  if (!cluster) throw new InputError("no cluster is up: start one with ./golazo up");
  const runId = newRunId(query);
  const runFolder = prepareRunFolder(runId, flags.out);
  await install({ python: "production", jars: true });
  for (const folder of ["logs", "reports"]) mkdirSync(join(runFolder, folder), { recursive: true });
  const interruption = new Interruption();
  const job = await SparkJob.start({
    args: [
      ...["stream", "--queries", query, "--bootstrap", `${cluster.host}:${cluster.ports.kafka}`],
      ...["--manifest", flags.manifest ? resolve(flags.manifest) : "none", "--out", runFolder],
      ...["--checkpoint", join(runFolder, "checkpoint"), "--model", resolve(flags.model ?? MODEL)],
      ...[
        "--report",
        join(runFolder, "reports", "stream.json"),
        "--stop-file",
        join(runFolder, "reports", "stop.json"),
      ],
      ...(flags.availableNow ? ["--available-now"] : []),
    ],
    cluster,
    architecture: "cpu",
    confFolder: join(runFolder, "conf", query),
    logFile: join(runFolder, "logs", `${query}.log`),
    onLine: (line) => console.log(line),
  });
  interruption.happened.catch(() => job.stop());
  try {
    await job.finished;
    console.log(`Results: ${runFolder}`);
  } finally {
    interruption.dispose();
  }
}

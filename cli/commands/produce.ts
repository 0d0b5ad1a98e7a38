import { join, resolve } from "node:path";
import {
  addReplayOptions,
  type KafkaAccess,
  kafkaAuthFrom,
  planReplay,
  type ReplayOptions,
  runControlled,
} from "@golazo/producer";
import { Command } from "commander";
import { kafkaOfStandingCluster } from "../embedded/state";
import { givenCluster } from "../given-cluster";
import { Interruption } from "../interruption";
import { controlFileOf } from "../replays";
import { newRunId, prepareRunFolder } from "../run-folder";

interface ProduceFlags extends ReplayOptions {
  readonly bootstrap?: string;
  readonly manifest?: string;
  readonly resume?: boolean;
}

/** `golazo produce`: plays matches into Kafka and nothing else. */
export function produceCommand(): Command {
  const command = new Command("produce")
    .summary("play matches into Kafka")
    .description("play matches into Kafka: the topic of the cluster that is up, or of any broker")
    .option("--bootstrap <host:port>", "Kafka (default: the given cluster's, or the one `golazo up` started)")
    .option("--manifest <file>", "where to write what was played (default: runs/<time>/manifest.json)")
    .option("--resume", "go on where an earlier run of the same replay ended")
    .action(produce);
  return addReplayOptions(command);
}

async function produce(flags: ProduceFlags): Promise<void> {
  const { bootstrap, kafkaAuth } = kafkaFor(flags);
  const replay = await planReplay(flags, (line) => console.log(line));
  const runId = newRunId("produce");
  const manifestFile = flags.manifest
    ? resolve(flags.manifest)
    : join(prepareRunFolder(runId, undefined), "manifest.json");
  const interruption = new Interruption();
  const stop = new AbortController();
  interruption.happened.catch(() => stop.abort());
  try {
    const running = runControlled({
      replay,
      bootstrap,
      kafkaAuth,
      manifestFile,
      resume: flags.resume,
      controlFile: controlFileOf(runId),
      signal: stop.signal,
      print: (line) => console.log(line),
    });
    await running;
    console.log(`Manifest: ${manifestFile}`);
    if (stop.signal.aborted) await interruption.happened;
  } finally {
    interruption.dispose();
  }
}

/** A broker that is named wants the login that the environment says; a cluster knows its own. */
function kafkaFor({ bootstrap }: ProduceFlags): KafkaAccess {
  if (bootstrap !== undefined) return { bootstrap, kafkaAuth: kafkaAuthFrom() };
  return givenCluster() ?? kafkaOfStandingCluster();
}

import { Command, InvalidArgumentError } from "commander";
import { type KafkaAccess, kafkaAuthOption } from "./kafka/access";
import { addReplayOptions, type ReplayOptions } from "./options";

/** What the producer's own process is told on its command line. */
export interface ProducerOptions extends ReplayOptions, KafkaAccess {
  readonly manifest: string;
  readonly planOnly: boolean;
  readonly resume: boolean;
  readonly controlFile?: string;
}

/** The command line of the producer as a process of its own; `opts()` is then {@link ProducerOptions}. */
export function producerCommand(): Command {
  const producer = new Command("golazo-producer")
    .description("Plays football matches into Kafka on one simulated clock.")
    .requiredOption("--bootstrap <host:port>", "Kafka broker, several separated by commas", bootstrapServers)
    .addOption(kafkaAuthOption())
    .requiredOption("--manifest <file>", "where to write what is played and what was acknowledged")
    .option("--plan-only", "check everything and write the planned manifest, connect nowhere", false)
    .option("--resume", "go on after what an interrupted run with the same options has sent", false)
    .option("--control-file <file>", "where to write the address that takes changes of pace while it plays")
    .showSuggestionAfterError()
    .exitOverride();
  return addReplayOptions(producer);
}

/** Checks the address of a broker, or of several. */
export function bootstrapServers(text: string): string {
  if (!text.split(",").every((broker) => /^[^\s:]+:\d{1,5}$/.test(broker))) {
    throw new InvalidArgumentError("Give host:port, for example 127.0.0.1:9093.");
  }
  return text;
}

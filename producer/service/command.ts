import { Command } from "commander";
import { bootstrapServers } from "../command";
import { type KafkaAccess, kafkaAuthOption } from "../kafka/access";
import { addReplayOptions, type ReplayOptions } from "../options";
import { type ListenAddress, listenAddress } from "./listen-address";

/** What the service is told on its command line. */
export interface ServiceOptions extends ReplayOptions, KafkaAccess {
  readonly listen: ListenAddress;
  readonly runs: string;
  readonly replayAtStart: boolean;
}

/** The command line of the producer as a service; `opts()` is then {@link ServiceOptions}. */
export function serviceCommand(): Command {
  const service = new Command("golazo-producer")
    .description("Plays football matches into Kafka when asked to, one replay at a time.")
    .requiredOption(
      "--listen <address>",
      "port, or address and port, to take requests on (a port alone: this machine only)",
      listenAddress(8090),
    )
    .requiredOption("--bootstrap <host:port>", "Kafka broker, several separated by commas", bootstrapServers)
    .addOption(kafkaAuthOption())
    .requiredOption("--runs <folder>", "where each replay's manifest goes, in a folder of its run id")
    .option("--replay-at-start", "play one replay with the options below at once", false)
    .showSuggestionAfterError()
    .exitOverride();
  return addReplayOptions(service)
    .hook("preAction", refuseIdleOptions)
    .action(() => {});
}

/** Options of a replay that nobody plays would be ignored in silence. */
function refuseIdleOptions(service: Command): void {
  if (service.opts<ServiceOptions>().replayAtStart) return;
  const idle = addReplayOptions(new Command()).options.find(
    (option) => service.getOptionValueSource(option.attributeName()) === "cli",
  );
  if (idle)
    service.error(`error: ${idle.long} is for the replay at start: add --replay-at-start, or leave it out`);
}

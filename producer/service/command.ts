import { Command, InvalidArgumentError } from "commander";
import { bootstrapServers } from "../command";
import { type KafkaAccess, kafkaAuthOption } from "../kafka/access";
import { addReplayOptions, type ReplayOptions } from "../options";

/** What the service is told on its command line. */
export interface ServiceOptions extends ReplayOptions, KafkaAccess {
  readonly listen: Address;
  readonly runs: string;
  readonly replayAtStart: boolean;
}

/** Where a server listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Anybody who reaches the service can make it read files and play them, so others are let in only when asked for. */
const LOOPBACK = "127.0.0.1";

/** The command line of the producer as a service; `opts()` is then {@link ServiceOptions}. */
export function serviceCommand(): Command {
  const service = new Command("golazo-producer")
    .description("Plays football matches into Kafka when asked to, one replay at a time.")
    .requiredOption(
      "--listen <address>",
      "port, or address and port, to take requests on (a port alone: this machine only)",
      address,
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

function address(text: string): Address {
  const match = /^(?:(?<host>[^\s/]+):)?(?<port>\d{1,5})$/.exec(text);
  const port = Number(match?.groups?.port);
  if (!match || port > 65_535) {
    throw new InvalidArgumentError("Give a port or address:port, for example 8090 or 127.0.0.1:8090.");
  }
  return { host: match.groups?.host?.replace(/^\[(.*)\]$/, "$1") ?? LOOPBACK, port };
}

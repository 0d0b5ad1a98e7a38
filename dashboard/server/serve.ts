import { readFileSync } from "node:fs";
import {
  bootstrapServers,
  cannotListen,
  InputError,
  type KafkaAccess,
  kafkaAuthOption,
  kafkaClient,
  type ListenAddress,
  listenAddress,
  runService,
  stopSignal,
} from "@golazo/producer";
import { Command, InvalidArgumentError } from "commander";
import { startDashboard } from "./dashboard";
import { jobPages } from "./system/job-pages";

/** What the service is told on its command line. */
interface ServiceOptions extends KafkaAccess {
  readonly listen: ListenAddress;
  readonly name: string;
  readonly producer: string;
  readonly jobPage: URL;
  readonly page: string;
  readonly runs: string;
  readonly tokenFile: string;
}

/** The command line of the live page as a service; `opts()` is then {@link ServiceOptions}. */
function serviceCommand(): Command {
  return new Command("golazo-dashboard")
    .description("Serves the live page of what is on the topics.")
    .requiredOption(
      "--listen <address>",
      "port, or address and port (a port alone: this machine only)",
      listenAddress(8060),
    )
    .requiredOption("--bootstrap <host:port>", "Kafka broker, several separated by commas", bootstrapServers)
    .addOption(kafkaAuthOption())
    .requiredOption("--name <name>", "what this side is called, for example cpu")
    .requiredOption("--producer <url>", "the producer's service")
    .requiredOption("--job-page <url>", "page of the first Spark job; further ones take the next ports", url)
    .requiredOption("--page <folder>", "the built page")
    .requiredOption("--runs <folder>", "finished runs")
    .requiredOption("--token-file <file>", "holds what visitors from other machines must know")
    .showSuggestionAfterError()
    .exitOverride()
    .action(() => {});
}

function url(text: string): URL {
  if (!URL.canParse(text))
    throw new InvalidArgumentError("Give an address, for example http://127.0.0.1:4040.");
  return new URL(text);
}

/** The token is read once, and said nowhere. */
function tokenIn(file: string): string {
  let token: string;
  try {
    token = readFileSync(file, "utf8").trim();
  } catch (error) {
    throw new InputError(`cannot read ${file} (${Object(error).code}): name another with --token-file`);
  }
  if (!/^[\w-]{16,}$/.test(token)) {
    throw new InputError(`${file} holds no token: put at least 16 letters and digits there`);
  }
  return token;
}

async function main(): Promise<void> {
  const { listen, bootstrap, kafkaAuth, name, producer, jobPage, page, runs, tokenFile } = serviceCommand()
    .parse()
    .opts<ServiceOptions>();
  const stopped = stopSignal();
  const dashboard = await startDashboard({
    ...{ listen, bootstrap, name, token: tokenIn(tokenFile), pageFolder: page, runsFolder: runs },
    kafka: kafkaClient({ bootstrap, kafkaAuth }),
    sparkPages: () => jobPages(jobPage.hostname, Number(jobPage.port || 80)),
    producer: () => producer,
  }).catch((error) => {
    throw cannotListen(listen, error);
  });
  process.stdout.write(`Live page on port ${new URL(dashboard.url).port}, of Kafka at ${bootstrap}\n`);
  process.stdout.write(`Ending (${await stopped}).\n`);
  await dashboard.close();
}

runService(main);

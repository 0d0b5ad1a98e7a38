import { Command, CommanderError, InvalidArgumentError } from "commander";
import { InputError } from "./input-error";
import { NoBrokerError } from "./kafka/client";
import { addReplayOptions, type ReplayOptions } from "./options";
import { planReplay } from "./plan-replay";
import { writeManifest } from "./replay/manifest";
import { runProducer } from "./run";

/** Exit codes: what a shell expects of a command that was misused, or stopped by a signal. */
const EXIT = { failure: 1, misuse: 2, SIGINT: 130, SIGTERM: 143 } as const;

type StopSignal = "SIGINT" | "SIGTERM";

interface ProducerOptions extends ReplayOptions {
  readonly bootstrap: string;
  readonly manifest: string;
  readonly planOnly: boolean;
  readonly resume: boolean;
}

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

function command(): Command {
  const producer = new Command("golazo-producer")
    .description("Plays football matches into Kafka on one simulated clock.")
    .requiredOption("--bootstrap <host:port>", "Kafka broker, several separated by commas", bootstrap)
    .requiredOption("--manifest <file>", "where to write what is played and what was acknowledged")
    .option("--plan-only", "check everything and write the planned manifest, connect nowhere", false)
    .option("--resume", "go on after what an interrupted run with the same options has sent", false)
    .showSuggestionAfterError()
    .exitOverride();
  return addReplayOptions(producer);
}

function bootstrap(text: string): string {
  if (!text.split(",").every((broker) => /^[^\s:]+:\d{1,5}$/.test(broker))) {
    throw new InvalidArgumentError("Give host:port, for example 127.0.0.1:9093.");
  }
  return text;
}

/** Stops the replay at the first signal; a second one ends the process at once. */
function stopOnSignal(): { signal: AbortSignal; received: () => StopSignal | null } {
  const controller = new AbortController();
  let received: StopSignal | null = null;
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.on(name, () => {
      if (received) process.exit(EXIT[name]);
      received = name;
      print(`Stopping (${name}): waiting for the acknowledgements that are on their way.`);
      controller.abort();
    });
  }
  return { signal: controller.signal, received: () => received };
}

async function main(): Promise<number> {
  const options = command().parse().opts<ProducerOptions>();
  const stop = stopOnSignal();
  const replay = await planReplay(options, print);
  if (options.planOnly) {
    await writeManifest(options.manifest, replay.manifest);
    return 0;
  }
  await runProducer({
    replay,
    bootstrap: options.bootstrap,
    manifestFile: options.manifest,
    resume: options.resume,
    signal: stop.signal,
    print,
  });
  const signal = stop.received();
  return signal ? EXIT[signal] : 0;
}

function exitCodeFor(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT.misuse;
  const expected = error instanceof InputError || error instanceof NoBrokerError;
  const text =
    error instanceof Error ? ((expected ? undefined : error.stack) ?? error.message) : String(error);
  process.stderr.write(`golazo: ${text}\n`);
  return error instanceof InputError ? EXIT.misuse : EXIT.failure;
}

main()
  .catch(exitCodeFor)
  .then((code) => {
    process.exitCode = code;
  });

import { CommanderError } from "commander";
import { type ProducerOptions, producerCommand } from "./command";
import { InputError } from "./input-error";
import { NoBrokerError } from "./kafka/client";
import { planReplay } from "./plan-replay";
import { writeManifest } from "./replay/manifest";
import { runControlled } from "./run-controlled";

/** Exit codes: what a shell expects of a command that was misused, or stopped by a signal. */
const EXIT = { failure: 1, misuse: 2, SIGINT: 130, SIGTERM: 143 } as const;

type StopSignal = "SIGINT" | "SIGTERM";

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

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
  const options = producerCommand().parse().opts<ProducerOptions>();
  const stop = stopOnSignal();
  const replay = await planReplay(options, print);
  if (options.planOnly) {
    await writeManifest(options.manifest, replay.manifest);
    return 0;
  }
  await runControlled({
    replay,
    bootstrap: options.bootstrap,
    kafkaAuth: options.kafkaAuth,
    manifestFile: options.manifest,
    resume: options.resume,
    controlFile: options.controlFile,
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

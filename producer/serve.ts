import { setTimeout as sleep } from "node:timers/promises";
import { type ServiceOptions, serviceCommand } from "./service/command";
import { cannotListen } from "./service/listen-address";
import { BusyError, Player } from "./service/player";
import { runService, stopSignal } from "./service/process";
import { replayRequest } from "./service/request";
import { producerServer } from "./service/server";

/** Run id of the replay at start: always the same, so that a service that is started again goes on with it. */
const AT_START = "at-start";

/** Milliseconds that clients have to read the last lines before the service goes. */
const FAREWELL_MS = 2_000;

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Plays the replay of the command line; one that an earlier service has played to its end is left alone. */
async function playAtStart(player: Player, command: ReturnType<typeof serviceCommand>): Promise<void> {
  try {
    await player.start(replayRequest(AT_START, command), { resume: true });
  } catch (error) {
    if (!(error instanceof BusyError)) throw error;
    print(error.message);
  }
}

async function main(): Promise<void> {
  const command = serviceCommand().parse();
  const { listen, bootstrap, kafkaAuth, runs, replayAtStart } = command.opts<ServiceOptions>();
  const stopped = stopSignal();
  const player = new Player({ bootstrap, kafkaAuth, runs, print });
  const server = producerServer(player, { bootstrap, kafkaAuth });
  const address = await server.listen(listen).catch((error) => {
    throw cannotListen(listen, error);
  });
  print(`Producer: ${address}, plays into Kafka at ${bootstrap}`);
  if (replayAtStart) await playAtStart(player, command);
  print(`Ending (${await stopped}): waiting for the acknowledgements that are on their way.`);
  await player.close();
  await Promise.race([server.close(), sleep(FAREWELL_MS)]);
}

runService(main);

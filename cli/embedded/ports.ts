import { createServer } from "node:net";
import { InputError } from "@golazo/producer";
import { type ListenPorts, PORTS } from "@golazo/services";
import { claimPort } from "./port-claims";

/** Ports the user fixed; the others are the default or, when it is taken, the next free one. */
export interface FixedPorts {
  readonly kafkaPort?: number;
  readonly masterPort?: number;
  readonly masterUiPort?: number;
  readonly workerUiPort?: number;
  readonly applicationUiPort?: number;
}

/** The embedded cluster is for this machine only. */
export const LOOPBACK = "127.0.0.1";

/** Ports of every service of a cluster and of its first application's web page. */
export type ChosenPorts = ListenPorts & { readonly sparkApplicationUi: number };

/**
 * Chooses a port for every service, and claims those that nobody fixed while this process lives.
 *
 * @throws InputError when a port the user fixed is busy, with the option to change
 */
export async function choosePorts(fixed: FixedPorts, workers: number): Promise<ChosenPorts> {
  const taken = new Set<number>(Object.values(fixed).filter((port) => port !== undefined));
  const choose = async (
    fixedPort: number | undefined,
    option: string,
    preferred: number,
  ): Promise<number> => {
    if (fixedPort !== undefined) return checkFixed(fixedPort, option);
    const port = await firstFree(preferred, taken);
    taken.add(port);
    return port;
  };
  const kafka = await choose(fixed.kafkaPort, "--kafka-port", PORTS.kafka);
  const kafkaController = await choose(undefined, "", PORTS.kafkaController);
  const sparkMaster = await choose(fixed.masterPort, "--master-port", PORTS.sparkMaster);
  const sparkMasterUi = await choose(fixed.masterUiPort, "--master-ui-port", PORTS.sparkMasterUi);
  const sparkWorkerUis: number[] = [];
  for (let worker = 0; worker < workers; worker++) {
    const first = worker === 0 ? fixed.workerUiPort : undefined;
    sparkWorkerUis.push(await choose(first, "--worker-ui-port", PORTS.sparkWorkerUi));
  }
  const sparkApplicationUi = await choose(fixed.applicationUiPort, "--app-ui-port", PORTS.sparkApplicationUi);
  return { kafka, kafkaController, sparkMaster, sparkMasterUi, sparkWorkerUis, sparkApplicationUi };
}

/** The live page's port: the default or, when it is taken, the next free one. */
export function chooseDashboardPort(): Promise<number> {
  return firstFree(PORTS.dashboard);
}

/**
 * Jupyter Lab's port: the one the user fixed, else the default or, when it is taken, the next free one.
 *
 * @throws InputError when the fixed one is busy
 */
export function chooseJupyterPort(fixed: number | undefined): Promise<number> {
  return fixed === undefined ? firstFree(PORTS.jupyter) : checkFixed(fixed, "--port");
}

/** The first port from `preferred` on that is free, and this process's from now on. */
async function firstFree(preferred: number, taken: ReadonlySet<number> = new Set()): Promise<number> {
  let port = preferred;
  while (taken.has(port) || !(await isFree(port)) || !claimPort(port)) port++;
  return port;
}

async function checkFixed(port: number, option: string): Promise<number> {
  if (await isFree(port)) return port;
  throw new InputError(`port ${port} is busy: choose another with ${option}, or leave the option out`);
}

/** Whether nothing listens on a port of the loopback address. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, host: LOOPBACK, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

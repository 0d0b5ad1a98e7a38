import { connect } from "node:net";
import { InputError } from "@golazo/producer";
import got from "got";
import type { GivenCluster } from "../given-cluster";
import type { ClusterFigures } from "../job-cluster";

/** Milliseconds a master that is well needs for an answer, many times over. */
const PATIENCE_MS = 10_000;

/** A worker there. */
interface Worker {
  readonly state: string;
  readonly cores: number;
  readonly coresfree: number;
  readonly memoryfree: number;
  /** What it has besides, by name. */
  readonly resources?: { readonly gpu?: { readonly addresses: readonly string[] } };
}

/** The part of the master's page for machines that matters here. */
interface MasterPage {
  readonly workers: readonly Worker[];
  readonly activeapps: ReadonlyArray<{ name: string }>;
}

/**
 * Asks the master what there is.
 *
 * @throws InputError when it does not answer, has no worker, or nothing is free for a job
 */
export async function figuresOf(given: GivenCluster): Promise<ClusterFigures> {
  const { masterPage, executorMemoryMiB, architecture } = given;
  const page = await ask(masterPage).catch((error: Error) => {
    throw new InputError(
      `no Spark master answers at ${masterPage} (${error.message}): look whether it runs, or correct GOLAZO_SPARK_MASTER_UI`,
    );
  });
  const alive = page.workers.filter(({ state }) => state === "ALIVE");
  if (alive.length === 0) {
    throw new InputError(`the Spark master at ${masterPage} has no worker: start one, or look at its log`);
  }
  // Spark would wait for one for ever, and say nothing but that nothing accepts its jobs.
  const able = architecture === "gpu" ? alive.filter(hasGpu) : alive;
  if (able.length === 0) {
    throw new InputError(
      `no worker at ${masterPage} has a GPU: start workers with GPUs, or set GOLAZO_ARCHITECTURE=cpu`,
    );
  }
  if (!able.some((worker) => worker.coresfree > 0 && worker.memoryfree >= executorMemoryMiB)) {
    const names = page.activeapps.map(({ name }) => name);
    throw new InputError(
      names.length > 0
        ? `nothing is free on the Spark cluster at ${masterPage}: wait for the end of ${names.join(", ")}, or end it`
        : `no worker at ${masterPage} has ${executorMemoryMiB} MiB for an executor: give GOLAZO_EXECUTOR_MEMORY_MIB less, or workers more`,
    );
  }
  // An executor must fit every worker it may run on.
  const coresPerWorker = Math.min(...able.map(({ cores }) => cores));
  return { kind: "given", workers: able.length, coresPerWorker, executorMemoryMiB };
}

function hasGpu({ resources }: Worker): boolean {
  return (resources?.gpu?.addresses.length ?? 0) > 0;
}

async function ask(masterPage: string): Promise<MasterPage> {
  const page = await got(`${masterPage}/json/`, {
    timeout: { request: PATIENCE_MS },
    retry: { limit: 0 },
  }).json<Partial<MasterPage>>();
  const { workers, activeapps } = page;
  if (!Array.isArray(workers) || !Array.isArray(activeapps)) throw new Error("that is another page");
  return { workers, activeapps };
}

/**
 * Address of this machine on the network it shares with the master: the one a connection to it comes from. A host name
 * would have to be known there, and in a container it often is not.
 *
 * @throws InputError when the master takes no connection
 */
export function ownAddressTowards({ masterUrl }: GivenCluster): Promise<string> {
  const { hostname, port } = new URL(masterUrl.replace(/^spark:/, "http:"));
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), timeout: PATIENCE_MS });
    const fail = (reason: string): void => {
      socket.destroy();
      reject(
        new InputError(
          `no Spark master at ${masterUrl} (${reason}): look whether it runs, or correct GOLAZO_SPARK_MASTER`,
        ),
      );
    };
    socket.once("connect", () => {
      resolve(socket.localAddress ?? hostname);
      socket.destroy();
    });
    socket.once("timeout", () => fail("no answer"));
    socket.once("error", (error) => fail(error.message));
  });
}

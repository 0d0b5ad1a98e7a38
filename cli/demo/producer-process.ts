import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { CLUSTER_VARIABLE } from "../embedded/processes";
import { lastLines } from "../embedded/service-process";
import type { ClusterState } from "../embedded/state";
import { followToLog, inWords } from "../logged-process";
import { HOME } from "../paths";

/** The producer as a process of its own, so that it has an event loop, and a life, of its own. */
export class ProducerProcess {
  private constructor(
    private readonly child: ChildProcess,
    /** Resolves when every event was acknowledged; rejects when the producer failed. */
    readonly finished: Promise<void>,
  ) {}

  /**
   * @param args replay options as the user gave them
   * @param onLine takes each line the producer prints
   */
  static start(
    cluster: ClusterState,
    manifest: string,
    args: readonly string[],
    logFile: string,
    onLine: (line: string) => void,
  ): ProducerProcess {
    const loader = join(HOME, "node_modules", "tsx", "dist", "loader.mjs");
    const bootstrap = `${cluster.host}:${cluster.ports.kafka}`;
    const child = spawn(
      process.execPath,
      [
        ...["--import", loader, join(HOME, "producer", "main.ts")],
        ...["--bootstrap", bootstrap, "--manifest", manifest, ...args],
      ],
      {
        env: { ...process.env, [CLUSTER_VARIABLE]: cluster.id },
        stdio: ["ignore", "pipe", "pipe"],
        detached: true,
      },
    );
    return new ProducerProcess(child, follow(child, logFile, onLine));
  }

  /** Asks the producer to flush and report. */
  stop(): void {
    this.child.kill("SIGINT");
  }
}

async function follow(child: ChildProcess, logFile: string, onLine: (line: string) => void): Promise<void> {
  const ending = await followToLog(child, logFile, onLine);
  if (ending.code !== 0) {
    throw new Error(
      `the producer ended with ${inWords(ending)}.\nLast lines of ${logFile}:\n${lastLines(logFile)}`,
    );
  }
}

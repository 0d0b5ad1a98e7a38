import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { CLUSTER_VARIABLE } from "../embedded/processes";
import { lastLines } from "../embedded/service-process";
import type { ClusterState } from "../embedded/state";
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
  const log = createWriteStream(logFile, { flags: "a" });
  const closed = new Promise<string>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on("line", (line) => {
      log.write(`${line}\n`);
      onLine(line);
    });
  }
  const ending = await closed;
  await new Promise((resolve) => log.end(resolve));
  if (ending !== "exit code 0") {
    throw new Error(`the producer ended with ${ending}.\nLast lines of ${logFile}:\n${lastLines(logFile)}`);
  }
}

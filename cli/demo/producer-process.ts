import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import type { ReplayManifest } from "@golazo/contracts";
import { planReplay, type ReplayOptions } from "@golazo/producer";
import { CLUSTER_VARIABLE } from "../embedded/processes";
import { lastLines } from "../embedded/service-process";
import { followToLog, inWords } from "../logged-process";
import { HOME } from "../paths";
import { controlFileOf } from "../replays";
import type { PlayingReplay, Producer, ProducerStart } from "./producer";

/** The producer as a process of its own, so that it has an event loop, and a life, of its own. */
export class ProducerProcess implements Producer {
  /**
   * @param options replay options as the command parsed them
   * @param args the same as the user gave them
   */
  constructor(
    private readonly options: ReplayOptions,
    private readonly args: readonly string[],
  ) {}

  async plan(notify: (line: string) => void): Promise<ReplayManifest> {
    return (await planReplay(this.options, notify)).manifest;
  }

  start({ cluster, manifestFile, logFile, onLine }: ProducerStart): PlayingReplay {
    const loader = join(HOME, "node_modules", "tsx", "dist", "loader.mjs");
    const child = spawn(
      process.execPath,
      [
        ...["--import", loader, join(HOME, "producer", "main.ts")],
        ...["--bootstrap", cluster.bootstrap, "--kafka-auth", cluster.kafkaAuth.kind],
        ...["--manifest", manifestFile, "--control-file", controlFileOf(cluster.id), ...this.args],
      ],
      {
        env: { ...process.env, [CLUSTER_VARIABLE]: cluster.id },
        stdio: ["ignore", "pipe", "pipe"],
        detached: true,
      },
    );
    return { finished: follow(child, logFile, onLine), stop: () => void child.kill("SIGINT") };
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

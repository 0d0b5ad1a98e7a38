import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { JUPYTER_TOKEN_FILE, labArguments } from "@golazo/services";
import { LOOPBACK } from "./embedded/ports";
import { CLUSTER_VARIABLE } from "./embedded/processes";
import { lastLines } from "./embedded/service-process";
import type { JobCluster } from "./job-cluster";
import { followToLog, inWords } from "./logged-process";
import { HOME, VENV } from "./paths";

/** How Jupyter Lab is started. */
export interface LabOptions {
  /** Its notebooks find it by themselves, and end with it. */
  readonly cluster: JobCluster;
  readonly port: number;
  /** Its log goes here. */
  readonly runFolder: string;
  /** Whether it opens a browser. */
  readonly browser: boolean;
}

const READY_WITHIN_MS = 90_000;
const ASK_EVERY_MS = 250;

/** Jupyter Lab as a process of this machine, bound to the loopback address, with a token of its own. */
export class JupyterLab {
  /** Rejects when it ends without being asked to. */
  readonly finished: Promise<void>;
  private stopping = false;

  private constructor(
    private readonly child: ChildProcess,
    private readonly port: number,
    private readonly token: string,
    private readonly secrets: string,
    logFile: string,
  ) {
    this.finished = this.follow(logFile);
    // Nobody may be waiting yet; whoever waits later still sees the rejection.
    this.finished.catch(() => undefined);
  }

  static start({ cluster, port, runFolder, browser }: LabOptions): JupyterLab {
    const token = randomBytes(24).toString("hex");
    // In a file and not on the command line, where every user of the machine could read it.
    const secrets = mkdtempSync(join(tmpdir(), "golazo-jupyter-"));
    const tokenFile = join(secrets, JUPYTER_TOKEN_FILE);
    writeFileSync(tokenFile, token, { mode: 0o600 });
    const logFile = join(runFolder, "logs", "jupyter.log");
    mkdirSync(dirname(logFile), { recursive: true });
    const child = spawn(
      join(VENV, "bin", "jupyter"),
      [
        ...labArguments(LOOPBACK, port, HOME),
        ...["--ServerApp.port_retries=0", "--LabApp.default_url=/lab/tree/notebooks"],
        // The machine's user may be root, in a container for example; nobody else reaches the loopback address.
        "--allow-root",
        ...(browser ? [] : ["--no-browser"]),
      ],
      {
        cwd: HOME,
        env: { ...process.env, JUPYTER_TOKEN_FILE: tokenFile, [CLUSTER_VARIABLE]: cluster.id },
        stdio: ["ignore", "pipe", "pipe"],
        // Ctrl-C is the command's, which ends it in order.
        detached: true,
      },
    );
    return new JupyterLab(child, port, token, secrets, logFile);
  }

  /** Where a browser finds it, token included. */
  get url(): string {
    return `${this.base}/lab/tree/notebooks?token=${this.token}`;
  }

  /** Resolves once it answers. */
  async ready(): Promise<void> {
    const deadline = Date.now() + READY_WITHIN_MS;
    while (!(await this.answers())) {
      if (Date.now() > deadline) throw new Error("Jupyter Lab did not answer in time: look at its log");
      await Promise.race([sleep(ASK_EVERY_MS), this.finished]);
    }
  }

  /** Ends it and its kernels. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.child.kill("SIGTERM");
    await this.finished.catch(() => undefined);
  }

  private get base(): string {
    return `http://${LOOPBACK}:${this.port}`;
  }

  private async answers(): Promise<boolean> {
    try {
      return (await fetch(`${this.base}/api`, { signal: AbortSignal.timeout(2000) })).ok;
    } catch {
      // Not listening yet: the caller asks again and knows when to give up.
      return false;
    }
  }

  private async follow(logFile: string): Promise<void> {
    const ending = await followToLog(this.child, logFile, () => undefined).finally(() =>
      rmSync(this.secrets, { recursive: true, force: true }),
    );
    if (this.stopping) return;
    throw new Error(
      `Jupyter Lab ended with ${inWords(ending)}.\nLast lines of ${logFile}:\n${lastLines(logFile)}`,
    );
  }
}

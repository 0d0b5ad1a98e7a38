import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type ReplayManifest, validate } from "../../../contracts";
import { ReplayService } from "../../../producer/service/client";

const SERVE = resolve(__dirname, "..", "..", "..", "producer", "serve.ts");

/** The producer service as the process it is, on a free port of the loopback address. */
export class Served {
  readonly runs: string;
  readonly ended: Promise<number | null>;
  private readonly child: ChildProcess;
  private text = "";

  constructor(bootstrap: string, options: readonly string[] = [], runs?: string) {
    this.runs = runs ?? mkdtempSync(join(tmpdir(), "golazo-served-"));
    const listen = options.includes("--listen") ? [] : ["--listen", "0"];
    this.child = spawn(
      process.execPath,
      ["--import", "tsx", SERVE, ...listen, "--bootstrap", bootstrap, "--runs", this.runs, ...options],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on("data", (text) => (this.text += String(text)));
    this.ended = new Promise((exit) => this.child.once("close", exit));
  }

  output(): string {
    return this.text;
  }

  async printed(text: string): Promise<void> {
    while (!this.text.includes(text)) {
      if (this.child.exitCode !== null) throw new Error(`ended without "${text}":\n${this.text}`);
      await sleep(20);
    }
  }

  /** Where it listens, once it does. */
  async url(): Promise<string> {
    await this.printed("Producer: ");
    return /Producer: (\S+),/.exec(this.text)?.[1] as string;
  }

  /** The manifest in a run's folder. */
  manifest(runId: string): ReplayManifest {
    const file = join(this.runs, runId, "manifest.json");
    return validate<ReplayManifest>("replay-manifest", JSON.parse(readFileSync(file, "utf8")));
  }

  async client(): Promise<ReplayService> {
    return new ReplayService(await this.url());
  }

  /** Asks over plain HTTP; `body` as it is when it is text, else as JSON. */
  async ask(method: string, path: string, body?: unknown): Promise<{ status: number; answer: Answer }> {
    const response = await fetch(`${await this.url()}${path}`, {
      method,
      ...(body !== undefined && {
        body: typeof body === "string" ? body : JSON.stringify(body),
        headers: { "content-type": "application/json" },
      }),
    });
    return { status: response.status, answer: (await response.json()) as Answer };
  }

  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }
}

/** What any of the service's answers may hold. */
export interface Answer {
  readonly error?: string;
  readonly run_id?: string;
  readonly state?: string;
  readonly kafka?: boolean;
  readonly ready?: boolean;
}

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pageFolder } from "./page";

const SERVE = resolve(__dirname, "..", "..", "dashboard", "server", "serve.ts");
/** What visitors of a served page must know. */
export const TOKEN = "0123456789abcdef0123";

/** The live page's service as the process it is in a container. */
export class ServedPage {
  readonly ended: Promise<number | null>;
  private readonly child: ChildProcess;
  private text = "";

  constructor(wishes: Readonly<Record<string, string>> = {}) {
    const folder = mkdtempSync(join(tmpdir(), "golazo-live-page-"));
    writeFileSync(join(folder, "token"), `${TOKEN}\n`);
    const options = {
      ...{ listen: "0.0.0.0:0", bootstrap: "127.0.0.1:1", name: "gpu", producer: "http://127.0.0.1:1" },
      ...{ "job-page": "http://127.0.0.1:1", page: pageFolder(), runs: folder },
      ...{ "token-file": join(folder, "token"), ...wishes },
    };
    const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
    this.child = spawn(process.execPath, ["--import", "tsx", SERVE, ...flags]);
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on("data", (text) => (this.text += String(text)));
    this.ended = new Promise((exit) => this.child.once("close", exit));
  }

  output(): string {
    return this.text;
  }

  /** Where it says that it listens. */
  async url(): Promise<string> {
    for (;;) {
      const port = /Live page on port (\d+),/.exec(this.text)?.[1];
      if (port) return `http://127.0.0.1:${port}`;
      if (this.child.exitCode !== null) throw new Error(this.text);
      await new Promise((later) => setTimeout(later, 20));
    }
  }

  end(): Promise<number | null> {
    this.child.kill("SIGTERM");
    return this.ended;
  }
}

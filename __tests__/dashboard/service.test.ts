import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pageFolder } from "./page";

const SERVE = resolve(__dirname, "..", "..", "dashboard", "server", "serve.ts");
const TOKEN = "0123456789abcdef0123";

/** The live page's service as the process it is in a container. */
class Served {
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
      const port = /Live page on \S+:(\d+),/.exec(this.text)?.[1];
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

describe("the live page as a service", () => {
  test("asks for the token of its file, says it nowhere, and ends in order", async () => {
    const served = new Served();
    const url = await served.url();
    expect((await fetch(`${url}/api/system`)).status).toBe(401);
    const system = await (await fetch(`${url}/api/system?token=${TOKEN}`)).json();
    expect(system).toMatchObject({ name: "gpu" });
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect(await served.end()).toBe(0);
    expect(served.output()).not.toContain(TOKEN);
  });

  test.each([
    [{ "token-file": "/no/such/file" }, /^golazo: cannot read \/no\/such\/file \(ENOENT\): name another/],
    [{ "token-file": "/dev/null" }, /^golazo: \/dev\/null holds no token/],
    [{ bootstrap: "nowhere" }, /Give host:port/],
    [{ "job-page": "nowhere" }, /Give an address/],
    [
      { listen: "no.such.host.invalid:1" },
      /^golazo: cannot listen on no\.such\.host\.invalid:1 \(\w+\): choose/,
    ],
  ])("given %j it says what to do, and serves nothing", async (wishes, words) => {
    const served = new Served(wishes as unknown as Record<string, string>);
    expect(await served.ended).toBe(2);
    expect(served.output()).toMatch(words);
  });
});

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import got from "got";
import { REPOSITORY } from "../e2e/golazo";
import { skip } from "../skip";

/** A mock of AWS that answers over HTTP; its licence is Apache-2.0. It is no AWS: what it lacks is said where it matters. */
const PACKAGE = "moto[server]==5.2.5";

/** Not in the folder that every test run empties: it takes 20 seconds and 320 MB to install. */
const VENV = join(REPOSITORY, ".golazo", "test-tools", "moto");
const STAMP = join(VENV, "installed");

const python = process.env.PYTHON || "python3";

/** `describe` where there is a Python to run the mock with, a loud skip where there is none. */
export const describeWithMoto =
  spawnSync(python, ["-c", "import venv, ensurepip"]).status === 0
    ? describe
    : (name: string, tests: () => void): void =>
        skip(name, `no ${python} with its venv module to run moto`, tests);

/** A mock of AWS on a port of the loopback address. */
export class Moto {
  private constructor(
    readonly url: string,
    private readonly server: ChildProcess,
  ) {}

  static async start(): Promise<Moto> {
    install();
    const port = await freePort();
    const server = spawn(join(VENV, "bin", "moto_server"), ["-H", "127.0.0.1", "-p", `${port}`], {
      stdio: "ignore",
    });
    const url = `http://127.0.0.1:${port}`;
    for (let tries = 0; tries < 100; tries++) {
      if (await got(`${url}/moto-api/`, { retry: { limit: 0 } }).catch(() => null))
        return new Moto(url, server);
      await sleep(200);
    }
    server.kill();
    throw new Error("moto does not answer after 20 seconds");
  }

  stop(): void {
    this.server.kill();
  }
}

function install(): void {
  if (existsSync(STAMP)) return;
  mkdirSync(VENV, { recursive: true });
  for (const [command, ...args] of [
    [python, "-m", "venv", VENV],
    [join(VENV, "bin", "pip"), "install", "--quiet", PACKAGE],
  ] as const) {
    const { status, stderr } = spawnSync(command, args);
    if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed: ${stderr}`);
  }
  writeFileSync(STAMP, PACKAGE);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

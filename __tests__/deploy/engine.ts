import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { REPOSITORY } from "../e2e/golazo";
import type { EngineChoice } from "./needs";

/** A Docker engine: one that was there, or a private one that ends with the tests. */
export class TestEngine {
  private constructor(
    readonly host: string,
    readonly isPrivate: boolean,
    private readonly stopProcess: () => Promise<void>,
  ) {}

  static async start(choice: EngineChoice): Promise<TestEngine> {
    if (choice !== "private") return new TestEngine(choice.host, false, async () => undefined);
    // Images stay between runs; sockets have short paths.
    const data = join(REPOSITORY, ".golazo", "test", "engine");
    const folder = mkdtempSync(join(tmpdir(), "golazo-engine-"));
    mkdirSync(data, { recursive: true });
    const host = `unix://${folder}/docker.sock`;
    const log = join(folder, "dockerd.log");
    const daemon = spawn(
      "dockerd",
      [
        ...["--data-root", data, "--exec-root", join(folder, "exec"), "--pidfile", join(folder, "pid")],
        ...["-H", host],
      ],
      { stdio: ["ignore", openSync(log, "a"), openSync(log, "a")] },
    );
    const engine = new TestEngine(host, true, () => end(daemon, folder));
    await engine.untilItAnswers(log);
    return engine;
  }

  /** Runs the `docker` command against this engine and gives what it prints. */
  docker(args: readonly string[], input?: Buffer): string {
    const env = { ...process.env, DOCKER_HOST: this.host, DOCKER_BUILDKIT: "0" };
    return execFileSync("docker", [...args], {
      env,
      input,
      encoding: "utf8",
      stdio: "pipe",
      maxBuffer: 2 ** 28,
    });
  }

  async stop(): Promise<void> {
    await this.stopProcess();
  }

  private async untilItAnswers(log: string): Promise<void> {
    for (let attempt = 0; attempt < 300; attempt++) {
      try {
        this.docker(["version"]);
        return;
      } catch {
        await sleep(100);
      }
    }
    throw new Error(`dockerd did not answer within 30 s:\n${readFileSync(log, "utf8").slice(-2000)}`);
  }
}

async function end(daemon: ChildProcess, folder: string): Promise<void> {
  const ended = new Promise((resolve) => daemon.once("exit", resolve));
  daemon.kill("SIGTERM");
  await ended;
  rmSync(folder, { recursive: true, force: true });
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { runCommand } from "../run-command";
import type { Route } from "./route";

/** How long the other side may take to let us in, ms; Session Manager takes a few seconds. */
const CONNECT_WITHIN_MS = 60_000;

/** An SSH connection without a shell, to which forwards are added. */
export class SshSession {
  private said = "";
  /** Resolves with why it ended. */
  readonly ended: Promise<string>;

  private constructor(
    private readonly route: Route,
    private readonly control: string,
    private readonly child: ChildProcess,
  ) {
    child.stderr?.on("data", (chunk: Buffer) => {
      this.said += chunk.toString();
    });
    this.ended = once(child, "close").then(() => this.lastWords());
    this.ended.catch(() => undefined);
  }

  /** The reason is rarely in the very last line: what SSH runs to connect speaks before it. */
  private lastWords(): string {
    const lines = this.said.split("\n").map((line) => line.trim());
    const meant = lines.filter((line) => line !== "" && !line.startsWith("Warning: Permanently added"));
    return meant.slice(-3).join("; ") || "the connection ended";
  }

  /**
   * Connects.
   *
   * @param control path of the socket the connection is steered by
   * @throws Error with what SSH said
   */
  static async open(route: Route, control: string): Promise<SshSession> {
    const options = [
      ...["-N", "-M", "-S", control, "-o", "ControlPersist=no", "-o", "BatchMode=yes"],
      // Sees within a minute that the machine is gone: it may have stopped because it was idle.
      ...["-o", "ServerAliveInterval=20", "-o", "ServerAliveCountMax=3", "-o", "StreamLocalBindUnlink=yes"],
    ];
    // A group of its own: Ctrl-C is for us, who then close it in order.
    const child = spawn("ssh", [...options, ...route.options, route.target], {
      detached: true,
      stdio: ["ignore", "ignore", "pipe"],
    });
    const session = new SshSession(route, control, child);
    await session.connected();
    return session;
  }

  private async connected(): Promise<void> {
    const deadline = Date.now() + CONNECT_WITHIN_MS;
    let failure: string | undefined;
    this.ended.then(
      (reason) => {
        failure = reason;
      },
      (error: Error) => {
        failure = error.message;
      },
    );
    while (failure === undefined && Date.now() < deadline) {
      if (!(await this.steer("check")).failed) return;
      await sleep(200);
    }
    this.child.kill();
    throw new Error(`SSH does not reach ${this.route.target}: ${failure ?? "no answer within a minute"}`);
  }

  /**
   * Brings a port or a socket of the other side here.
   *
   * @param here `127.0.0.1:8888`, or a path
   * @param there `127.0.0.1:8888` as seen from there, or a path
   */
  async forward(here: string, there: string): Promise<void> {
    const { failed, stderr } = await this.steer("forward", ["-L", `${here}:${there}`]);
    if (failed) throw new Error(`SSH does not forward ${here} to ${there}: ${stderr.trim()}`);
  }

  async close(): Promise<void> {
    await endSession(this.control);
    this.child.kill();
    await this.ended.catch(() => undefined);
  }

  private steer(command: string, args: readonly string[] = []) {
    return runCommand("ssh", ["-S", this.control, "-O", command, ...args, this.route.target]);
  }
}

/** Ends whatever connection is steered by a socket. */
export async function endSession(control: string): Promise<void> {
  // The name of the host does not matter then, but SSH wants one.
  await runCommand("ssh", ["-S", control, "-O", "exit", "golazo"]);
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Program, Service } from "@golazo/services";
import { KAFKA_JARS } from "../paths";
import { CLUSTER_VARIABLE } from "./processes";
import { isReady } from "./readiness";

/** A service that died, or was not ready in time: its last log lines and what to do. */
export class ServiceError extends Error {
  override readonly name = "ServiceError";
}

/** What all services of an embedded cluster share. */
export interface Host {
  readonly clusterId: string;
  readonly java: string;
  readonly javaHome: string;
  readonly sparkHome: string;
  readonly logs: string;
  folder(service: string): string;
}

/** One service of the description, as a process of this machine with its log in a file. */
export class ServiceProcess {
  readonly logFile: string;
  private process: ChildProcess | null = null;
  private exit: string | null = null;
  private stopping = false;

  constructor(
    readonly service: Service,
    private readonly host: Host,
  ) {
    this.logFile = join(host.logs, `${service.name}.log`);
  }

  /** Id of the process, once started. */
  get id(): number | undefined {
    return this.process?.pid;
  }

  /** Writes the service's files, prepares it, starts it, and waits until it does its work. */
  async start(): Promise<void> {
    mkdirSync(dirname(this.logFile), { recursive: true });
    const folder = this.host.folder(this.service.name);
    mkdirSync(folder, { recursive: true });
    for (const { name, content } of this.service.files) writeFileSync(join(folder, name), content);
    for (const program of this.service.prepare) await this.prepare(program);
    this.process = this.spawn(this.service.program);
    this.process.once("error", (error) => this.ended(error.message));
    this.process.once("exit", (code, signal) =>
      this.ended(signal ? `signal ${signal}` : `exit code ${code}`),
    );
    await this.waitUntilReady();
  }

  /** Lets this process end while the service goes on. */
  letGo(): void {
    this.process?.unref();
  }

  /** Says that the service's end is wanted from now on. */
  expectEnd(): void {
    this.stopping = true;
  }

  /** An error when the service ended though nobody asked it to, else null. */
  failure(): ServiceError | null {
    if (this.exit === null || this.stopping) return null;
    return this.error(`ended unexpectedly (${this.exit})`);
  }

  private async prepare(program: Program): Promise<void> {
    const [code, signal] = await once(this.spawn(program), "exit");
    if (code !== 0) throw this.error(`could not be prepared (${signal ?? `exit code ${code}`})`);
  }

  private spawn(program: Program): ChildProcess {
    const { host, service } = this;
    const log = openSync(this.logFile, "a");
    const [command, ...args] = this.argv(program);
    const child = spawn(command, args, {
      cwd: host.folder(service.name),
      env: {
        ...process.env,
        ...service.environment,
        JAVA_HOME: host.javaHome,
        [CLUSTER_VARIABLE]: host.clusterId,
      },
      stdio: ["ignore", log, log],
      // Its own process group: Ctrl-C reaches the command only, which then ends things in order.
      detached: true,
    });
    closeSync(log);
    return child;
  }

  private argv(program: Program): [string, ...string[]] {
    const { host, service } = this;
    if ("command" in program) throw new Error(`${service.name} runs in its image only`);
    const jars = program.jars === "kafka" ? KAFKA_JARS : join(host.sparkHome, "jars");
    const properties = Object.entries(program.properties ?? {}).map(([key, value]) => `-D${key}=${value}`);
    const heap = `-Xmx${program.heapMiB}m`;
    return [host.java, heap, ...properties, "-cp", `${jars}/*`, program.mainClass, ...program.args];
  }

  private async waitUntilReady(): Promise<void> {
    const deadline = Date.now() + this.service.readyWithinSeconds * 1000;
    while (!(await isReady(this.service.ready))) {
      const failure = this.failure();
      if (failure) throw failure;
      if (Date.now() > deadline)
        throw this.error(`was not ready within ${this.service.readyWithinSeconds} s`);
      await sleep(100);
    }
  }

  private ended(how: string): void {
    this.exit = how;
  }

  private error(what: string): ServiceError {
    const { name, advice } = this.service;
    return new ServiceError(
      `${name} ${what}; ${advice}.\nLast lines of ${this.logFile}:\n${lastLines(this.logFile)}`,
    );
  }
}

/** The last lines of a log file, indented; the frames of stack traces stay in the file. */
export function lastLines(file: string, count = 12): string {
  const isFrame = (line: string): boolean => /^\s+at |^\s+\.\.\. \d+ more/.test(line);
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  const telling = lines.filter((line) => !isFrame(line)).slice(-count);
  return telling.map((line) => `  ${line}`).join("\n");
}

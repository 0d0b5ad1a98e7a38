import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { lastLines } from "./embedded/service-process";
import type { JobCluster } from "./job-cluster";
import { followToLog, inWords } from "./logged-process";
import { LostExecutors } from "./lost-executors";
import { PYTHON } from "./paths";
import { jobEnvironment } from "./spark-settings";

/** A message of a running job to the command line. */
export interface JobMessage {
  readonly golazo: string;
  readonly [field: string]: unknown;
}

/** A job that failed: exit code 2 when its input was wrong, which its message then explains in one line. */
export class JobError extends Error {
  override readonly name = "JobError";
  constructor(
    message: string,
    readonly exitCode: number,
  ) {
    super(message);
  }
}

/** How a Spark job is started. */
export interface JobOptions {
  /** What follows `python -m golazo`. */
  readonly args: readonly string[];
  readonly cluster: JobCluster;
  /** Folder for the job's generated Spark configuration. */
  readonly confFolder: string;
  readonly logFile: string;
  /** A file of `spark-conf/` that counts more than the architecture's and the cluster's settings. */
  readonly furtherConf?: string;
  /** Lines the job prints for people. */
  readonly onLine?: (line: string) => void;
  readonly onMessage?: (message: JobMessage) => void;
}

/** One running Spark job: `python -m golazo …` against a cluster. */
export class SparkJob {
  private constructor(
    private readonly child: ChildProcess,
    /** Resolves with the exit code; rejects with {@link JobError} for any other than 0, 130 and 143. */
    readonly finished: Promise<number>,
  ) {}

  static async start(options: JobOptions): Promise<SparkJob> {
    const environment = await jobEnvironment(options.cluster, options.confFolder, options.furtherConf);
    mkdirSync(dirname(options.logFile), { recursive: true });
    const { storage } = options.cluster;
    const args = storage === null ? options.args : [...options.args, "--storage", storage];
    const child = spawn(PYTHON, ["-m", "golazo", ...args], {
      cwd: options.confFolder,
      env: { ...process.env, ...environment, PYTHONUNBUFFERED: "1" },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    return new SparkJob(child, follow(child, options));
  }

  /** Asks the job to finish what it has and report; it ends with exit code 143. */
  stop(): void {
    this.child.kill("SIGTERM");
  }
}

async function follow(child: ChildProcess, options: JobOptions): Promise<number> {
  let ownWords: string | null = null;
  let hopeless: string | null = null;
  const executors = new LostExecutors(options.cluster);
  const ending = await followToLog(child, options.logFile, (line, stream) => {
    if (stream === "stderr") {
      // What a job says of itself, among all that Spark says.
      if (line.startsWith("golazo: ")) ownWords = line.slice("golazo: ".length);
      const reason = hopeless === null ? executors.heard(line) : null;
      if (reason === null) return;
      hopeless = reason;
      // It waits inside Spark, which hears nothing else.
      child.kill("SIGKILL");
      return;
    }
    const message = parseMessage(line);
    if (message) options.onMessage?.(message);
    else options.onLine?.(line);
  });
  const { code } = ending;
  if (hopeless !== null) {
    throw new JobError(`the Spark job ${options.args[0]} cannot go on: ${hopeless}`, 1);
  }
  if (code === 0 || code === 130 || code === 143) return code;
  if (code === 2 && ownWords !== null) throw new JobError(ownWords, code);
  throw new JobError(
    `the Spark job ${options.args[0]} ended with ${inWords(ending)}${ownWords ? `: ${ownWords}` : ""}.\n` +
      `Last lines of ${options.logFile}:\n${lastLines(options.logFile)}`,
    1,
  );
}

function parseMessage(line: string): JobMessage | null {
  return line.startsWith('{"golazo"') ? (JSON.parse(line) as JobMessage) : null;
}

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { type RunRecord, validate } from "../../contracts";

export const REPOSITORY = resolve(__dirname, "..", "..");

/** A command that ended. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** A command that runs. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** What it has printed so far. */
  output(): string;
  /** Resolves when the output holds a text; rejects when the command ends without. */
  printed(text: string): Promise<void>;
}

/** Runs `./golazo` as a user would, from a folder of nobody's. */
export function start(args: readonly string[], environment: Record<string, string> = {}): Running {
  const child = spawn(join(REPOSITORY, "golazo"), [...args], {
    cwd: mkdtempSync(join(tmpdir(), "golazo-user-")),
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<Ended>((done) => child.once("close", (code) => done({ code, output })));
  const printed = (text: string): Promise<void> =>
    new Promise((done, fail) => {
      const look = (): void => {
        if (output.includes(text)) done();
      };
      listeners.add(look);
      look();
      void ended.then(() => fail(new Error(`ended without printing "${text}":\n${output}`)));
    });
  return { child, ended, printed, output: () => output };
}

/** Runs `./golazo` to its end. */
export function golazo(args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> {
  return start(args, environment).ended;
}

/** A new folder for a run's results. */
export function newFolder(): string {
  return join(mkdtempSync(join(tmpdir(), "golazo-run-")), "out");
}

/** The run record in a run's folder, checked against its contract. */
export function readRecord(folder: string): RunRecord {
  return validate<RunRecord>("run-record", JSON.parse(readFileSync(join(folder, "run.json"), "utf8")));
}

/** All rows of a Parquet table. */
export async function readTable(folder: string): Promise<Record<string, unknown>[]> {
  const files = readdirSync(folder).filter((file) => file.endsWith(".parquet"));
  const tables = files.map(async (file) =>
    parquetReadObjects({ file: await asyncBufferFromFile(join(folder, file)) }),
  );
  return (await Promise.all(tables)).flat();
}

/** Folder of a small model that all end-to-end tests share; the first demo trains it. */
export const TEST_MODEL = join(REPOSITORY, ".golazo", "test", "model");

/** Demo options that keep a test small: a model from few matches, shared, and no rehearsal. */
export const SMALL_MODEL = ["--model", TEST_MODEL, "--history-matches", "24", "--rehearsal", "0"];

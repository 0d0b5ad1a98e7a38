import { existsSync, mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { InputError } from "@golazo/producer";
import { RUNS } from "./paths";

/** Room a run's logs, tables and record need at least, MiB. The broker's data is kept elsewhere. */
const NEEDED_MIB = 64;

/** A run's name: what it is and when it began, in an order that sorts by time. */
export function newRunId(kind: string, now = new Date()): string {
  const stamp = now.toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);
  return `${stamp}-${kind}-${process.pid}`;
}

/** The folder of the newest run. */
export function latestRun(): string {
  const runs = existsSync(RUNS) ? readdirSync(RUNS).sort() : [];
  const newest = runs.at(-1);
  if (!newest) throw new InputError("there is no run yet: start one with ./golazo demo");
  return join(RUNS, newest);
}

/**
 * Makes sure a run can be written, before anything starts.
 *
 * @param out the folder the user asked for, or undefined for `runs/<id>`
 * @returns absolute path of an existing, empty, writable folder
 * @throws InputError when it holds something, cannot be written, or is too full
 */
export function prepareRunFolder(id: string, out: string | undefined): string {
  const folder = out === undefined ? join(RUNS, id) : resolve(out);
  if (existsSync(folder)) refuseUnlessEmptyFolder(folder);
  const existing = nearestExisting(folder);
  const free = statfsSync(existing);
  if ((free.bavail * free.bsize) / 2 ** 20 < NEEDED_MIB) {
    throw new InputError(
      `${existing} is full: a run needs ${NEEDED_MIB} MiB there; free some, or choose another with --out`,
    );
  }
  const created = mkdirUnlessReadOnly(folder);
  const probe = join(folder, ".writable");
  try {
    writeFileSync(probe, "x");
    rmSync(probe);
  } catch (error) {
    if (created) rmSync(created, { recursive: true, force: true });
    throw cannotWrite(folder, error);
  }
  return folder;
}

function refuseUnlessEmptyFolder(folder: string): void {
  let entries: string[];
  try {
    entries = readdirSync(folder);
  } catch (error) {
    throw new InputError(
      `${folder} is not a folder that can be read (${code(error)}): choose another with --out`,
    );
  }
  if (entries.length > 0) {
    throw new InputError(
      `${folder} is not empty: choose a new folder with --out, so that nothing is overwritten`,
    );
  }
}

function mkdirUnlessReadOnly(folder: string): string | undefined {
  try {
    return mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw cannotWrite(folder, error);
  }
}

function cannotWrite(folder: string, error: unknown): InputError {
  return new InputError(`${folder} cannot be written (${code(error)}): choose a writable folder with --out`);
}

function nearestExisting(folder: string): string {
  return existsSync(folder) ? folder : nearestExisting(dirname(folder));
}

function code(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}

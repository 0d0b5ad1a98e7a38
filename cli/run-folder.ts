import { existsSync, mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { InputError } from "@golazo/producer";
import { RUNS } from "./paths";

/** Room a run's logs, tables and record need at least, MiB. The broker's data is kept elsewhere. */
const NEEDED_MIB = 64;

/** Variable that names the run from outside: whoever starts one in a container finds it again by this name. */
export const RUN_ID_VARIABLE = "GOLAZO_RUN_ID";

/** A run's name: what it is and when it began, in an order that sorts by time; or what the environment calls it. */
export function newRunId(kind: string, now = new Date()): string {
  const given = process.env[RUN_ID_VARIABLE];
  if (given) return given;
  const stamp = now.toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);
  return `${stamp}-${kind}-${process.pid}`;
}

/** The folder of the newest run. */
export function latestRun(): string {
  const runs = existsSync(RUNS) ? readdirSync(RUNS).filter(isRun).sort() : [];
  const newest = runs.at(-1);
  if (!newest) throw new InputError("there is no run yet: start one with ./golazo demo");
  return join(RUNS, newest);
}

/** What runs keep for each other begins with a dot. */
const isRun = (name: string): boolean => !name.startsWith(".");

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
  const missing = missingFolders(folder);
  const existing = missing[0] === undefined ? folder : dirname(missing[0]);
  const free = statfsSync(existing);
  if ((free.bavail * free.bsize) / 2 ** 20 < NEEDED_MIB) {
    throw new InputError(
      `${existing} is full: a run needs ${NEEDED_MIB} MiB there; free some, or choose another with --out`,
    );
  }
  makeFolders(missing);
  const probe = join(folder, ".writable");
  try {
    writeFileSync(probe, "x");
    rmSync(probe);
  } catch (error) {
    if (missing[0] !== undefined) rmSync(missing[0], { recursive: true, force: true });
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

/** Makes folders one by one: Node's recursive form never returns where the system refuses with ENOENT, as in /proc. */
function makeFolders(folders: readonly string[]): void {
  for (const folder of folders) {
    try {
      mkdirSync(folder);
    } catch (error) {
      throw cannotWrite(folder, error);
    }
  }
}

function cannotWrite(folder: string, error: unknown): InputError {
  return new InputError(`${folder} cannot be written (${code(error)}): choose a writable folder with --out`);
}

/** The folder and those above it that do not exist yet, outermost first. */
function missingFolders(folder: string): string[] {
  return existsSync(folder) ? [] : [...missingFolders(dirname(folder)), folder];
}

function code(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}

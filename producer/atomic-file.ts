import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { InputError } from "./input-error";

/** What a user can do about a file that cannot be written, by the operating system's code. */
const FIXES: Readonly<Record<string, string>> = {
  EACCES: "the folder is read-only for you: choose another one or change its permissions",
  EPERM: "the folder is read-only for you: choose another one or change its permissions",
  EROFS: "the file system is read-only: choose another folder",
  ENOSPC: "the disk is full: free some space or choose another folder",
  ENOTDIR: "a file is in the way: choose another folder",
  EEXIST: "a file is in the way: choose another folder",
};

/**
 * Writes a file so that readers see the old content or the new one, never a part. Missing folders are made.
 *
 * @throws InputError when the place cannot be written
 */
export async function writeAtomically(file: string, content: string): Promise<void> {
  const half = `${file}.${process.pid}.part`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(half, content);
    await rename(half, file);
  } catch (error) {
    await rm(half, { force: true }).catch(() => {});
    throw asInputError(file, error);
  }
}

/** Explains why a file or folder could not be written; errors that are not the user's come back unchanged. */
export function asInputError(file: string, error: unknown): unknown {
  const fix = FIXES[(error as NodeJS.ErrnoException).code ?? ""];
  return fix ? new InputError(`cannot write ${file}: ${fix}`) : error;
}

import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PORT_CLAIMS } from "../paths";
import { isAlive } from "./processes";

/**
 * Claims a port for this process. Commands that begin at the same moment would find the same ports free, for services
 * listen only seconds after theirs were chosen. A claim ends with the process that made it.
 *
 * @returns whether the port is this process's now; false while another that lives has claimed it
 */
export function claimPort(port: number): boolean {
  mkdirSync(PORT_CLAIMS, { recursive: true, mode: 0o700 });
  const claim = join(PORT_CLAIMS, `${port}`);
  // Written before it gets its name, so that nobody reads half a claim.
  const draft = `${claim}.${process.pid}`;
  writeFileSync(draft, `${process.pid}`);
  try {
    while (!hasLinked(draft, claim)) {
      const claimant = readClaimant(claim);
      if (claimant === process.pid) return true;
      if (claimant !== null && isAlive(claimant)) return false;
      rmSync(claim, { force: true });
    }
    return true;
  } finally {
    rmSync(draft, { force: true });
  }
}

function hasLinked(draft: string, claim: string): boolean {
  try {
    linkSync(draft, claim);
    return true;
  } catch (error) {
    if (isErrno(error, "EEXIST")) return false;
    throw error;
  }
}

function readClaimant(claim: string): number | null {
  try {
    return Number(readFileSync(claim, "utf8"));
  } catch (error) {
    // Somebody found it out of date just before.
    if (isErrno(error, "ENOENT")) return null;
    throw error;
  }
}

function isErrno(error: unknown, code: string): boolean {
  return (error as NodeJS.ErrnoException).code === code;
}

/** What a check came to. A warning is something to know; only a failure has to be mended. */
export type Verdict = "ok" | "warning" | "failure" | "not checked";

/** What one check found. */
export interface Finding {
  /** What was looked at, in a few words. */
  readonly check: string;
  readonly verdict: Verdict;
  /** What was seen. */
  readonly detail: string;
  /** What a person can do about it; every warning and failure has one. */
  readonly fix?: string;
}

/** All is as it should be. */
export function ok(check: string, detail: string): Finding {
  return { check, verdict: "ok", detail };
}

/** Works, but not as well as it could, or not for long. */
export function warning(check: string, detail: string, fix: string): Finding {
  return { check, verdict: "warning", detail, fix };
}

/** Does not work until it is mended. */
export function failure(check: string, detail: string, fix: string): Finding {
  return { check, verdict: "failure", detail, fix };
}

/** Nobody looked, and why. */
export function notChecked(check: string, detail: string, fix?: string): Finding {
  return { check, verdict: "not checked", detail, fix };
}

/** What an error says, in one line. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.trim().split("\n")[0] || "no reason was given";
}

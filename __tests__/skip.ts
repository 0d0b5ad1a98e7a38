/** Says on standard error what is skipped and why: of a file of which no test runs, Jest shows no `console.warn`. */
export function saySkipped(what: string, why: string): void {
  process.stderr.write(`SKIPPED, ${why}: ${what}\n`);
}

/** `describe.skip` that says so. */
export function skip(name: string, why: string, tests: () => void): void {
  saySkipped(name, why);
  describe.skip(name, tests);
}

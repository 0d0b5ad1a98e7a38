import type { Finding, Verdict } from "./finding";

const SIGNS: Readonly<Record<Verdict, string>> = { ok: "✓", warning: "!", failure: "✗", "not checked": "–" };

/** The findings as a list for people: unbroken lines, so that a command or an address in them can be copied. */
export function listOf(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  return findings
    .flatMap(({ check, verdict, detail, fix }) => {
      const seen = verdict === "not checked" ? `not checked: ${detail}` : detail;
      const first = `${SIGNS[verdict]} ${check.padEnd(width)}  ${seen}`;
      return fix === undefined ? [first] : [first, `${" ".repeat(width + 4)}→ ${fix}`];
    })
    .join("\n");
}

/** One line that says the worst: for a log, or for whoever called the doctor before deploying. */
export function summaryOf(findings: readonly Finding[]): string {
  const failures = findings.filter(({ verdict }) => verdict === "failure");
  const [first] = failures;
  const count = (verdict: Verdict): number => findings.filter((one) => one.verdict === verdict).length;
  if (!first) {
    return `no failure: ${count("ok")} ok, warnings: ${count("warning")}, not checked: ${count("not checked")}`;
  }
  const more = failures.length > 1 ? ` (failures above: ${failures.length})` : "";
  return `${first.detail}: ${first.fix}${more}`;
}

import type { PlanCheck } from "@golazo/contracts";

type Query = PlanCheck["queries"][number];
type Kind = Query["on_gpu"][number]["kind"];

const LONGEST_REASON = 160;

/** What a plan check found, as a table for each query. */
export function planLines({ queries }: PlanCheck): string[] {
  return queries.flatMap((query) => ["", heading(query), ...onGpu(query), ...offGpu(query)]);
}

/** Whether the check passed, in one line; if not, everything that must not stay on the CPU is named. */
export function verdictLine({ queries, passed }: PlanCheck): string {
  if (passed) return "\nEverything that stays on the CPU is on the allow-list.";
  const failing = queries.flatMap(({ query, off_gpu }) =>
    off_gpu
      .filter(({ allowed }) => allowed === null)
      .map(
        ({ operator, reason, example }) =>
          `  ${query}: ${operator} ${reason}${example && `\n    in ${example}`}`,
      ),
  );
  return `\nNot on the allow-list, and yet on the CPU:\n${failing.join("\n")}`;
}

function heading({ query, coverage_percent, plans, transitions }: Query): string {
  return `${query}: ${coverage_percent} % on the GPU, ${plans} plans, ${transitions} changes between rows and columns`;
}

function onGpu({ on_gpu }: Query): string[] {
  const named = (kind: Kind): string =>
    on_gpu
      .filter((one) => one.kind === kind)
      .map(({ operator, count }) => `${operator} ×${count}`)
      .join(", ") || "nothing";
  return [`  GPU, operators: ${named("operator")}`, `  GPU, expressions: ${named("expression")}`];
}

function offGpu({ off_gpu }: Query): string[] {
  return off_gpu.flatMap(({ operator, count, reason, allowed }) => [
    `  CPU: ${operator} ×${count}: ${shortened(reason)}`,
    `       ${allowed === null ? "NOT ALLOWED" : `allowed: ${allowed}`}`,
  ]);
}

/** Some reasons are paragraphs; the JSON has them whole, and so has the verdict. */
function shortened(reason: string): string {
  return reason.length > LONGEST_REASON ? `${reason.slice(0, LONGEST_REASON)} …` : reason;
}

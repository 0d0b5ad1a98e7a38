import { ContractError, type Fallbacks, type PlanCheck, validate } from "@golazo/contracts";
import { ComparisonRefused } from "./refused";

/**
 * What a plan check says of the queries: on which the GPU planner left work on the CPU, and why.
 *
 * @param value the JSON of a plan check, or undefined when none was given
 * @param name how the user calls it, for the message
 * @throws ComparisonRefused when it is no such JSON
 */
export function fallbacksOf(value: unknown, name: string): Fallbacks {
  if (value === undefined) {
    return { queries: null, not_measured: "no plan check was given: say --plan FILE" };
  }
  const queries = planCheckOf(value, name).queries.map(({ query, coverage_percent, off_gpu }) => ({
    query,
    coverage_percent,
    off_gpu: off_gpu.map(({ operator, reason }) => ({ operator, reason })),
  }));
  return { queries, not_measured: null };
}

function planCheckOf(value: unknown, name: string): PlanCheck {
  try {
    return validate<PlanCheck>("plan-check", value);
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    throw new ComparisonRefused(
      `${name} is no plan check (${error.message}): make one with ./golazo plan-check --json FILE`,
    );
  }
}

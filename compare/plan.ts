import { ContractError, type Fallbacks, type PlanCheck, validate } from "@golazo/contracts";
import { ComparisonRefused } from "./refused";

/** No plan check was made or named; `reason` says why. */
export function withoutPlan(reason = "no plan check was given: say --plan FILE"): Fallbacks {
  return { queries: null, not_measured: reason };
}

/**
 * What a plan check says of the queries: on which the GPU planner left work on the CPU, and why.
 *
 * @param value the JSON of a plan check
 * @param name how the user calls it, for the message
 * @throws ComparisonRefused when it is no such JSON
 */
export function fallbacksOf(value: unknown, name: string): Fallbacks {
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

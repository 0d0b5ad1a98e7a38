import type { Fallbacks } from "@golazo/contracts";
import { ComparisonRefused } from "./refused";

type Queries = NonNullable<Fallbacks["queries"]>;

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
  const queries = (value as { queries?: unknown } | null)?.queries;
  if (!Array.isArray(queries) || !queries.every(isQuery)) {
    throw new ComparisonRefused(
      `${name} is no plan check: it wants queries, each with query, coverage_percent and off_gpu ` +
        "(a list of operator and reason)",
    );
  }
  return { queries, not_measured: null };
}

function isQuery(value: unknown): value is Queries[number] {
  const query = value as Partial<Queries[number]> | null;
  return (
    typeof query?.query === "string" &&
    typeof query.coverage_percent === "number" &&
    Array.isArray(query.off_gpu) &&
    query.off_gpu.every((one) => typeof one?.operator === "string" && typeof one.reason === "string")
  );
}

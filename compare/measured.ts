import type { JobReport, QueryFigures, RunRecord } from "@golazo/contracts";

/** A number a run measured, or why it did not. */
export type Measured = { readonly value: number } | { readonly notMeasured: string };

/** The part of a distribution that figures use. */
interface Values {
  readonly count: number;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly mean: number | null;
}

export const measured = (value: number): Measured => ({ value });
export const notMeasured = (reason: string): Measured => ({ notMeasured: reason });

/** A number that may be absent. */
export function given(value: number | null | undefined, reason: string): Measured {
  return value === null || value === undefined ? notMeasured(reason) : measured(value);
}

export function percentile(values: Values | null | undefined, which: "p50" | "p95" | "p99"): Measured {
  return given(
    values?.[which],
    values ? "nothing happened that it could be measured of" : "the record has no such figure",
  );
}

/** The sum of the values of a distribution: it keeps their mean and their number. */
export function total(values: Values): number {
  return (values.mean ?? 0) * values.count;
}

/** Reads a figure of a query of the stream job. */
export function ofQuery(
  name: "stats" | "predict",
  read: (query: QueryFigures) => Measured,
): (record: RunRecord) => Measured {
  return ({ jobs }) => {
    const query = jobs.stream?.streaming?.queries[name];
    return query ? read(query) : notMeasured(`the run had no query ${name}`);
  };
}

/** Reads one of Spark's own figures of the stream job. */
export function ofSpark(
  read: (spark: NonNullable<JobReport["spark"]["measured"]>) => Measured,
): (record: RunRecord) => Measured {
  return ({ jobs }) => {
    const spark = jobs.stream?.spark;
    if (!spark) return notMeasured("the stream job wrote no report");
    return spark.measured ? read(spark.measured) : notMeasured(spark.not_measured ?? "Spark did not say why");
  };
}

/** Milliseconds of a step of the query predict per thousand events. */
export function stepPerThousandEvents(step: string): (record: RunRecord) => Measured {
  return ofQuery("predict", (query) => {
    const values = query.step_ms?.[step];
    if (!values) return notMeasured(`micro-batches have no step "${step}" of its own`);
    return perThousandEvents(total(values), query.input_rows);
  });
}

/** A cost in milliseconds spread over the events that caused it. */
export function perThousandEvents(milliseconds: number, events: number): Measured {
  return events > 0 ? measured((milliseconds / events) * 1000) : notMeasured("the query read no events");
}

/** A number of things, spread over the milliseconds they took. */
export function perSecond(things: number, milliseconds: number): Measured {
  return milliseconds > 0
    ? measured((things / milliseconds) * 1000)
    : notMeasured("nothing happened that it could be measured of");
}

/** Milliseconds of parsing alone per thousand events; a difference that noise has swallowed is none. */
export function parsePerThousandEvents({ jobs }: RunRecord): Measured {
  const parse = jobs.stream?.streaming?.parse;
  if (!parse) return notMeasured("the record has no such figure");
  if (!parse.measured) return notMeasured(parse.not_measured ?? "the record does not say why");
  const { parse_ms, records } = parse.measured;
  return parse_ms > 0
    ? perThousandEvents(parse_ms, records)
    : notMeasured("passes with parsing took no longer than passes without");
}

import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Any JSON, without the product's types: this is the other calculation, which knows the records by their text alone. */
type Json = { readonly [name: string]: Json } & { readonly [number: number]: Json };

/** A figure of a record, and whether more of it is better. */
interface RawFigure {
  readonly higher?: boolean;
  read(record: Json): unknown;
}

const sum = (values: Json): number => Number(values.mean) * Number(values.count);
const query = (record: Json, name: string): Json =>
  record.jobs?.stream?.streaming?.queries?.[name] as unknown as Json;
const perThousand = (values: Json | undefined, rows: Json | undefined): number | undefined =>
  values && (sum(values) * 1000) / Number(rows);
const processRate = ({ input_rows, batch_ms }: Json): number =>
  Number(input_rows) / (sum(batch_ms as Json) / 1000);
const spark = (record: Json): Json => record.jobs?.stream?.spark?.measured as unknown as Json;

/** Where each compared figure is in the JSON of a record. */
export const RAW_FIGURES: Readonly<Record<string, RawFigure>> = {
  process_rate_stats: { higher: true, read: (r) => processRate(query(r, "stats")) },
  process_rate_predict: { higher: true, read: (r) => processRate(query(r, "predict")) },
  batch_duration_stats: { read: (r) => query(r, "stats").batch_ms?.p50 },
  batch_duration_predict: { read: (r) => query(r, "predict").batch_ms?.p50 },
  job_time: { read: (r) => sum(spark(r).jobs?.duration_ms as Json) / 1000 },
  shuffle_read: { read: (r) => spark(r).stages?.shuffle_read_bytes },
  gc_time: { read: (r) => spark(r).stages?.gc_ms },
  training_time: { read: (r) => r.jobs?.train?.figures?.training_seconds },
  latency_p50: { read: (r) => r.jobs?.stream?.streaming?.prediction_latency_ms?.p50 },
  latency_p99: { read: (r) => r.jobs?.stream?.streaming?.prediction_latency_ms?.p99 },
  with_model_p95: { read: (r) => query(r, "predict").step_ms?.with_model?.p95 },
  without_model_p95: { read: (r) => query(r, "predict").step_ms?.without_model?.p95 },
  parse: {
    read: (r) => {
      const parse = r.jobs?.stream?.streaming?.parse?.measured as Json | undefined;
      return parse && Number(parse.parse_ms) > 0
        ? (Number(parse.parse_ms) * 1000) / Number(parse.records)
        : undefined;
    },
  },
  statistics: {
    read: (r) => perThousand(query(r, "stats").operation_ms?.addBatch, query(r, "stats").input_rows),
  },
  ...Object.fromEntries(
    [
      ["state", "state"],
      ["features", "features"],
      ["inference", "model"],
      ["write", "write"],
    ].map(([key, step = ""]) => [
      key,
      {
        read: (r: Json) => perThousand(query(r, "predict").step_ms?.[step], query(r, "predict").input_rows),
      },
    ]),
  ),
  training_data: { read: (r) => r.jobs?.history?.seconds },
  training: { read: (r) => r.jobs?.train?.figures?.training_seconds },
};

/** A figure of the run in a folder; null when its record has none. */
export function rawFigure(folder: string, key: string): number | null {
  const value = RAW_FIGURES[key]?.read(JSON.parse(readFileSync(join(folder, "run.json"), "utf8")));
  return value === undefined || value === null ? null : Number(value);
}

/** How many times better the first median is than the second; null where a side has none, or 0. */
export function rawSpeedup(key: string, a: readonly string[], b: readonly string[]): number | null {
  const [ofA, ofB] = [a, b].map((folders) => median(folders.map((folder) => rawFigure(folder, key))));
  if (!ofA || !ofB) return null;
  return RAW_FIGURES[key]?.higher ? ofA / ofB : ofB / ofA;
}

/** The median of an odd number of values. */
export function median(values: ReadonlyArray<number | null>): number | null {
  const there = values.filter((value): value is number => value !== null).sort((one, other) => one - other);
  return there[(there.length - 1) / 2] ?? null;
}

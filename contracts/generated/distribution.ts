/* Generated from schemas/distribution.schema.json by `npm run contracts`. Do not edit. */

/**
 * Of the values measured. Percentiles are nearest-rank: values that were really measured. All null when count is 0.
 */
export interface Distribution {
  count: number;
  min: number | null;
  p50: number | null;
  p95: number | null;
  p99: number | null;
  max: number | null;
  mean: number | null;
}

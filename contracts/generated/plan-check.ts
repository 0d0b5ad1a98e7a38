/* Generated from schemas/plan-check.schema.json by `npm run contracts`. Do not edit. */

/**
 * What NVIDIA's planner would run on a GPU, of every plan of every query of the pipeline; asked without a GPU.
 */
export interface PlanCheck {
  schema_version: 1;
  /**
   * Version of Spark that made the plans.
   */
  spark: string;
  /**
   * Whether all that stays on the CPU may stay there.
   */
  passed: boolean;
  queries: Query[];
}
export interface Query {
  /**
   * A job (history, train) or a streaming query; with ` start` or ` results`, what it does once, before it begins or when it has ended.
   */
  query: string;
  /**
   * Different plans that Spark made for it.
   */
  plans: number;
  /**
   * Operators and expressions of all plans that the GPU would run, of all there are.
   */
  coverage_percent: number;
  /**
   * How often, in all plans, rows become columns or columns rows.
   */
  transitions: number;
  on_gpu: {
    /**
     * Spark's class of an operator or expression.
     */
    operator: string;
    kind: "operator" | "expression";
    count: number;
  }[];
  off_gpu: {
    /**
     * Spark's class of an operator or expression.
     */
    operator: string;
    kind: "operator" | "expression";
    count: number;
    /**
     * The planner's own words.
     */
    reason: string;
    /**
     * One such expression as Spark writes it, shortened; empty for an operator.
     */
    example: string;
    /**
     * Why it may stay on the CPU; null when it may not.
     */
    allowed: string | null;
  }[];
}

export type {
  ComparedFigure,
  ComparedSide,
  Comparison,
  Cost,
  Equality,
  Fallbacks,
  GpuOverTime,
  GpuSeries,
  SideCost,
  SideValues,
  TableEquality,
  Verdict,
} from "./generated/comparison";
export type { DeadLetter } from "./generated/dead-letter";
export type { Distribution } from "./generated/distribution";
export type { Evaluation, MeasuredModel } from "./generated/evaluation";
export type { EventMessage } from "./generated/event-message";
export type { GpuSample, JobReport, ParseFigures, QueryFigures } from "./generated/job-report";
export type { JobSettings } from "./generated/job-settings";
export type { ModelCard } from "./generated/model-card";
export type { PlanCheck } from "./generated/plan-check";
export type { Prediction } from "./generated/prediction";
export type { ReplayControl } from "./generated/replay-control";
export type { ManifestMatch, ReplayManifest } from "./generated/replay-manifest";
export type { ReplayRequest } from "./generated/replay-request";
export type { ReplayStatus } from "./generated/replay-status";
export type { ReplaySummary } from "./generated/replay-summary";
export type { Reconciliation, RunRecord } from "./generated/run-record";
export type { WindowStatistics } from "./generated/window-statistics";
export { ContractError, validate } from "./validate";

import topics from "./topics.json";

/** Kafka topics by role: name, partitions and topic configuration. The only home of topic names. */
export const TOPICS = topics;

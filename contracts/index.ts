export type { DeadLetter } from "./generated/dead-letter";
export type { EventMessage } from "./generated/event-message";
export type { Prediction } from "./generated/prediction";
export type { Distribution, ManifestMatch, ReplayManifest } from "./generated/replay-manifest";
export type { WindowStatistics } from "./generated/window-statistics";
export { ContractError, validate } from "./validate";

import topics from "./topics.json";

/** Kafka topics by role: name, partitions and topic configuration. The only home of topic names. */
export const TOPICS = topics;

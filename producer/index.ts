export { type ExportOptions, exportMessages } from "./export";
export { InputError } from "./input-error";
export { NoBrokerError } from "./kafka/client";
export { ensureTopics } from "./kafka/topics";
export { addReplayOptions, addSourceOptions, type ReplayOptions, type SourceOptions } from "./options";
export { planReplay, type Replay } from "./plan-replay";
export { type RunOptions, runProducer } from "./run";
export { createSource } from "./sources/create";
export type { Frame, MatchInfo, MatchSource, SourceEvent, StatsBombEvent, Team } from "./sources/source";

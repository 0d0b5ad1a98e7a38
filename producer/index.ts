export { InputError } from "./input-error";
export type { Frame, MatchInfo, MatchSource, SourceEvent, StatsBombEvent, Team } from "./sources/source";

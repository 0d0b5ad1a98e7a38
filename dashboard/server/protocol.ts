import type { ReplaySummary, RunRecord } from "@golazo/contracts";

/**
 * What the server of the live page tells its browsers, message by message, as server-sent events on
 * `GET /live?watch=TOPIC`. A browser that connects first gets everything, then what changed; whatever changes while it
 * does not read is told once, in its latest state.
 */
export type LiveMessage = StatusMessage | MatchesMessage | MatchMessage | UnknownMatchMessage | SystemMessage;

/** What a browser can look at: the list, one match, the system, or the systems beside each other. */
export type Watch =
  | { readonly view: "matches" }
  | { readonly view: "match"; readonly id: number }
  | { readonly view: "system" }
  | { readonly view: "compare" };

/** Whether what is shown is true at this moment; in every stream, whenever it changes. */
export interface StatusMessage {
  readonly kind: "status";
  readonly kafka: KafkaStatus;
  readonly replay: ReplayView;
}

export interface KafkaStatus {
  /** `waiting`: nothing can be read yet, or any more; the reason says why. */
  readonly state: "waiting" | "reading";
  /** One line, for people; null while all is well. */
  readonly reason: KafkaReason | null;
  readonly bootstrap: string;
  /** Records of the events topic between what was read and the topic's end, when the page began to read. */
  readonly catchingUp: number;
}

/** Why Kafka cannot be read, in a form the page can translate. */
export type KafkaReason =
  | { readonly code: "no-answer"; readonly detail: string }
  | { readonly code: "no-topic"; readonly topics: readonly string[] };

/** The replay that can be controlled, if there is one. */
export interface ReplayView {
  /** Name of the run; null when no replay is known. */
  readonly runId: string | null;
  readonly state: ReplaySummary["state"] | null;
  readonly control: ReplaySummary["control"] | null;
  /** How fast it was asked to play; null when no replay is known. */
  readonly pace: ReplaySummary["pace"] | null;
  /** True: invented matches, which say nothing about football; null when no replay is known. */
  readonly synthetic: boolean | null;
}

/** Where a match stands: before the first event, in a period, or in the pause after one. */
export type Phase = "first-half" | "half-time" | "second-half" | "full-time" | "extra-time" | "penalties";

/** Home, draw and away, 0 to 1. */
export type Probabilities = readonly [home: number, draw: number, away: number];

/** A match in the list, as few bytes as it takes: thousands come every second. */
export type MatchRow = readonly [
  id: number,
  homeGoals: number,
  awayGoals: number,
  /** False when the page joined after the kick-off, so that earlier goals are not known. */
  scoreKnown: 0 | 1,
  phase: Phase,
  minute: number,
  /** Per mille; all -1 before the first prediction. */
  home: number,
  draw: number,
  away: number,
  /** How far the probabilities moved in the last ten minutes of the match, per mille. */
  swing: number,
];

export interface MatchesMessage {
  readonly kind: "matches";
  /** Whole: forget all rows that are not in it. */
  readonly whole: boolean;
  readonly rows: readonly MatchRow[];
  /** Names of teams, of matches whose names were not told yet. */
  readonly names: ReadonlyArray<readonly [id: number, home: string, away: string]>;
  /** Matches that are kept no longer. */
  readonly gone: readonly number[];
}

export interface UnknownMatchMessage {
  readonly kind: "unknown-match";
  readonly id: number;
}

export interface Team {
  readonly id: number;
  /** As the events name it; the id in words until one does. */
  readonly name: string;
}

export type Side = "home" | "away";

/** Something to mark on the curve. */
export interface Moment {
  readonly kind: "goal" | "own-goal" | "red-card" | "half-time" | "full-time";
  readonly period: number;
  readonly minute: number;
  /** Of the team that gains by a goal, or was sent a player off; null for the end of a period. */
  readonly side: Side | null;
  readonly player: string | null;
}

/** The prediction of one minute. */
export interface CurvePoint {
  readonly period: number;
  readonly minute: number;
  readonly p: Probabilities;
  /** From the newest event it rests on to the prediction, ms. */
  readonly latency: number;
}

/** Events in the final third and expected goals of one minute, by side: what momentum is made of. */
export interface ThreatPoint {
  readonly period: number;
  readonly minute: number;
  readonly home: number;
  readonly away: number;
}

/** One minute of one team; the names are those of the contract `window-statistics`. */
export interface WindowPoint {
  readonly side: Side;
  readonly period: number;
  readonly minute: number;
  readonly events: number;
  readonly passes: number;
  readonly passesCompleted: number;
  /** Yards; null without a pass. */
  readonly passLength: number | null;
  /** Yards; null without a carry. */
  readonly carryDistance: number | null;
  /** 0 to 1; null when nobody had the ball. */
  readonly possession: number | null;
}

/** A place on the pitch, yards: 120 × 80, the acting team attacks towards x = 120. */
export type Place = readonly [x: number, y: number];

/** The newest event of a match. */
export interface LatestEvent {
  readonly type: string;
  readonly side: Side | null;
  readonly player: string | null;
  readonly period: number;
  readonly minute: number;
  readonly second: number;
  readonly sequence: number;
  readonly location: Place | null;
  readonly end: Place | null;
}

/** The newest 360 frame of a match, and the event it is of. */
export interface LatestFrame extends LatestEvent {
  readonly players: ReadonlyArray<{
    readonly place: Place;
    readonly teammate: boolean;
    readonly actor: boolean;
    readonly keeper: boolean;
  }>;
  readonly visibleArea: readonly Place[];
}

/** A match in full, or what changed of it. */
export interface MatchMessage {
  readonly kind: "match";
  readonly id: number;
  /** Whole: forget what was known of it, a replay may have begun anew. */
  readonly whole: boolean;
  readonly home: Team;
  readonly away: Team;
  readonly score: readonly [home: number, away: number];
  readonly scoreKnown: boolean;
  readonly phase: Phase;
  readonly period: number;
  readonly minute: number;
  readonly moments: readonly Moment[];
  readonly curve: readonly CurvePoint[];
  readonly threat: readonly ThreatPoint[];
  readonly windows: readonly WindowPoint[];
  readonly event: LatestEvent | null;
  readonly frame: LatestFrame | null;
}

/** Something that was measured, or in words why it was not. */
export type Measured<T> =
  | { readonly value: T; readonly missing: null }
  | { readonly value: null; readonly missing: Missing };

/** Why something is not measured, in a form the page can translate. */
export type Missing = "no-job" | "no-spark" | "no-gpu" | "no-predictions" | "no-kafka" | "not-looked";

/** Percentiles of the last minute, ms. */
export interface Latency {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** A streaming query as Spark's own metrics describe it. */
export interface QueryView {
  readonly name: string;
  readonly inputRate: number;
  readonly processRate: number;
  /** Duration of the last micro-batch, ms. */
  readonly batchMs: number;
  readonly stateRows: number;
}

export interface ExecutorView {
  readonly id: string;
  readonly cores: number;
  readonly activeTasks: number;
  readonly failedTasks: number;
  readonly memoryUsed: number;
  readonly memoryMax: number;
}

export interface GpuView {
  readonly name: string;
  /** Per cent. */
  readonly utilisation: number;
  /** MiB. */
  readonly memoryUsed: number;
  readonly memoryTotal: number;
}

export interface DeadLetterView {
  readonly reason: string;
  readonly count: number;
  /** Epoch ms. */
  readonly latest: number;
}

/** One second of the streams. */
export interface SystemView {
  /** Epoch ms. */
  readonly at: number;
  readonly name: string;
  /** Records that were put on each topic per second. */
  readonly rates: Measured<{
    readonly events: number;
    readonly predictions: number;
    readonly windowStatistics: number;
    readonly deadLetters: number;
  }>;
  /** Events that were produced after the newest event any prediction rests on. */
  readonly lag: Measured<number>;
  readonly latency: Measured<Latency>;
  readonly queries: Measured<readonly QueryView[]>;
  readonly executors: Measured<readonly ExecutorView[]>;
  readonly gpus: Measured<readonly GpuView[]>;
  readonly deadLetters: readonly DeadLetterView[];
  /** Records of the dead-letter topic. */
  readonly deadLetterCount: number;
  /** Records of the events topic. */
  readonly eventCount: number;
  /** Records this page could not read, of any topic. */
  readonly unreadable: number;
}

/** One second of the streams, for charts. */
export interface SystemPoint {
  /** Epoch ms. */
  readonly at: number;
  /** Per second. */
  readonly events: number;
  readonly predictions: number;
  readonly windowStatistics: number;
  /** Null where not measured. */
  readonly lag: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
}

export interface SystemMessage {
  readonly kind: "system";
  readonly here: SystemView;
  /** The last minutes, or what came since the last message. */
  readonly points: readonly SystemPoint[];
  /** Another live page's, when this one was told of it; null while that one does not answer. */
  readonly beside: { readonly url: string; readonly view: SystemView | null } | null;
}

/** The main figures of a finished run, from its record. */
export interface FinishedRun {
  readonly id: string;
  readonly status: RunRecord["status"];
  readonly startedAt: string;
  readonly seconds: number;
  readonly architecture: RunRecord["architecture"];
  readonly synthetic: boolean;
  readonly events: number | null;
  readonly eventsPerSecond: number | null;
  /** p50 of the two queries and of the way to the prediction; null where not measured. */
  readonly processRate: { readonly stats: number | null; readonly predict: number | null };
  readonly batchMs: { readonly stats: number | null; readonly predict: number | null };
  readonly latency: { readonly p50: number | null; readonly p95: number | null };
  readonly lagMax: number | null;
  readonly reconciled: boolean | null;
}

import type { ManifestMatch, Reconciliation } from "@golazo/contracts";

/** What one query counted of one match. */
export interface MatchAccount {
  readonly events: number;
  /** Sum of the `sequence` of the events counted: n events counted once each give n(n−1)/2. */
  readonly sequence_sum: number;
}

/** What one query counted, by match id. */
export type Account = Readonly<Record<string, MatchAccount>>;

/** The figures a reconciliation rests on. */
export interface Counted {
  /** Matches of the replay with what Kafka acknowledged of each. */
  readonly matches: readonly ManifestMatch[];
  readonly stats: Account;
  readonly predict: Account;
  /** Records that are not valid events, each of which is on the dead-letter topic. */
  readonly deadLetters: number;
  /** Records on the events topic, whoever wrote them. */
  readonly topicRecords: number;
  /** Rows that came too late for their window's state and were let go by Spark. */
  readonly droppedByWatermark: number;
}

/**
 * Compares what Kafka acknowledged with what each query counted, per match, exactly.
 * Equal counts alone could hide one event lost and another counted twice; the sequence sum cannot.
 */
export function reconcile(counted: Counted): Reconciliation {
  const problems: string[] = [];
  const played = counted.matches.filter((match) => match.events_acknowledged > 0);
  const matches = played.map((match) => ({
    match_id: match.match_id,
    acknowledged: match.events_acknowledged,
    stats: counted.stats[match.match_id]?.events ?? 0,
    predict: counted.predict[match.match_id]?.events ?? 0,
  }));
  for (const match of matches) {
    for (const query of ["stats", "predict"] as const) {
      if (match[query] !== match.acknowledged) {
        problems.push(
          `match ${match.match_id}: ${match.acknowledged} events acknowledged, ${match[query]} counted by ${query}`,
        );
      }
    }
  }
  for (const query of ["stats", "predict"] as const) {
    problems.push(...sequenceProblems(query, counted[query]), ...strangers(query, counted[query], played));
  }
  const acknowledged = sum(matches.map((match) => match.acknowledged));
  const stats = sum(Object.values(counted.stats).map((account) => account.events));
  const predict = sum(Object.values(counted.predict).map((account) => account.events));
  if (counted.topicRecords !== predict + counted.deadLetters) {
    problems.push(
      `${counted.topicRecords} records on the topic, but ${predict} valid events and ${counted.deadLetters} dead letters`,
    );
  }
  if (counted.droppedByWatermark > 0) {
    problems.push(`${counted.droppedByWatermark} rows came too late for their window and were dropped`);
  }
  return {
    reconciled: problems.length === 0,
    acknowledged,
    topic_records: counted.topicRecords,
    stats,
    predict,
    dead_letters: counted.deadLetters,
    problems,
    matches,
  };
}

function sequenceProblems(query: string, account: Account): string[] {
  return Object.entries(account)
    .filter(([, { events, sequence_sum }]) => sequence_sum !== (events * (events - 1)) / 2)
    .map(
      ([id]) =>
        `match ${id}: ${query} did not count every event exactly once (the sequence numbers do not add up)`,
    );
}

function strangers(query: string, account: Account, played: readonly ManifestMatch[]): string[] {
  const known = new Set(played.map((match) => String(match.match_id)));
  return Object.keys(account)
    .filter((id) => !known.has(id))
    .map((id) => `match ${id}: counted by ${query}, but not acknowledged in this replay`);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

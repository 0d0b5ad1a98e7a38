import type { EventMessage, Prediction, WindowStatistics } from "@golazo/contracts";
import type { MatchesMessage } from "../protocol";
import { LiveMatch } from "./live-match";

/** Matches that are kept: the busiest replay plays some hundred at once; 45 KB each. */
export const MOST_MATCHES = 4000;

/** Matches that were let go and whose end browsers may not have been told: more than go in a minute. */
const MOST_GONE = 10_000;

/** What happened before it nobody was told: 0 stands for nothing, 1 for having been told that there is nothing. */
export const FIRST_MOMENT = 2;

/** The latest state of every match, bounded: the match that was silent for longest goes first. */
export class LiveMatches {
  private readonly matches = new Map<number, LiveMatch>();
  private gone: Array<{ readonly id: number; readonly at: number }> = [];
  private emptiedAt = 0;
  private clock = FIRST_MOMENT;

  /** @param most matches that are kept */
  constructor(private readonly most = MOST_MATCHES) {}

  /** A number that grows with every change. */
  get now(): number {
    return this.clock;
  }

  get size(): number {
    return this.matches.size;
  }

  play(event: EventMessage): void {
    this.match(event.match_id).play(event, ++this.clock);
  }

  predict(prediction: Prediction): void {
    this.match(prediction.match_id).predict(prediction, ++this.clock);
  }

  /** @param writtenAt when the record was written, epoch ms */
  observe(statistics: WindowStatistics, writtenAt: number): void {
    this.match(statistics.match_id).observe(statistics, writtenAt, ++this.clock);
  }

  /** A match whose events were seen, or undefined. */
  find(id: number): LiveMatch | undefined {
    const match = this.matches.get(id);
    return match?.isKnown ? match : undefined;
  }

  /** Forgets everything: the topics are others than before. */
  clear(): void {
    this.matches.clear();
    this.gone = [];
    this.emptiedAt = ++this.clock;
  }

  /** What changed of the list after a moment; the whole list for 0. */
  message(since: number): MatchesMessage {
    const whole = since <= this.emptiedAt;
    const rows: MatchesMessage["rows"][number][] = [];
    const names: MatchesMessage["names"][number][] = [];
    for (const match of this.matches.values()) {
      if (!match.isKnown) continue;
      if (match.rowChangedAt > since) rows.push(match.row());
      if (match.namedAt > since) names.push(match.teamNames());
    }
    const gone = whole ? [] : this.gone.filter(({ at }) => at > since).map(({ id }) => id);
    return { kind: "matches", whole, rows, names, gone };
  }

  private match(id: number): LiveMatch {
    const known = this.matches.get(id);
    if (known) return known;
    if (this.matches.size >= this.most) this.letGo();
    const match = new LiveMatch(id, this.clock);
    this.matches.set(id, match);
    return match;
  }

  private letGo(): void {
    let silent: LiveMatch | null = null;
    for (const match of this.matches.values()) {
      if (silent === null || match.changedAt < silent.changedAt) silent = match;
    }
    if (!silent) return;
    this.matches.delete(silent.id);
    this.gone.push({ id: silent.id, at: ++this.clock });
    if (this.gone.length > MOST_GONE) this.gone.splice(0, MOST_GONE / 2);
  }
}

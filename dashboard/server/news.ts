import type { News, NewsSource } from "./http/audience";
import type { KafkaFeed } from "./kafka/kafka-feed";
import { FIRST_MOMENT, type LiveMatches } from "./live/live-matches";
import type { StatusMessage, Watch } from "./protocol";
import type { ReplayLink } from "./replay-link";
import type { System } from "./system/system";

/** The moment of a browser that was told that there is no such match. */
const TOLD_UNKNOWN = 1;

/** What there is to tell, for each thing that can be watched. */
export class LiveNews implements NewsSource {
  constructor(
    private readonly feed: KafkaFeed,
    private readonly matches: LiveMatches,
    private readonly system: System,
    private readonly replay: ReplayLink,
  ) {}

  status(): StatusMessage {
    return { kind: "status", kafka: this.feed.status(), replay: this.replay.view() };
  }

  news(watch: Watch, since: number): News | null {
    switch (watch.view) {
      case "matches":
        return this.ofMatches(since);
      case "match":
        return this.ofMatch(watch.id, since);
      default: {
        const message = this.system.message(since);
        return { message, upTo: message.points.at(-1)?.at ?? since };
      }
    }
  }

  private ofMatches(since: number): News | null {
    const { now } = this.matches;
    if (now === since && since > 0) return null;
    const message = this.matches.message(since);
    const isEmpty = message.rows.length + message.names.length + message.gone.length === 0;
    return isEmpty && !message.whole ? null : { message, upTo: now };
  }

  private ofMatch(id: number, since: number): News | null {
    const match = this.matches.find(id);
    // Told once, as nothing changes about it; it may still appear.
    const isKnown = since >= FIRST_MOMENT;
    if (!match)
      return since === TOLD_UNKNOWN ? null : { message: { kind: "unknown-match", id }, upTo: TOLD_UNKNOWN };
    if (isKnown && match.changedAt <= since) return null;
    return { message: match.message(isKnown ? since : 0), upTo: this.matches.now };
  }
}

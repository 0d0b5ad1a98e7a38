import {
  type DeadLetter,
  type EventMessage,
  type Prediction,
  TOPICS,
  validate,
  type WindowStatistics,
} from "@golazo/contracts";
import type { RecordSink } from "./kafka/kafka-feed";
import type { TopicPositions } from "./kafka/topic-positions";
import type { LiveMatches } from "./live/live-matches";
import type { StreamFigures } from "./system/stream-figures";

/** Tells records of the four topics apart and hands each to where it belongs; what cannot be read is counted. */
export class Records implements RecordSink {
  constructor(
    private readonly matches: LiveMatches,
    private readonly figures: StreamFigures,
  ) {}

  take(topic: string, value: Buffer | null, writtenAt: number): void {
    try {
      const content: unknown = JSON.parse(String(value));
      if (topic === TOPICS.events.name) this.play(content);
      else if (topic === TOPICS.predictions.name)
        this.predict(validate<Prediction>("prediction", content), writtenAt);
      else if (topic === TOPICS.windowStatistics.name)
        this.matches.observe(validate<WindowStatistics>("window-statistics", content), writtenAt);
      else if (topic === TOPICS.deadLetters.name)
        this.figures.deadLetter(validate<DeadLetter>("dead-letter", content));
    } catch {
      // Whoever wrote it, a record that is not what its topic is for must not stop the page; the jobs say more.
      this.figures.unreadable(topic);
    }
  }

  clear(): void {
    this.matches.clear();
    this.figures.clear();
  }

  looked(positions: TopicPositions): void {
    this.figures.looked(positions, Date.now());
  }

  private play(content: unknown): void {
    if (!isEvent(content)) throw new Error("no event");
    this.matches.play(content);
    this.figures.produced(content.produced_at);
  }

  private predict(prediction: Prediction, writtenAt: number): void {
    this.matches.predict(prediction);
    this.figures.predicted(prediction, writtenAt);
  }
}

/**
 * Whether something has what the page reads of an event, which thousands have to be asked every second; the whole
 * contract is the jobs' to check.
 */
function isEvent(content: unknown): content is EventMessage {
  const event = content as Partial<EventMessage> | null;
  return (
    [event?.match_id, event?.sequence, event?.period, event?.minute, event?.second].every(
      Number.isSafeInteger,
    ) &&
    [event?.home_team_id, event?.away_team_id, event?.team?.id, event?.type?.id].every(
      Number.isSafeInteger,
    ) &&
    Number.isFinite(event?.produced_at) &&
    typeof event?.timestamp === "string" &&
    !Number.isNaN(Date.parse(String(event?.event_time)))
  );
}

import type { DeadLetter } from "@golazo/contracts";
import type { DeadLetterView } from "../protocol";

/** Different reasons that are told apart; a broken source may give a new one with every record. */
const MOST_REASONS = 50;

/** Longest reason that is shown, characters. */
const MOST_CHARACTERS = 200;

const OTHER = "…";

/** Dead letters by their reasons. */
export class DeadLetters {
  private readonly reasons = new Map<string, { count: number; latest: number }>();

  add({ reason, detected_at }: DeadLetter): void {
    const told = reason.slice(0, MOST_CHARACTERS);
    const name = this.reasons.has(told) || this.reasons.size < MOST_REASONS ? told : OTHER;
    const before = this.reasons.get(name) ?? { count: 0, latest: 0 };
    this.reasons.set(name, { count: before.count + 1, latest: Math.max(before.latest, detected_at) });
  }

  clear(): void {
    this.reasons.clear();
  }

  /** The most frequent first. */
  view(): DeadLetterView[] {
    return [...this.reasons]
      .map(([reason, counts]) => ({ reason, ...counts }))
      .sort((one, other) => other.count - one.count);
  }
}

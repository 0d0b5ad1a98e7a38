/** Events of so many milliseconds are counted together. */
const STEP_MS = 100;

/** Older ones are predicted or lost; ten minutes of lag are shown as such. */
const KEPT_MS = 600_000;

/** How many events were produced when, so that it is known how many no prediction rests on yet. */
export class ProducedEvents {
  private readonly counts = new Map<number, number>();
  private newest = 0;

  /** @param at when an event was handed to Kafka, epoch ms */
  add(at: number): void {
    const step = Math.floor(at / STEP_MS);
    this.counts.set(step, (this.counts.get(step) ?? 0) + 1);
    if (step > this.newest) {
      this.newest = step;
      this.counts.delete(step - KEPT_MS / STEP_MS);
    }
  }

  /** Events that were produced after an instant, epoch ms; to a tenth of a second. */
  after(instant: number): number {
    const from = Math.floor(instant / STEP_MS);
    let sum = 0;
    for (const [step, count] of this.counts) if (step > from) sum += count;
    return sum;
  }

  /** Lets go of what is too old to count. */
  prune(): void {
    for (const step of this.counts.keys())
      if (step < this.newest - KEPT_MS / STEP_MS) this.counts.delete(step);
  }
}

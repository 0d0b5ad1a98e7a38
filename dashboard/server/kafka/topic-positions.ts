import type { Admin } from "kafkajs";

/** Records of a partition that are read again when the page begins: enough for a score, and read in seconds. */
const LOOK_BACK = 100_000;

interface Ends {
  readonly low: number;
  readonly high: number;
}

/** Next offset to read of every partition, kept over reconnections: nothing is read twice and nothing is left out. */
export class TopicPositions {
  private readonly next = new Map<string, number>();
  private readonly ends = new Map<string, Ends>();

  /** Looks where the topics end. */
  async look(admin: Pick<Admin, "fetchTopicOffsets">, topics: readonly string[]): Promise<void> {
    for (const topic of topics) {
      for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
        this.ends.set(key(topic, partition), { low: Number(low), high: Number(high) });
      }
    }
  }

  /** Whether a topic ends before what was read of it: then it is another topic of the same name. */
  get areOfOtherTopics(): boolean {
    return [...this.next].some(([place, next]) => next > (this.ends.get(place)?.high ?? next));
  }

  /** Forgets what was read. */
  clear(): void {
    this.next.clear();
  }

  /** Where to go on in each partition whose end was looked at. */
  starts(): Array<{ readonly topic: string; readonly partition: number; readonly offset: string }> {
    return [...this.ends].map(([place, { low, high }]) => {
      const offset = Math.max(low, this.next.get(place) ?? high - LOOK_BACK);
      this.next.set(place, offset);
      const { topic, partition } = parts(place);
      return { topic, partition, offset: String(offset) };
    });
  }

  /** Whether a record is the next one, or one after it; notes that it was read. */
  take(topic: string, partition: number, offset: number): boolean {
    const place = key(topic, partition);
    if (offset < (this.next.get(place) ?? 0)) return false;
    this.next.set(place, offset + 1);
    return true;
  }

  /** Where a topic ends: the sum over its partitions. */
  end(topic: string): number {
    return this.sum(topic, ({ high }) => high);
  }

  /** Records a topic holds. */
  held(topic: string): number {
    return this.sum(topic, ({ low, high }) => high - low);
  }

  /** Records between what was read of a topic and its end. */
  behind(topic: string): number {
    return this.sum(topic, ({ high }, place) => Math.max(0, high - (this.next.get(place) ?? high)));
  }

  private sum(topic: string, of: (ends: Ends, place: string) => number): number {
    let sum = 0;
    for (const [place, ends] of this.ends) if (parts(place).topic === topic) sum += of(ends, place);
    return sum;
  }
}

function key(topic: string, partition: number): string {
  return `${topic} ${partition}`;
}

function parts(place: string): { topic: string; partition: number } {
  const [topic = "", partition] = place.split(" ");
  return { topic, partition: Number(partition) };
}

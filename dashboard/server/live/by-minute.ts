/** Something that belongs to a minute of a match. */
interface OfMinute {
  readonly period: number;
  readonly minute: number;
}

/** One value per minute of a match, in order; each remembers when it last changed. */
export class ByMinute<T extends OfMinute> {
  private readonly entries: Array<{ value: T; changedAt: number }> = [];

  /** Sets the value of its minute. */
  set(value: T, changedAt: number): void {
    const index = this.indexAfter(value);
    const before = this.entries[index - 1];
    if (before && order(before.value, value) === 0) this.entries[index - 1] = { value, changedAt };
    else this.entries.splice(index, 0, { value, changedAt });
  }

  /** The value of a minute, or undefined. */
  get(minute: OfMinute): T | undefined {
    const found = this.entries[this.indexAfter(minute) - 1]?.value;
    return found && order(found, minute) === 0 ? found : undefined;
  }

  /** The value of the latest minute, or undefined. */
  get latest(): T | undefined {
    return this.entries.at(-1)?.value;
  }

  /** The values of the latest minutes, oldest first. */
  lastOnes(count: number): T[] {
    return this.entries.slice(-count).map(({ value }) => value);
  }

  /** What changed after a moment. */
  since(moment: number): T[] {
    return this.entries.filter(({ changedAt }) => changedAt > moment).map(({ value }) => value);
  }

  /** Lets go of all values but these. */
  keep(isKept: (value: T) => boolean): void {
    const kept = this.entries.filter(({ value }) => isKept(value));
    this.entries.splice(0, this.entries.length, ...kept);
  }

  /** Minutes come in order but for a few: looked for from the end. */
  private indexAfter(minute: OfMinute): number {
    let index = this.entries.length;
    for (; index > 0; index--) {
      const entry = this.entries[index - 1];
      if (entry && order(entry.value, minute) <= 0) break;
    }
    return index;
  }
}

function order(one: OfMinute, other: OfMinute): number {
  return one.period - other.period || one.minute - other.minute;
}

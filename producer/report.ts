import type { ReplayManifest } from "@golazo/contracts";
import type { AckStatistics } from "./kafka/statistics";

/** Milliseconds between two looks at the second that has passed. */
const LOOK_MS = 100;

/** How a line about the throughput of one second begins. */
export const THROUGHPUT = "Throughput: ";

/** Prints how many events were acknowledged in each whole second, once it is over. */
export class ThroughputReport {
  private timer: NodeJS.Timeout | null = null;
  private start = 0;
  private second = 0;

  constructor(
    private readonly statistics: AckStatistics,
    private readonly print: (line: string) => void,
  ) {}

  /** @param start wall clock of the first event, epoch ms */
  begin(start: number): void {
    this.start = start;
    this.timer = setInterval(() => this.look(), LOOK_MS);
  }

  /** Prints the whole seconds that are left and stops. */
  end(): void {
    if (this.timer) clearInterval(this.timer);
    if (this.start > 0) this.look();
  }

  private look(): void {
    const over = Math.floor((Date.now() - this.start) / 1000);
    for (; this.second < over; this.second += 1) {
      this.print(`${THROUGHPUT}${this.statistics.inSecond(this.second)} events/sec`);
    }
  }
}

/** What a replay did, in one line. Says `synthetic` when its matches are. */
export function totalsLine({ state, source, matches, totals, failure }: ReplayManifest): string {
  if (!totals) throw new Error("a replay that has not ended has no totals");
  const { p50, p99 } = totals.ack_latency_ms;
  const number = (value: number): string => value.toLocaleString("en-US", { maximumFractionDigits: 1 });
  const what = `${number(totals.events_acknowledged)} ${source.synthetic ? "synthetic " : ""}events of ${matches.length} matches`;
  const latency =
    p50 === null || p99 === null
      ? ""
      : `, acknowledged after ${number(p50)} ms (p50), ${number(p99)} ms (p99)`;
  const how = `${number(totals.bytes / 1e6)} MB in ${number(totals.seconds)} s: ${number(totals.events_per_second)} events/s${latency}`;
  return `Replay ${state}: ${what}, ${how}${failure ? `. ${failure}` : ""}`;
}

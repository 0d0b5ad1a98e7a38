import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import type { ReplayManifest } from "@golazo/contracts";
import { InputError } from "./input-error";
import type { KafkaAccess } from "./kafka/access";
import type { Outgoing } from "./kafka/lane";
import { findPositions, Skipper } from "./kafka/resume";
import { Sender } from "./kafka/sender";
import { AckStatistics } from "./kafka/statistics";
import { ensureTopics } from "./kafka/topics";
import type { Replay } from "./plan-replay";
import { Conductor } from "./replay/conductor";
import { finalManifest, writeManifest } from "./replay/manifest";
import { Merge, type ReplayEvent } from "./replay/merge";
import { Pacer } from "./replay/pace";
import type { ScheduledMatch } from "./replay/schedule";
import { ThroughputReport, totalsLine } from "./report";

/**
 * Milliseconds between two looks at the clock. Events that are due come together in one request per lane: much shorter
 * makes more requests than two shared cores like, much longer plays events later than they are due. At 4,096 events/s the
 * broker took 28 and 46 % of a core with 20 ms, 19 % with 50 ms, 12 and 21 % with 100 ms (12 s each, busy machine, 2026-11-28).
 */
const TICK_MS = 100;

/** Events taken at once at most, so that sockets and signals get their turn. */
const TAKE = 512;

/**
 * Synthetic matches are invented before the clock starts, so that inventing them takes no time from the jobs that are measured:
 * what so many seconds play of them, as far as so many bytes of events reach (a minute at the default rate is 430 MB). What
 * comes after that is invented while it is played.
 */
export const PREPARED = { seconds: 60, bytes: 512 * 1024 * 1024 };

/** Events that take long enough to invent, about a second, that somebody who waits is told. */
const WORTH_SAYING = 25_000;

/** Milliseconds a stopped replay waits for the acknowledgements it still expects. */
const STOP_PATIENCE_MS = 10_000;

/** How to run a replay. */
export interface RunOptions extends KafkaAccess {
  readonly replay: Replay;
  /** Where the manifest is written, before the first event and again at the end. */
  readonly manifestFile: string;
  /** Go on after what an interrupted run of the same replay has put on the topic. Default false. */
  readonly resume?: boolean;
  /** Stops the replay: what was handed over is flushed, the manifest says `stopped`. */
  readonly signal?: AbortSignal;
  /** Holds, speeds up or hurries the replay while it plays. */
  readonly conductor?: Conductor;
  /** Takes one line for people. */
  readonly print: (line: string) => void;
  /** Told how many events Kafka has acknowledged so far: 0 when the first is about to be sent, then each time it grows. */
  readonly onAcknowledged?: (events: number) => void;
}

/**
 * Plays a replay into Kafka like {@link playReplay}; a replay that failed is an error.
 *
 * @returns the final manifest, state `complete` or `stopped`
 * @throws Error also when Kafka stayed away too long or refused a message
 */
export async function runProducer(options: RunOptions): Promise<ReplayManifest> {
  const manifest = await playReplay(options);
  if (manifest.state === "failed") throw new Error(manifest.failure ?? "the replay failed");
  return manifest;
}

/**
 * Plays a replay into Kafka: creates missing topics, sends every event in order, prints the throughput once a second and
 * the totals at the end, and writes the manifest.
 *
 * @returns the final manifest, state `complete`, `stopped` or `failed`
 * @throws NoBrokerError when no broker answers at first
 * @throws InputError when the manifest cannot be written or, resuming, the topic holds another replay
 */
export async function playReplay(options: RunOptions): Promise<ReplayManifest> {
  const { replay, manifestFile, print } = options;
  const { topic } = replay.manifest;
  await writeManifest(manifestFile, replay.manifest);
  await ensureTopics(options);
  const run = new Run(options);
  const planned = new Set(replay.plan.planned.map(({ matchId }) => matchId));
  const isOurs = (matchId: number): boolean => replay.plan.openEnded || planned.has(matchId);
  const positions = options.resume ? await findPositions(options, topic, isOurs) : new Map();
  const sender = await Sender.connect(options, topic, run);
  try {
    const manifest = await run.play(sender, new Skipper(positions));
    await writeManifest(manifestFile, manifest);
    print(totalsLine(manifest));
    return manifest;
  } finally {
    await sender.close();
  }
}

/** One run of a replay: what was played, what was acknowledged. */
class Run {
  private readonly statistics = new AckStatistics();
  private readonly played = new Map<number, ScheduledMatch>();
  private readonly conductor: Conductor;
  private isAway = false;

  constructor(private readonly options: RunOptions) {
    this.conductor = options.conductor ?? new Conductor(options.replay.plan.clockStart);
  }

  acknowledged(messages: readonly Outgoing[]): void {
    if (this.isAway) this.options.print("Kafka answers again.");
    this.isAway = false;
    this.statistics.acknowledged(messages, Date.now());
    this.options.onAcknowledged?.(this.statistics.total);
  }

  away(reason: string): void {
    if (!this.isAway) this.options.print(`Kafka does not answer (${reason}); trying again, nothing is lost.`);
    this.isAway = true;
  }

  async play(sender: Sender, skipper: Skipper): Promise<ReplayManifest> {
    const { replay, signal, print } = this.options;
    const merge = new Merge(replay.plan.matches(), replay.plan.library);
    const report = new ThroughputReport(this.statistics, print);
    const stopWaiting = (): void => sender.stopWaiting();
    signal?.addEventListener("abort", stopWaiting);
    let failure: string | null = null;
    try {
      await merge.prime();
      await this.prepare(merge);
      report.begin(this.statistics.begin(Date.now()));
      this.options.onAcknowledged?.(0);
      await this.feed(merge, sender, skipper);
      await this.flush(sender);
    } catch (error) {
      if (error instanceof InputError) throw error;
      failure = error instanceof Error ? error.message : String(error);
    } finally {
      signal?.removeEventListener("abort", stopWaiting);
      merge.close();
      report.end();
    }
    return this.manifest(sender.pending, skipper, failure);
  }

  private get stopped(): boolean {
    return this.options.signal?.aborted === true;
  }

  private async prepare(merge: Merge): Promise<void> {
    const { manifest, plan } = this.options.replay;
    // Real matches are read ahead by the library; and how much is played in a minute is known of a rate only.
    if (!manifest.source.synthetic || plan.pace.kind !== "rate") return;
    const events = Math.min(
      plan.bounds.events ?? Number.POSITIVE_INFINITY,
      plan.pace.value * PREPARED.seconds,
    );
    if (events >= WORTH_SAYING) this.options.print("Inventing the matches before the clock starts.");
    let bytes = 0;
    for (let left = events; left > 0 && bytes < PREPARED.bytes && !this.stopped; left -= TAKE) {
      const more = await merge.prepare(Math.min(left, TAKE));
      if (more === 0) return;
      bytes += more;
      await nextTurn();
    }
  }

  private async feed(merge: Merge, sender: Sender, skipper: Skipper): Promise<void> {
    const { bounds, pace, clockStart } = this.options.replay.plan;
    let left = bounds.events ?? Number.POSITIVE_INFINITY;
    let reached = clockStart;
    while (skipper.isActive && left > 0 && !merge.finished && !this.stopped) {
      const events = await merge.take(Math.min(left, TAKE));
      left -= events.length;
      reached = events.at(-1)?.eventTime ?? reached;
      await this.deliver(events, sender, skipper);
    }
    if (skipper.total > 0) this.options.print(`Resumed: ${skipper.total} events were on the topic already.`);
    const { tempo } = this.conductor;
    const start = tempo.now();
    let pacer = new Pacer(pace, start, reached);
    let played = 0;
    while (left > 0 && !merge.finished && !this.stopped) {
      const now = tempo.now();
      if (bounds.seconds !== null && now - start >= bounds.seconds * 1000) return;
      const { jumpTo, paused } = this.conductor;
      const hurries = jumpTo !== null && !paused;
      const { count, until } = hurries ? { count: TAKE, until: jumpTo } : pacer.allowance(now, played);
      const events = paused ? [] : await merge.take(Math.min(count, left, TAKE), until);
      reached = events.at(-1)?.eventTime ?? reached;
      played += events.length;
      left -= events.length;
      await this.deliver(events, sender, skipper);
      if (hurries && events.length === 0) {
        this.conductor.arrived();
        // What the hurry was ahead of the pace must not be waited for.
        pacer = new Pacer(pace, tempo.now(), Math.max(reached, jumpTo));
        played = 0;
      }
      await (!paused && (hurries || pace.kind === "max" || count > TAKE) ? nextTurn() : sleep(TICK_MS));
    }
  }

  private async deliver(events: readonly ReplayEvent[], sender: Sender, skipper: Skipper): Promise<void> {
    for (const event of events) {
      if (this.stopped) return;
      this.played.set(event.scheduled.matchId, event.scheduled);
      this.conductor.played(event.scheduled.matchId, event.scheduled.simulatedKickOff, event.eventTime);
      if (skipper.has(event, sender.partition(event.scheduled))) continue;
      const full = sender.send(event, Date.now());
      if (full) await full;
    }
  }

  private async flush(sender: Sender): Promise<void> {
    if (!this.stopped) return sender.flush();
    await Promise.race([sender.flush(), sleep(STOP_PATIENCE_MS, undefined, { ref: false })]);
  }

  private manifest(pending: number, skipper: Skipper, error: string | null): ReplayManifest {
    const state = error !== null ? "failed" : this.stopped ? "stopped" : "complete";
    const unacknowledged = pending > 0 ? `${pending} events were not acknowledged` : null;
    const failure = [error, unacknowledged].filter((reason) => reason !== null).join("; ") || null;
    const played = [...this.played.values()].map((scheduled) => ({
      scheduled,
      acknowledged: skipper.ofMatch(scheduled.matchId) + this.statistics.ofMatch(scheduled.matchId),
    }));
    return finalManifest(this.options.replay.plan, played, {
      state,
      failure,
      totals: this.statistics.totals(skipper.total),
    });
  }
}

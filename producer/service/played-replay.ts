import { EventEmitter, once } from "node:events";
import type { ReplayControl, ReplayManifest, ReplayStatus, ReplaySummary } from "@golazo/contracts";
import type { KafkaAccess } from "../kafka/access";
import type { Replay } from "../plan-replay";
import { Conductor } from "../replay/conductor";
import { writeManifest } from "../replay/manifest";
import { THROUGHPUT } from "../report";
import { playReplay } from "../run";

/** How a replay is played by the service. */
export interface PlayOptions extends KafkaAccess {
  readonly runId: string;
  readonly replay: Replay;
  readonly manifestFile: string;
  readonly resume: boolean;
  /** Lines for people that planning it gave. */
  readonly planLines: readonly string[];
  /** Takes each further line for people. */
  readonly print: (line: string) => void;
}

/** One replay of the service: playing or over, with everything it said. */
export class PlayedReplay {
  /** Resolves when the replay is over, however it ended. */
  readonly over: Promise<void>;
  private readonly lines: string[];
  private readonly news = new EventEmitter().setMaxListeners(0);
  private readonly stopping = new AbortController();
  private readonly conductor: Conductor;
  private manifest: ReplayManifest;
  private state: ReplayStatus["state"] = "planned";
  private acknowledged = 0;
  private throughput: string | null = null;
  private failure: string | null = null;

  constructor(private readonly options: PlayOptions) {
    this.manifest = options.replay.manifest;
    this.conductor = new Conductor(options.replay.plan.clockStart);
    this.lines = [...options.planLines];
    this.over = this.play();
  }

  get isOver(): boolean {
    return this.state !== "planned" && this.state !== "playing";
  }

  status(): ReplayStatus {
    return {
      run_id: this.options.runId,
      state: this.state,
      events_acknowledged: this.acknowledged,
      throughput: this.throughput,
      failure: this.failure,
      manifest: this.manifest,
    };
  }

  /** The same in a few words, and how it is played. */
  summary(): ReplaySummary {
    return {
      run_id: this.options.runId,
      state: this.state,
      events_acknowledged: this.acknowledged,
      synthetic: this.manifest.source.synthetic,
      pace: this.manifest.pace,
      control: this.conductor.view(),
    };
  }

  /**
   * Changes how it is played.
   *
   * @throws InputError for a change that cannot be made
   */
  control(change: ReplayControl): void {
    this.conductor.apply(change);
  }

  /** Every line for people from the first on, as they come; ends when the replay is over. */
  async *allLines(): AsyncGenerator<string> {
    for (let next = 0; ; ) {
      while (next < this.lines.length) yield this.lines[next++] as string;
      if (this.isOver) return;
      await once(this.news, "news");
    }
  }

  /** Stops the replay; resolves when what was handed over is acknowledged, or given up. */
  stop(): Promise<void> {
    this.stopping.abort();
    return this.over;
  }

  private async play(): Promise<void> {
    const { replay, bootstrap, kafkaAuth, manifestFile, resume } = this.options;
    try {
      this.manifest = await playReplay({
        replay,
        bootstrap,
        kafkaAuth,
        manifestFile,
        resume,
        signal: this.stopping.signal,
        conductor: this.conductor,
        print: (line) => this.say(line),
        onAcknowledged: (events) => {
          this.state = "playing";
          this.acknowledged = events;
        },
      });
      this.acknowledged = this.manifest.totals?.events_acknowledged ?? this.acknowledged;
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error);
      this.manifest = { ...this.manifest, state: "failed", failure };
      this.say(`Replay failed: ${failure}`);
      // The folder may be what failed; then the status alone tells.
      await writeManifest(manifestFile, this.manifest).catch(() => {});
    }
    this.state = this.manifest.state;
    this.failure = this.manifest.failure;
    this.news.emit("news");
  }

  private say(line: string): void {
    this.lines.push(line);
    if (line.startsWith(THROUGHPUT)) this.throughput = line;
    this.options.print(line);
    this.news.emit("news");
  }
}

import type { ReplayManifest } from "@golazo/contracts";
import type { JobCluster } from "../job-cluster";

/** The producer of one replay, wherever it runs. */
export interface Producer {
  /**
   * What will be played; nothing is played yet.
   *
   * @param notify takes one line for people
   * @throws InputError for a mistake in the options or the data
   */
  plan(notify: (line: string) => void): Promise<ReplayManifest>;

  /** Starts to play; called once. */
  start(options: ProducerStart): PlayingReplay;
}

/** What a producer needs to know when it starts. */
export interface ProducerStart {
  readonly cluster: JobCluster;
  /** Where the manifest is to be when the replay is over. */
  readonly manifestFile: string;
  readonly logFile: string;
  /** Takes each line the producer prints. */
  readonly onLine: (line: string) => void;
}

/** A replay that has begun. */
export interface PlayingReplay {
  /** Resolves when every event was acknowledged; rejects when the producer failed. */
  readonly finished: Promise<void>;
  /** Asks the producer to flush and report; {@link finished} is then settled. */
  stop(): void;
}

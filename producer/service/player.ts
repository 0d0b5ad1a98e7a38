import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type ReplayManifest, type ReplayRequest, validate } from "@golazo/contracts";
import { InputError } from "../input-error";
import type { KafkaAccess } from "../kafka/access";
import { planReplay } from "../plan-replay";
import { PlayedReplay } from "./played-replay";
import { replayOptions } from "./request";

/** Replays that are over and remembered, with their lines: more than anybody follows, little memory. */
const REMEMBERED = 20;

/** Another replay is playing, or this one was played already. The message names the fix. */
export class BusyError extends Error {
  override readonly name = "BusyError";
  constructor(
    message: string,
    /** The replay that is in the way. */
    readonly runId: string,
  ) {
    super(message);
  }
}

/** The service is ending. */
export class ClosingError extends Error {
  override readonly name = "ClosingError";
}

/** What all replays of a service share. */
export interface PlayerOptions extends KafkaAccess {
  /** Folder in which each run has one of its own, by its id. */
  readonly runs: string;
  /** Takes one line for people. */
  readonly print: (line: string) => void;
}

/** What a replay would play, and what there is to say about it. */
export interface ReplayPlanned {
  readonly manifest: ReplayManifest;
  /** For people. */
  readonly lines: readonly string[];
}

/** Plays replays one at a time and remembers the latest. */
export class Player {
  private readonly replays = new Map<string, PlayedReplay>();
  /** Run id of the replay that is planned or played now. */
  private busyWith: string | null = null;
  private closing = false;

  constructor(private readonly options: PlayerOptions) {}

  /**
   * Plans a replay and starts it.
   *
   * @param resume goes on after what an earlier run of the same replay put on the topic, where its manifest says so
   * @throws InputError for a mistake in the options or the data
   * @throws BusyError while another replay is playing, or when the run is over already
   */
  async start(request: ReplayRequest, { resume = false } = {}): Promise<PlayedReplay> {
    const { runId } = request;
    const { bootstrap, kafkaAuth, print } = this.options;
    this.refuseWhileBusy();
    this.busyWith = runId;
    try {
      const manifestFile = join(this.options.runs, runId, "manifest.json");
      const earlier = await earlierState(manifestFile);
      if (this.replays.has(runId) || isOver(earlier, resume)) {
        throw new BusyError(
          `replay ${runId} was played already: choose another runId, or remove ${dirname(manifestFile)} and start the service again`,
          runId,
        );
      }
      const planLines: string[] = [];
      const replay = await planReplay(replayOptions(request), (line) => {
        planLines.push(line);
        print(line);
      });
      if (this.closing) throw new ClosingError("the service is ending: ask again when it is back");
      const played = new PlayedReplay({
        ...{ runId, replay, manifestFile, planLines },
        ...{ bootstrap, kafkaAuth, print },
        resume: resume && earlier !== null,
      });
      this.remember(runId, played);
      played.over.then(() => this.release());
      return played;
    } catch (error) {
      this.release();
      throw error;
    }
  }

  /**
   * What a replay would play, without playing it.
   *
   * @throws InputError for a mistake in the options or the data
   * @throws BusyError while another replay is playing, so that nobody gets ready for what would be refused
   */
  async plan(request: ReplayRequest): Promise<ReplayPlanned> {
    this.refuseWhileBusy();
    const lines: string[] = [];
    const { manifest } = await planReplay(replayOptions(request), (line) => lines.push(line));
    return { manifest, lines };
  }

  /** A replay of this service by its run id, or undefined. */
  find(runId: string): PlayedReplay | undefined {
    return this.replays.get(runId);
  }

  /** Every replay that is remembered, the newest last. */
  all(): PlayedReplay[] {
    return [...this.replays.values()];
  }

  /** Stops what is playing and takes no more. */
  async close(): Promise<void> {
    this.closing = true;
    await Promise.all([...this.replays.values()].map((replay) => replay.stop()));
  }

  private refuseWhileBusy(): void {
    const runId = this.busyWith;
    if (runId === null) return;
    throw new BusyError(
      `replay ${runId} is playing: wait for its end, or stop it with DELETE /replays/${runId}`,
      runId,
    );
  }

  private release(): void {
    this.busyWith = null;
  }

  private remember(runId: string, replay: PlayedReplay): void {
    this.replays.set(runId, replay);
    const oldest = this.replays.keys().next();
    if (this.replays.size > REMEMBERED && !oldest.done) this.replays.delete(oldest.value);
  }
}

/** What the manifest of an earlier run says, or null when there is none. */
async function earlierState(manifestFile: string): Promise<ReplayManifest["state"] | null> {
  const text = await readFile(manifestFile, "utf8").catch(() => null);
  if (text === null) return null;
  try {
    return validate<ReplayManifest>("replay-manifest", JSON.parse(text)).state;
  } catch {
    throw new InputError(`${manifestFile} is not a manifest: choose another runId, or remove the file`);
  }
}

/** Whether an earlier run leaves nothing to play. The planned manifest may have been written by whoever asks. */
function isOver(earlier: ReplayManifest["state"] | null, resume: boolean): boolean {
  return earlier !== null && earlier !== "planned" && (earlier === "complete" || !resume);
}

import { type ReplayControl, type ReplaySummary, validate } from "@golazo/contracts";
import got, { HTTPError } from "got";
import type { ReplayView } from "./protocol";

/** How often whoever plays is asked how it stands, ms. */
const PAUSE_MS = 1_000;

const PATIENCE_MS = 3_000;

const UNKNOWN: ReplayView = { runId: null, state: null, control: null, pace: null, synthetic: null };

/** What was asked of a replay cannot be done; the message is one line. */
export class ReplayRefused extends Error {
  override readonly name = "ReplayRefused";
  constructor(
    message: string,
    /** As in HTTP. */
    readonly statusCode: number,
  ) {
    super(message);
  }
}

/** The producer of the replay, wherever it is: how it stands, and what is asked of it. */
export class ReplayLink {
  private summary: ReplaySummary | null = null;
  private timer: NodeJS.Timeout | null = null;
  private asking = false;

  /** @param producer where the newest replay takes its orders at this moment, or null */
  constructor(private readonly producer: () => string | null) {}

  start(): void {
    this.timer = setInterval(() => void this.ask(), PAUSE_MS);
    void this.ask();
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
  }

  view(): ReplayView {
    if (!this.summary) return UNKNOWN;
    const { run_id, state, control, pace, synthetic } = this.summary;
    return { runId: run_id, state, control, pace, synthetic };
  }

  /**
   * Changes how the replay is played.
   *
   * @throws ReplayRefused when nothing plays, or the change cannot be made
   */
  async control(change: ReplayControl): Promise<ReplayView> {
    const producer = this.producer();
    if (!producer || !this.summary) {
      throw new ReplayRefused("no replay is playing: start one with ./golazo produce or ./golazo demo", 409);
    }
    const url = `${producer}/replays/${encodeURIComponent(this.summary.run_id)}`;
    try {
      this.summary = validate<ReplaySummary>("replay-summary", await request(url, change));
    } catch (error) {
      if (!(error instanceof HTTPError))
        throw new ReplayRefused("the replay does not answer: it may be over", 502);
      throw new ReplayRefused(reasonIn(error.response.body), error.response.statusCode);
    }
    return this.view();
  }

  /** A replay that is over stays on the page until another plays; one that cannot be asked any more has ended. */
  private async ask(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    try {
      const producer = this.producer();
      this.summary = producer === null ? null : await newest(producer);
    } catch {
      this.summary = null;
    } finally {
      this.asking = false;
    }
  }
}

async function newest(producer: string): Promise<ReplaySummary | null> {
  const replays = await request(`${producer}/replays`);
  if (!Array.isArray(replays) || replays.length === 0) return null;
  return validate<ReplaySummary>("replay-summary", replays.at(-1));
}

function request(url: string, change?: ReplayControl): Promise<unknown> {
  const options = { timeout: { request: PATIENCE_MS }, retry: { limit: 0 } } as const;
  return change ? got.patch(url, { ...options, json: change }).json() : got(url, options).json();
}

function reasonIn(body: unknown): string {
  try {
    const { error } = JSON.parse(String(body));
    return typeof error === "string" ? error : String(body);
  } catch {
    return String(body);
  }
}

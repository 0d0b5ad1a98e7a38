import got from "got";
import type { SystemMessage, SystemView } from "../protocol";
import { gpuView } from "./gpu-figures";
import { type SparkView, sparkView } from "./spark-figures";
import type { StreamFigures } from "./stream-figures";

/** A look at Spark and the GPUs costs them a little, so that it is taken this rarely, ms. */
const LOOK_MS = 2_000;

/** Another page that does not answer is not waited for, ms. */
const PATIENCE_MS = 1_500;

/** What a page may know of the system. */
export interface SystemOptions {
  /** What this side is called, for example `cpu`. */
  readonly name: string;
  /** Where Spark jobs may have their pages at this moment. */
  readonly sparkPages: () => readonly string[];
  /** Address of the live page of another stack, with its token if it asks for one. */
  readonly beside?: string;
}

type Looked = SparkView & Pick<SystemView, "gpus">;

const NOT_LOOKED = { value: null, missing: "not-looked" } as const;

/** The system as a whole: what Kafka tells all the time, and what Spark and the GPUs tell while somebody looks. */
export class System {
  private looked: Looked = { queries: NOT_LOOKED, executors: NOT_LOOKED, gpus: NOT_LOOKED };
  private besideView: SystemView | null = null;
  private lookedAt = Number.NEGATIVE_INFINITY;
  private looking = false;

  constructor(
    private readonly figures: StreamFigures,
    private readonly options: SystemOptions,
  ) {}

  view(now = Date.now()): SystemView {
    this.look(now);
    return { at: now, name: this.options.name, ...this.figures.view(now), ...this.looked };
  }

  /** @param since points that are older are known already, epoch ms */
  message(since: number): SystemMessage {
    const { beside } = this.options;
    return {
      kind: "system",
      here: this.view(),
      points: this.figures.pointsSince(since),
      beside: beside === undefined ? null : { url: new URL(beside).origin, view: this.besideView },
    };
  }

  /** Looks again when the last look is old; the answer is there the next time. */
  private look(now: number): void {
    if (this.looking || now - this.lookedAt < LOOK_MS) return;
    this.looking = true;
    this.lookedAt = now;
    const spark = sparkView(this.options.sparkPages());
    Promise.all([spark, gpuView(), this.lookBeside()])
      .then(([{ queries, executors }, gpus]) => {
        this.looked = { queries, executors, gpus };
      })
      .finally(() => {
        this.looking = false;
      });
  }

  private async lookBeside(): Promise<void> {
    const { beside } = this.options;
    if (beside === undefined) return;
    const url = new URL(beside);
    url.pathname = "/api/system";
    this.besideView = await got(url, { timeout: { request: PATIENCE_MS }, retry: { limit: 0 } })
      .json<SystemView>()
      .catch(() => null);
  }
}

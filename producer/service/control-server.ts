import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { ReplayControl, ReplaySummary } from "@golazo/contracts";
import fastify, { type FastifyInstance } from "fastify";
import type { Replay } from "../plan-replay";
import { Conductor } from "../replay/conductor";
import { explainErrors, UnknownReplayError } from "./answers";
import { addControlRoutes, type ControlledReplay } from "./control-routes";

/** Whoever can change a replay is on this machine. */
const LOOPBACK = "127.0.0.1";

/** Where a replay takes its orders, as its file says. */
export interface ControlAddress {
  /** For example `http://127.0.0.1:40123`. */
  readonly url: string;
  /** Process that plays it. */
  readonly process: number;
}

/** Lets others hold, speed up and hurry the one replay of this process, over HTTP on the loopback address. */
export class ControlServer implements ControlledReplay {
  readonly isOver = false;
  readonly conductor: Conductor;
  private acknowledged: number | null = null;

  private constructor(
    private readonly runId: string,
    private readonly replay: Replay,
    private readonly file: string,
    private readonly server: FastifyInstance,
  ) {
    this.conductor = new Conductor(replay.plan.clockStart);
  }

  /**
   * Opens it on a port the system chooses.
   *
   * @param file says where it is ({@link ControlAddress}) as long as it is open
   */
  static async open(runId: string, replay: Replay, file: string): Promise<ControlServer> {
    const server = fastify({ forceCloseConnections: true });
    const control = new ControlServer(runId, replay, file, server);
    addControlRoutes(server, {
      all: () => [control],
      known: (asked) => {
        if (asked !== runId) throw new UnknownReplayError(asked);
        return control;
      },
    });
    explainErrors(server, "GET /replays, PATCH /replays/RUN_ID");
    const url = await server.listen({ host: LOOPBACK, port: 0 });
    const address: ControlAddress = { url, process: process.pid };
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(address));
    return control;
  }

  /** Notes what Kafka acknowledged so far. */
  onAcknowledged = (events: number): void => {
    this.acknowledged = events;
  };

  control(change: ReplayControl): void {
    this.conductor.apply(change);
  }

  summary(): ReplaySummary {
    const { source, pace } = this.replay.manifest;
    return {
      run_id: this.runId,
      state: this.acknowledged === null ? "planned" : "playing",
      events_acknowledged: this.acknowledged ?? 0,
      synthetic: source.synthetic,
      pace,
      control: this.conductor.view(),
    };
  }

  async close(): Promise<void> {
    rmSync(this.file, { force: true });
    await this.server.close();
  }
}

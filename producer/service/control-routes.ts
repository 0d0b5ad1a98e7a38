import type { ReplayControl, ReplaySummary } from "@golazo/contracts";
import type { FastifyInstance } from "fastify";
import { BusyError } from "./player";
import { checkControl } from "./request";

/** A replay whose course can be changed. */
export interface ControlledReplay {
  readonly isOver: boolean;
  summary(): ReplaySummary;
  /** @throws InputError for a change that cannot be made */
  control(change: ReplayControl): void;
}

/** The replays of a server. */
export interface ControlledReplays {
  /** The newest last. */
  all(): ControlledReplay[];
  /** @throws an error that says that there is none of that name */
  known(runId: string): ControlledReplay;
}

/**
 * What every server of replays answers:
 * - `GET /replays` lists them in a few words, the newest last (contract `replay-summary`);
 * - `PATCH /replays/:runId` holds one, lets it go on, makes it faster or hurries it to a minute (contract
 *   `replay-control`): 200 with its summary, 400 for what cannot be done, 409 when it is over.
 */
export function addControlRoutes(server: FastifyInstance, replays: ControlledReplays): void {
  server.get("/replays", async () => replays.all().map((replay) => replay.summary()));
  server.patch<{ readonly Params: { readonly runId: string } }>(
    "/replays/:runId",
    async ({ params: { runId }, body }) => {
      const replay = replays.known(runId);
      const change = checkControl(body);
      if (replay.isOver) throw new BusyError(`replay ${runId} is over: start another`, runId);
      replay.control(change);
      return replay.summary();
    },
  );
}

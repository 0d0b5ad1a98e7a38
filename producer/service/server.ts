import { Readable } from "node:stream";
import fastify, { type FastifyInstance } from "fastify";
import type { KafkaAccess } from "../kafka/access";
import { brokerAnswers } from "../kafka/answers";
import { explainErrors, UnknownReplayError } from "./answers";
import { addControlRoutes } from "./control-routes";
import type { PlayedReplay } from "./played-replay";
import type { Player } from "./player";
import { checkRequest } from "./request";

/** A request is a handful of options; only a list of matches can be long. */
const BODY_LIMIT_BYTES = 256 * 1024;

interface ReplayRoute {
  readonly Params: { readonly runId: string };
}

/**
 * The producer's HTTP interface:
 * - `POST /plans` says what a replay would play, and plays nothing: 200 with its manifest and lines, 400 for a mistake;
 * - `POST /replays` plans and starts a replay: 202 with its run id and manifest, 400 for a mistake, 409 while one plays;
 * - `GET /replays/:runId` says how far it has come (contract `replay-status`);
 * - `GET /replays/:runId/lines` gives its lines for people, from the first, as they come: one `{"line": …}` per line;
 * - `DELETE /replays/:runId` stops it and answers, with its status, when it has stopped;
 * - `GET /replays` and `PATCH /replays/:runId`: see {@link addControlRoutes};
 * - `GET /health` is 200 when Kafka answers, else 503.
 *
 * Whatever goes wrong is one line in `error`.
 */
export function producerServer(player: Player, kafka: KafkaAccess): FastifyInstance {
  const server = fastify({ bodyLimit: BODY_LIMIT_BYTES, forceCloseConnections: "idle" });
  const known = (runId: string): PlayedReplay => {
    const replay = player.find(runId);
    if (replay) return replay;
    throw new UnknownReplayError(runId);
  };

  server.get("/health", async (_, reply) => {
    const answers = await brokerAnswers(kafka);
    reply.code(answers ? 200 : 503);
    return { ready: true, kafka: answers };
  });
  server.post("/plans", async ({ body }) => player.plan(checkRequest(body)));
  server.post("/replays", async ({ body }, reply) => {
    const replay = await player.start(checkRequest(body));
    reply.code(202);
    const { run_id, manifest } = replay.status();
    return { run_id, manifest };
  });
  addControlRoutes(server, { all: () => player.all(), known });
  server.get<ReplayRoute>("/replays/:runId", async ({ params }) => known(params.runId).status());
  server.get<ReplayRoute>("/replays/:runId/lines", async ({ params }, reply) => {
    const replay = known(params.runId);
    // The connection ends with the replay: an ending service need not wait for what a client does with it next.
    reply.type("application/x-ndjson").header("connection", "close");
    return Readable.from(asJson(replay.allLines()));
  });
  server.delete<ReplayRoute>("/replays/:runId", async ({ params }) => {
    const replay = known(params.runId);
    await replay.stop();
    return replay.status();
  });

  explainErrors(server, "POST /replays, GET /replays/RUN_ID, GET /health");
  return server;
}

async function* asJson(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${JSON.stringify({ line })}\n`;
}

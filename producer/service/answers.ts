import type { FastifyError, FastifyInstance } from "fastify";
import { InputError } from "../input-error";
import { BusyError, ClosingError } from "./player";

/** Nothing is known of a replay. */
export class UnknownReplayError extends Error {
  /** @param runId as it was asked for */
  constructor(runId: string) {
    super(`this service has played no replay ${JSON.stringify(runId)}: start one with POST /replays`);
  }
}

/**
 * Makes whatever goes wrong one line in `error`.
 *
 * @param see what there is, for whoever asks for something else
 */
export function explainErrors(server: FastifyInstance, see: string): void {
  server.setNotFoundHandler(async ({ method, url }, reply) => {
    reply.code(404);
    return { error: `there is no ${method} ${url}: see ${see}` };
  });
  server.setErrorHandler(async (error: FastifyError, _, reply) => {
    reply.code(statusFor(error));
    return { error: error.message, ...(error instanceof BusyError && { run_id: error.runId }) };
  });
}

function statusFor(error: FastifyError): number {
  if (error instanceof InputError) return 400;
  if (error instanceof UnknownReplayError) return 404;
  if (error instanceof BusyError) return 409;
  if (error instanceof ClosingError) return 503;
  return error.statusCode ?? 500;
}

import { resolve } from "node:path";
import { ContractError, type ReplayControl, type ReplayRequest, validate } from "@golazo/contracts";
import { Command, InvalidArgumentError } from "commander";
import { InputError } from "../input-error";
import { addReplayOptions, type ReplayOptions } from "../options";
import { isAddress } from "../sources/open-data";

/**
 * Checks what was asked of the service.
 *
 * @param body anything, usually fresh from a JSON parser
 * @throws InputError with one line that names the place, the rule and, as the command line does, the fix
 */
export function checkRequest(body: unknown): ReplayRequest {
  try {
    return validate<ReplayRequest>("replay-request", body);
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    const field = error.place.split("/")[1];
    if (field === undefined) throw new InputError(`the replay ${error.rule}: ${SHAPE}`);
    throw new InputError(`${field} ${error.rule}: ${fixFor(field, body)}`);
  }
}

/**
 * Checks a change that was asked of a replay.
 *
 * @param body anything, usually fresh from a JSON parser
 * @throws InputError with one line that names the place, the rule and an example
 */
export function checkControl(body: unknown): ReplayControl {
  try {
    return validate<ReplayControl>("replay-control", body);
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    const place = error.place.split("/").slice(1).join(".") || "the change";
    throw new InputError(
      `${place} ${error.rule}: give for example {"paused": true}, {"factor": 2} or {"jump_to": {"match_id": 1, "minute": 60}}`,
    );
  }
}

/** The options of a replay that was asked for; what the request leaves out is as on the command line. */
export function replayOptions({ runId, ...options }: ReplayRequest): ReplayOptions {
  const defaults = addReplayOptions(new Command()).parse([], { from: "user" }).opts<ReplayOptions>();
  return { ...defaults, ...options };
}

/**
 * The replay a command was asked for, as a request.
 *
 * @param command a command that took {@link addReplayOptions}, parsed; its defaults are left to the service. A relative
 *   data folder is made absolute: the service may see the same folder, but works in another one
 */
export function replayRequest(runId: string, command: Command): ReplayRequest {
  const given = addReplayOptions(new Command())
    .options.map((option) => option.attributeName())
    .filter((name) => command.getOptionValueSource(name) === "cli")
    .map((name) => [name, command.getOptionValue(name)]);
  const request = validate<ReplayRequest>("replay-request", { runId, ...Object.fromEntries(given) });
  const { dataDir } = request;
  return dataDir === undefined || isAddress(dataDir) ? request : { ...request, dataDir: resolve(dataDir) };
}

const SHAPE =
  'give a JSON object with a runId and replay options, for example {"runId": "first", "rate": 500, "seconds": 10}';

/** What the command line would say about the same value, or how JSON wants it. */
function fixFor(field: string, body: unknown): string {
  if (field === "runId") {
    return "give 1 to 81 letters, digits, - or _, the first a letter or a digit";
  }
  const option = addReplayOptions(new Command()).options.find((known) => known.attributeName() === field);
  try {
    option?.parseArg?.(String((body as Readonly<Record<string, unknown>>)[field]), undefined);
  } catch (error) {
    if (error instanceof InvalidArgumentError) return error.message;
    throw error;
  }
  return `${option?.long} ${option?.description}, as a JSON value`;
}

import { setTimeout as sleep } from "node:timers/promises";
import { type ReplayManifest, type ReplayRequest, type ReplayStatus, validate } from "@golazo/contracts";
import got, { HTTPError, RequestError } from "got";
import { InputError } from "../input-error";

/** Milliseconds a service may be away while a replay is followed: a network that comes back, not a container that is new. */
const PATIENCE_MS = 30_000;

/** Pause before asking again, milliseconds. */
const PAUSE_MS = 500;

/** A replay says its throughput every second; a connection on which nothing comes for so many milliseconds is dead. */
const SILENCE_MS = 15_000;

/** What the service answers to most questions, milliseconds; planning real matches has no limit. */
const ANSWER_MS = 20_000;

/** The producer service refused, or cannot be reached. The message is one line. */
export class ReplayServiceError extends Error {
  override readonly name = "ReplayServiceError";
}

/** A connection that did not come about or broke: asking again may help. */
class ConnectionError extends ReplayServiceError {}

/** The producer service as a client sees it. */
export class ReplayService {
  private readonly http;

  /** @param baseUrl for example `http://producer:8090` */
  constructor(private readonly baseUrl: string) {
    this.http = got.extend({ prefixUrl: baseUrl, retry: { limit: 0 }, timeout: { connect: 5_000 } });
  }

  /**
   * What a replay would play, and lines about it for people; nothing is played.
   *
   * @throws InputError for a mistake in the request
   */
  async plan(request: ReplayRequest): Promise<{ manifest: ReplayManifest; lines: string[] }> {
    const { manifest, lines } = await this.ask<{ manifest: unknown; lines: string[] }>(
      "post",
      "plans",
      request,
    );
    return { manifest: validate<ReplayManifest>("replay-manifest", manifest), lines };
  }

  /**
   * Starts a replay.
   *
   * @returns its manifest, state `planned`
   * @throws InputError for a mistake in the request
   * @throws ReplayServiceError when another replay is playing, or the service cannot be reached
   */
  async start(request: ReplayRequest): Promise<ReplayManifest> {
    const { manifest } = await this.ask<{ manifest: unknown }>("post", "replays", request);
    return validate<ReplayManifest>("replay-manifest", manifest);
  }

  /** How far a replay has come. */
  async status(runId: string): Promise<ReplayStatus> {
    return validate<ReplayStatus>("replay-status", await this.ask("get", `replays/${runId}`));
  }

  /** What a replay planned or, once it is over, what Kafka acknowledged. */
  async manifest(runId: string): Promise<ReplayManifest> {
    return (await this.status(runId)).manifest;
  }

  /** Stops a replay; resolves when it has stopped. */
  async stop(runId: string): Promise<ReplayStatus> {
    return validate<ReplayStatus>("replay-status", await this.ask("delete", `replays/${runId}`));
  }

  /**
   * Follows a replay to its end. A connection that breaks is made again, and no line is lost or told twice.
   *
   * @param onLine takes each line for people, from the first
   * @returns the final manifest, state `complete` or `stopped`
   * @throws ReplayServiceError when the replay failed, or the service stays away or does not know it
   */
  async follow(runId: string, onLine: (line: string) => void): Promise<ReplayManifest> {
    let told = 0;
    let giveUpAt = 0;
    for (;;) {
      try {
        let line = 0;
        for await (const text of this.lines(runId)) {
          giveUpAt = 0;
          if (line++ < told) continue;
          told = line;
          onLine(text);
        }
        const { state, failure, manifest } = await this.status(runId);
        if (state === "failed") throw new ReplayServiceError(`the replay failed: ${failure}`);
        return manifest;
      } catch (error) {
        if (!(error instanceof ConnectionError)) throw error;
        giveUpAt ||= Date.now() + PATIENCE_MS;
        if (Date.now() >= giveUpAt) throw error;
        await sleep(PAUSE_MS);
      }
    }
  }

  private async *lines(runId: string): AsyncGenerator<string> {
    const stream = this.http.stream(`replays/${runId}/lines`, {
      timeout: { connect: 5_000, response: ANSWER_MS, socket: SILENCE_MS },
    });
    stream.setEncoding("utf8");
    try {
      let rest = "";
      for await (const chunk of stream) {
        const parts = (rest + chunk).split("\n");
        rest = parts.pop() ?? "";
        for (const part of parts) yield JSON.parse(part).line;
      }
    } catch (error) {
      throw this.explain(error);
    }
  }

  private async ask<T>(method: "get" | "post" | "delete", path: string, body?: object): Promise<T> {
    const timeout = method === "post" ? undefined : { request: ANSWER_MS };
    try {
      return await this.http<T>(path, { method, json: body, timeout, responseType: "json" }).json<T>();
    } catch (error) {
      throw this.explain(error);
    }
  }

  private explain(error: unknown): unknown {
    if (error instanceof HTTPError) {
      const { statusCode } = error.response;
      const text = reasonIn(error.response.body) ?? error.message;
      return statusCode === 400
        ? new InputError(text)
        : new ReplayServiceError(`the producer service: ${text}`);
    }
    if (!(error instanceof RequestError)) return error;
    return new ConnectionError(
      `no producer service answers at ${this.baseUrl} (${error.code}): look whether it runs, and at its log`,
    );
  }
}

/** What the service says went wrong; null when the answer is not its own, but that of something in between. */
function reasonIn(body: unknown): string | null {
  try {
    const answer = typeof body === "string" ? JSON.parse(body) : body;
    return typeof answer.error === "string" ? answer.error : null;
  } catch {
    return null;
  }
}

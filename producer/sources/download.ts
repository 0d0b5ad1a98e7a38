import { InputError } from "../input-error";

/** How pages are fetched: retries with growing pauses, as StatsBomb's service asks for when it is busy. */
export interface DownloadOptions {
  /** Sent as HTTP basic authentication, never shown. */
  readonly credentials?: { readonly user: string; readonly password: string };
  /** Attempts after the first one. Default 5. */
  readonly retries?: number;
}

/** Milliseconds until an attempt counts as failed. */
const ATTEMPT_TIMEOUT_MS = 60_000;

/**
 * Fetches a text.
 *
 * @returns null when the server has no such page (404)
 * @throws InputError when credentials are refused (401, 403) or the server cannot be reached or answers with an error
 */
export async function download(address: string, options: DownloadOptions = {}): Promise<string | null> {
  const { credentials, retries = 5 } = options;
  // Loaded when the web is really needed: it doubles the time every other command takes to start.
  const { default: got, HTTPError, RequestError } = await import("got");
  try {
    return await got(address, {
      username: credentials?.user,
      password: credentials?.password,
      retry: { limit: retries },
      timeout: { request: ATTEMPT_TIMEOUT_MS },
    }).text();
  } catch (error) {
    if (error instanceof HTTPError) return answerTo(error.response.statusCode, address);
    if (error instanceof RequestError) {
      throw new InputError(
        `${address} cannot be reached (${error.code}): check the network, then run the same command again`,
      );
    }
    throw error;
  }
}

function answerTo(status: number, address: string): null {
  if (status === 404) return null;
  if (status === 401) {
    throw new InputError(
      `${address} refused the credentials (401): correct STATSBOMB_USER and STATSBOMB_PASSWORD`,
    );
  }
  if (status === 403) {
    throw new InputError(
      `${address} is not covered by these credentials (403): choose another --competition or --season`,
    );
  }
  throw new InputError(`${address} answered with status ${status}: run the same command again later`);
}

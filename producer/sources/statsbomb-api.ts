import { download } from "./download";
import type { Season } from "./match-files";

/** StatsBomb's data API. */
export const API_ADDRESS = "https://data.statsbombservices.com";

/** Name and password for HTTP basic authentication. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** Endpoints Golazo asks, by the name `/api/endpoint-versions` gives them, with the version to ask when it does not answer. */
const ENDPOINTS = {
  matches: { key: "api_matches", fallback: 6 },
  events: { key: "api_events", fallback: 11 },
  frames: { key: "api_360_freeze_frames", fallback: 2 },
} as const;

type Endpoint = keyof typeof ENDPOINTS;

/** The three calls of the data API that a replay needs; versions are negotiated once per process. */
export class StatsBombApi {
  private versions: Promise<Readonly<Record<string, unknown>>> | null = null;

  constructor(
    private readonly credentials: Credentials,
    private readonly address: string,
    private readonly retries?: number,
  ) {}

  /** Match list of a season as JSON text; null when there is none. */
  matches({ competitionId, seasonId }: Season): Promise<string | null> {
    return this.get(
      "matches",
      (version) => `${version}/competitions/${competitionId}/seasons/${seasonId}/matches`,
    );
  }

  /** Events of a match as JSON text; null when there are none. */
  events(matchId: number): Promise<string | null> {
    return this.get("events", (version) => `${version}/events/${matchId}`);
  }

  /** 360 frames of a match as JSON text; null when there are none. */
  frames(matchId: number): Promise<string | null> {
    return this.get("frames", (version) => `${version}/360-frames/${matchId}`);
  }

  private async get(endpoint: Endpoint, path: (version: string) => string): Promise<string | null> {
    this.versions ??= this.negotiate();
    const { key, fallback } = ENDPOINTS[endpoint];
    const offered = (await this.versions)[key];
    const version = Number.isInteger(offered) ? offered : fallback;
    return this.download(path(`v${version}`));
  }

  private async negotiate(): Promise<Readonly<Record<string, unknown>>> {
    const answer: unknown = JSON.parse((await this.download("endpoint-versions")) ?? "{}");
    return typeof answer === "object" && answer !== null ? { ...answer } : {};
  }

  private download(path: string): Promise<string | null> {
    return download(`${this.address}/api/${path}`, { credentials: this.credentials, retries: this.retries });
  }
}

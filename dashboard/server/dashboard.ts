import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Kafka } from "kafkajs";
import { isLoopback } from "./http/access";
import { Audience } from "./http/audience";
import { KafkaFeed } from "./kafka/kafka-feed";
import { LiveMatches } from "./live/live-matches";
import { LiveNews } from "./news";
import { Records } from "./records";
import { ReplayLink } from "./replay-link";
import { StreamFigures } from "./system/stream-figures";
import { System, type SystemOptions } from "./system/system";

/** A broker that hangs is not waited for at the end, ms. */
const FAREWELL_MS = 5_000;

/** What the live page shows, and where. */
export interface DashboardOptions extends SystemOptions {
  /** A client that is let in. */
  readonly kafka: Kafka;
  /** The brokers' address, for people. */
  readonly bootstrap: string;
  /** Where the newest replay takes its orders at this moment, or null. */
  readonly producer: () => string | null;
  /** Folder with the built page. */
  readonly pageFolder: string;
  /** Folder with the finished runs. */
  readonly runsFolder: string;
  readonly listen: { readonly host: string; readonly port: number };
  /** What visitors from other machines must know; one is made up when it is needed and none is given. */
  readonly token?: string;
}

/** A live page that is served. */
export interface Dashboard {
  /** Where to open it, with the token if it asks for one. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the live page. It reads nothing until somebody looks, so that a page nobody opened costs a run nothing; and it
 * never waits for Kafka: what is not there is said on the page, and shown when it comes.
 *
 * @throws NodeJS.ErrnoException when the address cannot be listened on
 */
export async function startDashboard(options: DashboardOptions): Promise<Dashboard> {
  // The web server would make every command start later that only knows of a page.
  const { pageServer } = await import("./http/page-server");
  const { kafka, bootstrap, listen } = options;
  const matches = new LiveMatches();
  const figures = new StreamFigures();
  const feed = new KafkaFeed(kafka, bootstrap, new Records(matches, figures));
  const system = new System(figures, options);
  const replay = new ReplayLink(options.producer);
  const audience = new Audience(new LiveNews(feed, matches, system, replay));
  const token = isLoopback(listen.host) ? null : (options.token ?? randomBytes(18).toString("base64url"));
  const { pageFolder, runsFolder } = options;
  const begin = once(() => {
    feed.start();
    replay.start();
  });
  const server = await pageServer({ audience, system, replay, pageFolder, runsFolder, token, begin });
  const address = await server.listen(listen);
  return {
    url: token === null ? address : `${address}/?token=${token}`,
    close: async () => {
      replay.stop();
      audience.close();
      await server.close();
      await Promise.race([feed.stop(), sleep(FAREWELL_MS, undefined, { ref: false })]);
    },
  };
}

/** Does something the first time it is called, and nothing after that. */
function once(something: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) something();
    isDone = true;
  };
}

import type { ServerResponse } from "node:http";
import type { LiveMessage, StatusMessage, Watch } from "../protocol";

/** Time between two tellings of what a browser watches, ms: what people can follow, and cheap for thousands of matches. */
const PAUSE_MS = { matches: 1_000, match: 500, system: 1_000, compare: 1_000 } as const;

/** How often the audience is looked at, ms. */
const TICK_MS = 250;

/** A browser takes a silent connection for a dead one, and so do things in between, ms. */
const HEARTBEAT_MS = 15_000;

/** Browsers at once: more are refused, so that nobody can use up the memory. */
const MOST_BROWSERS = 200;

/** Milliseconds after which a browser that lost the connection tries again. */
const RETRY_MS = 1_000;

/** What changed of the thing watched, and the moment up to which that is known; null when nothing did. */
export interface News {
  readonly message: LiveMessage;
  readonly upTo: number;
}

/** Tells what changed. */
export interface NewsSource {
  status(): StatusMessage;
  /** @param since 0 for everything */
  news(watch: Watch, since: number): News | null;
}

interface Browser {
  readonly watch: Watch;
  readonly response: ServerResponse;
  since: number;
  status: string;
  toldAt: number;
  spokeAt: number;
  /** Has not read what it was told. */
  isFull: boolean;
}

/**
 * The browsers that watch, as server-sent events. One that does not read is told nothing until it does, and then only
 * the latest state: the server keeps no more than one message for it, and nobody waits.
 */
export class Audience {
  private readonly browsers = new Set<Browser>();
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly source: NewsSource) {}

  get size(): number {
    return this.browsers.size;
  }

  get isFull(): boolean {
    return this.browsers.size >= MOST_BROWSERS;
  }

  /** Lets a browser watch until it goes. */
  join(watch: Watch, response: ServerResponse): void {
    response.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    });
    response.write(`retry: ${RETRY_MS}\n\n`);
    const browser: Browser = {
      ...{ watch, response, since: 0, status: "", isFull: false },
      ...{ toldAt: Number.NEGATIVE_INFINITY, spokeAt: Date.now() },
    };
    this.browsers.add(browser);
    response.on("drain", () => {
      browser.isFull = false;
    });
    const leave = (): void => void this.browsers.delete(browser);
    response.on("close", leave);
    response.on("error", leave);
    this.timer ??= setInterval(() => this.tick(), TICK_MS);
    this.tick();
  }

  /** Sends everybody away. */
  close(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    for (const { response } of this.browsers) response.end();
    this.browsers.clear();
  }

  private tick(): void {
    if (this.browsers.size === 0) return;
    const now = Date.now();
    const status = JSON.stringify(this.source.status());
    // Most browsers know the same: what is news to one is put into words once.
    const words = new Map<string, { readonly text: string; readonly upTo: number } | null>();
    for (const browser of this.browsers) {
      if (browser.isFull) continue;
      if (browser.status !== status) {
        browser.status = status;
        this.tell(browser, status, now);
      }
      if (browser.isFull || now - browser.toldAt < PAUSE_MS[browser.watch.view] - TICK_MS / 2) continue;
      const key = `${JSON.stringify(browser.watch)} ${browser.since}`;
      if (!words.has(key)) {
        const news = this.source.news(browser.watch, browser.since);
        words.set(key, news && { text: JSON.stringify(news.message), upTo: news.upTo });
      }
      const news = words.get(key);
      browser.toldAt = now;
      if (news) {
        browser.since = news.upTo;
        this.tell(browser, news.text, now);
      } else if (now - browser.spokeAt > HEARTBEAT_MS) {
        this.write(browser, ":\n\n", now);
      }
    }
  }

  private tell(browser: Browser, text: string, now: number): void {
    this.write(browser, `data: ${text}\n\n`, now);
  }

  private write(browser: Browser, text: string, now: number): void {
    browser.spokeAt = now;
    browser.isFull = !browser.response.write(text);
  }
}

import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Dashboard, type DashboardOptions, startDashboard } from "../../dashboard/server";
import type { LiveMessage } from "../../dashboard/server/protocol";
import { kafkaClient, NO_AUTH } from "../../producer";

/** A folder that looks like a built page, with a file beside it that nobody may get. */
export function pageFolder(): string {
  const folder = join(mkdtempSync(join(tmpdir(), "golazo-page-")), "page");
  mkdirSync(join(folder, "assets"), { recursive: true });
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>Golazo</title>");
  writeFileSync(join(folder, "icon.svg"), "<svg/>");
  writeFileSync(join(folder, "assets", "index.js"), "// the page");
  writeFileSync(join(folder, "..", "secret.txt"), "secret");
  writeFileSync(join(folder, "secret.txt"), "secret");
  return folder;
}

/** A port nobody listens on. */
export const NOBODY = "127.0.0.1:1";

/** A live page of a broker, or of none. */
export function servePage(bootstrap = NOBODY, more: Partial<DashboardOptions> = {}): Promise<Dashboard> {
  return startDashboard({
    name: "cpu",
    kafka: kafkaClient({ bootstrap, kafkaAuth: NO_AUTH }),
    bootstrap,
    sparkPages: () => [],
    producer: () => null,
    pageFolder: pageFolder(),
    runsFolder: join(tmpdir(), "golazo-no-runs"),
    listen: { host: "127.0.0.1", port: 0 },
    ...more,
  });
}

/** A browser without a window: keeps what it is told. */
export class Watcher {
  readonly messages: LiveMessage[] = [];
  private readonly gone = new AbortController();
  private readonly reading: Promise<void>;

  constructor(url: string, watch: string, headers: Readonly<Record<string, string>> = {}) {
    this.reading = this.read(`${url}/live?watch=${watch}`, headers);
  }

  /** Waits for a message, as long as it has not left. */
  async told<T extends LiveMessage>(is: (message: LiveMessage) => message is T, seconds = 30): Promise<T> {
    const giveUpAt = Date.now() + seconds * 1000;
    for (;;) {
      const found = this.messages.find(is);
      if (found) return found;
      if (Date.now() > giveUpAt || this.gone.signal.aborted)
        throw new Error(`not told; the last was ${JSON.stringify(this.messages.at(-1))?.slice(0, 500)}`);
      await new Promise((later) => setTimeout(later, 50));
    }
  }

  async leave(): Promise<void> {
    this.gone.abort();
    await this.reading;
  }

  private async read(url: string, headers: Readonly<Record<string, string>>): Promise<void> {
    try {
      const response = await fetch(url, { headers, signal: this.gone.signal });
      let rest = "";
      for await (const chunk of response.body ?? []) {
        const parts = (rest + Buffer.from(chunk).toString("utf8")).split("\n\n");
        rest = parts.pop() ?? "";
        for (const part of parts)
          if (part.startsWith("data: ")) this.messages.push(JSON.parse(part.slice(6)));
      }
    } catch {
      // Left, or was sent away.
    }
  }
}

import { createServer, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Audience, type News, type NewsSource } from "../../dashboard/server/http/audience";
import type { StatusMessage } from "../../dashboard/server/protocol";
import { Watcher } from "./page";

/** Far more than the kernel keeps for a connection nobody reads, as text: a few tellings fill it. */
const MESSAGE_BYTES = 2 * 2 ** 20;

/** Long enough for a dozen tellings. */
const WATCHED_MS = 6_500;

/** Always has something new to tell; the newest is told by its number. */
class Chatter implements NewsSource {
  told = 0;

  status(): StatusMessage {
    const kafka = { state: "reading", reason: null, bootstrap: "", catchingUp: 0 } as const;
    const replay = { runId: null, state: null, control: null, pace: null, synthetic: null };
    return { kind: "status", kafka, replay };
  }

  news(): News {
    const upTo = ++this.told;
    // Any message will do; this one carries what makes it large.
    return {
      message: { kind: "unknown-match", id: upTo, filling: "x".repeat(MESSAGE_BYTES) } as never,
      upTo,
    };
  }
}

describe("a browser that does not read", () => {
  let audience: Audience;
  let server: Server;
  let url: string;
  const responses: ServerResponse[] = [];

  beforeAll(async () => {
    audience = new Audience(new Chatter());
    server = createServer((_, response) => {
      responses.push(response);
      audience.join({ view: "match", id: 1 }, response);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    audience.close();
    server.closeAllConnections();
    server.close();
  });

  /** Asks for the news and takes nothing off its socket until told to. */
  async function deafBrowser(): Promise<Socket> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname).pause();
    socket.on("error", () => undefined);
    await new Promise<void>((done) => socket.once("connect", done));
    socket.write("GET /live?watch=match:1 HTTP/1.1\r\nhost: page\r\n\r\n");
    while (responses.length === 0) await sleep(10);
    return socket;
  }

  test("has one message kept for it at most, while others are told everything; once it reads it gets the latest", async () => {
    // GIVEN one that does not read and one that does
    const deaf = await deafBrowser();
    const [kept] = responses;
    const watcher = new Watcher(url, "match:1");
    let most = 0;
    const until = Date.now() + WATCHED_MS;
    while (Date.now() < until) {
      most = Math.max(most, kept?.writableLength ?? 0);
      await sleep(50);
    }
    // THEN no more waits for the one than the message it did not take, a little of the next, and its own framing
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(MESSAGE_BYTES + 10_000);
    // AND the other one was told twice a second
    const numbers = watcher.messages.flatMap((message) =>
      message.kind === "unknown-match" ? message.id : [],
    );
    expect(numbers.length).toBeGreaterThanOrEqual(10);
    // WHEN it reads after all
    let text = "";
    deaf.on("data", (chunk) => (text += String(chunk).replaceAll(/x{10,}/g, "")));
    deaf.resume();
    const newest = Math.max(...numbers);
    const heard = () => [...text.matchAll(/"id":(\d+)/g)].map((match) => Number(match[1]));
    for (let tries = 0; tries < 100 && Math.max(0, ...heard()) <= newest; tries++) await sleep(50);
    // THEN it hears what is now, and nothing of most of what it missed
    expect(Math.max(...heard())).toBeGreaterThan(newest);
    expect(heard().filter((id) => id <= newest).length).toBeLessThan(numbers.length / 2);
    deaf.destroy();
    await watcher.leave();
  }, 30_000);

  test("is forgotten when its connection ends", async () => {
    const watching = async (browsers: number): Promise<number> => {
      for (let tries = 0; tries < 100 && audience.size !== browsers; tries++) await sleep(50);
      return audience.size;
    };
    expect(await watching(0)).toBe(0);
    const deaf = await deafBrowser();
    expect(await watching(1)).toBe(1);
    deaf.destroy();
    expect(await watching(0)).toBe(0);
  });
});

/**
 * What the live page costs with 2,000 live matches at 4,096 events/s: CPU of its server and of a browser, and whether
 * five more browsers change the rate of the stream.
 *
 *     ./golazo up
 *     node --import tsx __tests__/dashboard/measure-load.ts 127.0.0.1:9093
 *
 * The figures mean something on an otherwise idle machine only; the topics keep the records. Linux.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CompressionTypes, type Producer } from "kafkajs";
import { TOPICS } from "../../contracts";
import { createSource, ensureTopics, kafkaClient, NO_AUTH } from "../../producer";
import { openBrowser } from "../chromium";

const MATCHES = 2_000;
const EVENTS_PER_SECOND = 4_096;
/** A fifth of all matches each second: more than the demo's queries give. */
const PREDICTIONS_PER_SECOND = 400;
const SECONDS = 20;
const MORE_BROWSERS = 5;
const TICK_MS = 100;

/** Clock ticks per second of `/proc/PID/stat`. */
const HERTZ = 100;

const HOME = resolve(__dirname, "..", "..");

/** Plays a synthetic match as many matches, a few events of each at a time. */
class Load {
  private readonly bodies: Array<Record<string, unknown>> = [];
  private sent = 0;
  private running = true;
  events = 0;

  constructor(private readonly producer: Producer) {}

  async prepare(): Promise<void> {
    const source = createSource(
      { source: "synthetic", seed: 42, skipBadFiles: false },
      "stream",
      () => undefined,
    );
    const [match] = await source.matches({ limit: 1 });
    if (!match) throw new Error("there is no match");
    for await (const { event, frame } of source.events(match)) this.bodies.push({ ...event, ...frame });
  }

  async run(): Promise<void> {
    const started = performance.now();
    for (let tick = 1; this.running; tick++) {
      const due = Math.floor((tick * TICK_MS * EVENTS_PER_SECOND) / 1000) - this.sent;
      const events = Array.from({ length: due }, () => this.nextEvent());
      const predictions = Array.from({ length: (PREDICTIONS_PER_SECOND * TICK_MS) / 1000 }, () =>
        this.prediction(),
      );
      await this.producer.sendBatch({
        compression: CompressionTypes.None,
        topicMessages: [
          { topic: TOPICS.events.name, messages: events },
          { topic: TOPICS.predictions.name, messages: predictions },
        ],
      });
      this.events += due;
      await sleep(Math.max(0, started + tick * TICK_MS - performance.now()));
    }
  }

  stop(): void {
    this.running = false;
  }

  private nextEvent(): { key: string; value: string } {
    const match = 1_000_000 + (this.sent % MATCHES);
    const sequence = Math.floor(this.sent++ / MATCHES);
    const body = this.bodies[(sequence * 7 + match) % this.bodies.length] ?? {};
    const teams = { home_team_id: 90018, away_team_id: 90001 };
    const times = { event_time: "2025-07-23T01:02:01.564Z", produced_at: Date.now(), sequence };
    return { key: String(match), value: JSON.stringify({ match_id: match, ...teams, ...times, ...body }) };
  }

  private prediction(): { key: string; value: string } {
    const [p_home, p_draw] = [Math.random() / 2, Math.random() / 2];
    const match_id = 1_000_000 + Math.floor(Math.random() * MATCHES);
    const minute = Math.floor(Math.random() * 45);
    const now = Date.now();
    const value = {
      ...{ match_id, period: 1, minute, event_time: new Date(now).toISOString() },
      ...{ p_home, p_draw, p_away: 1 - p_home - p_draw },
      ...{ produced_at: now - 500, predicted_at: now, latency_ms: 500 },
    };
    return { key: `${match_id}:1:${minute}`, value: JSON.stringify(value) };
  }
}

/** Seconds of CPU that a process and all below it have used. */
function cpuOf(root: number): number {
  const parents = new Map<number, { parent: number; seconds: number }>();
  for (const id of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const fields = readFileSync(join("/proc", id, "stat"), "utf8")
        .replace(/^.*\) /, "")
        .split(" ");
      const seconds = (Number(fields[11]) + Number(fields[12])) / HERTZ;
      parents.set(Number(id), { parent: Number(fields[1]), seconds });
    } catch {
      // Ended meanwhile.
    }
  }
  const isBelow = (id: number | undefined): boolean =>
    id === root || (id !== undefined && id > 1 && isBelow(parents.get(id)?.parent));
  return [...parents].reduce((sum, [id, { seconds }]) => (isBelow(id) ? sum + seconds : sum), 0);
}

async function serve(bootstrap: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(join(HOME, "golazo"), ["dashboard", "--bootstrap", bootstrap], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout?.on("data", (chunk) => (text += String(chunk)));
  for (;;) {
    const url = /Live page: (\S+)/.exec(text)?.[1];
    if (url) return { child, url };
    await sleep(100);
  }
}

/** Shares of one core, and the rate, over {@link SECONDS}. */
async function observe(load: Load, server: number, browsers: () => number): Promise<string> {
  const before = { server: cpuOf(server), browsers: browsers(), events: load.events, at: performance.now() };
  await sleep(SECONDS * 1000);
  const seconds = (performance.now() - before.at) / 1000;
  const share = (used: number): string => `${((used / seconds) * 100).toFixed(1)} %`;
  const rate = Math.round((load.events - before.events) / seconds);
  return `server ${share(cpuOf(server) - before.server)}, browsers ${share(browsers() - before.browsers)}, ${rate} events/s`;
}

async function main(bootstrap: string): Promise<void> {
  const access = { bootstrap, kafkaAuth: NO_AUTH };
  await ensureTopics(access);
  const producer = kafkaClient(access).producer();
  await producer.connect();
  const load = new Load(producer);
  await load.prepare();
  const running = load.run();
  const { child, url } = await serve(bootstrap);
  const browser = await openBrowser();
  // The browser is a child of this process, and so is the server.
  const browsers = (): number => cpuOf(process.pid) - cpuOf(child.pid ?? 0) - own();
  const own = (): number => (process.cpuUsage().user + process.cpuUsage().system) / 1e6;
  const pages = [await browser.newPage()];
  await pages[0]?.goto(url);
  await sleep(10_000);
  console.log(`one browser:  ${await observe(load, child.pid ?? 0, browsers)}`);
  for (let more = 0; more < MORE_BROWSERS; more++) {
    const page = await browser.newPage();
    await page.goto(url);
    pages.push(page);
  }
  await sleep(5_000);
  console.log(`${pages.length} browsers:   ${await observe(load, child.pid ?? 0, browsers)}`);
  load.stop();
  await running;
  await browser.close();
  child.kill("SIGINT");
  await producer.disconnect();
}

void main(process.argv[2] ?? "127.0.0.1:9093");

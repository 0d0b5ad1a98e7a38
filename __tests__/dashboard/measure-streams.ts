/**
 * Whether five more browsers change the throughput of the streams: one real demo at 4,096 events/s, during which one
 * browser and six take turns to watch. Every figure is of the streams' own counts: what the topic holds, and how far
 * each query was behind when it planned a micro-batch.
 *
 *     node --import tsx __tests__/dashboard/measure-streams.ts [--drawing] [options of ./golazo demo]
 *
 * The five are connections that read all they are told, as those of people at machines of their own; with --drawing
 * they are browsers on this machine, whose drawing takes its share of it. The figures mean something on an otherwise
 * idle machine only.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Admin } from "kafkajs";
import { TOPICS } from "../../contracts";
import { kafkaClient, NO_AUTH } from "../../producer";
import { openBrowser } from "../chromium";
import { newFolder, readRecord, start } from "../e2e/golazo";

const MORE_BROWSERS = 5;
const PHASES = 6;
const PHASE_MS = 25_000;
/** Until a change shows in the micro-batches that are planned. */
const SETTLE_MS = 5_000;
const SAMPLE_MS = 500;
const WARM_UP_MS = 40_000;
const SECONDS = Math.ceil((WARM_UP_MS + PHASES * (SETTLE_MS + PHASE_MS)) / 1000) + 10;

/** How many events were on the topic at a moment, epoch ms. */
interface Sample {
  readonly at: number;
  readonly events: number;
}

interface Phase {
  readonly browsers: number;
  readonly from: number;
  readonly to: number;
}

/** Events per second. */
interface Rates {
  readonly produced: number;
  readonly stats: number;
  readonly predict: number;
}

async function sampleUntil(admin: Admin, samples: Sample[], isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const offsets = await admin.fetchTopicOffsets(TOPICS.events.name).catch(() => []);
    const events = offsets.reduce((sum, { high }) => sum + Number(high), 0);
    if (offsets.length > 0) samples.push({ at: Date.now(), events });
    await sleep(SAMPLE_MS);
  }
}

/** Events on the topic at a moment, between two samples in proportion. */
function eventsAt(samples: readonly Sample[], at: number): number {
  const after = samples.findIndex((sample) => sample.at >= at);
  const [one, other] = [samples[after - 1], samples[after]];
  if (!one || !other) throw new Error("there is no sample beside that moment");
  return one.events + ((other.events - one.events) * (at - one.at)) / (other.at - one.at);
}

/** What is read in a phase: between its first and its last micro-batch, what came and how much less is left. */
function readRate(
  samples: readonly Sample[],
  lags: ReadonlyArray<{ readonly at: string; readonly records: number }>,
  { from, to }: Phase,
): number {
  const points = lags
    .map(({ at, records }) => ({ at: Date.parse(at), records }))
    .filter(({ at }) => at >= from && at <= to);
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || first === last) throw new Error("too few micro-batches in a phase: make it longer");
  const read = ({ at, records }: typeof first): number => eventsAt(samples, at) - records;
  return ((read(last) - read(first)) / (last.at - first.at)) * 1000;
}

/** Watches the list as a browser does, and drops what it reads. */
function reader(url: string): { leave(): void } {
  const gone = new AbortController();
  const read = async (): Promise<void> => {
    const { body } = await fetch(`${url}/live?watch=matches`, { signal: gone.signal });
    for await (const _ of body ?? []) if (gone.signal.aborted) return;
  };
  read().catch((error) => {
    if (!gone.signal.aborted) throw error;
  });
  return { leave: () => gone.abort() };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

async function main(args: readonly string[]): Promise<void> {
  const drawing = args.includes("--drawing");
  const options = args.filter((arg) => arg !== "--drawing");
  const out = newFolder();
  const demo = start(["demo", "--out", out, "--rate", "4096", "--seconds", `${SECONDS}`, ...options]);
  await demo.printed("Live page       http");
  const url = /Live page +(http\S+)/.exec(demo.output())?.[1] ?? "";
  const bootstrap = /^\s*Kafka +(\S+:\d+)$/m.exec(demo.output())?.[1] ?? "";
  const admin = kafkaClient({ bootstrap, kafkaAuth: NO_AUTH }).admin();
  await admin.connect();
  const browser = await openBrowser();
  const page = await browser.newPage();
  await page.goto(url);
  await page.locator("a.row").first().waitFor({ timeout: 300_000 });
  const samples: Sample[] = [];
  let isOver = false;
  const sampling = sampleUntil(admin, samples, () => isOver);
  await sleep(WARM_UP_MS);
  const phases: Phase[] = [];
  for (let n = 0; n < PHASES; n++) {
    const more = n % 2 === 0 ? 0 : MORE_BROWSERS;
    const pages = drawing ? await Promise.all(Array.from({ length: more }, () => browser.newPage())) : [];
    await Promise.all(pages.map((one) => one.goto(url)));
    const readers = drawing ? [] : Array.from({ length: more }, () => reader(url));
    await sleep(SETTLE_MS);
    const from = Date.now();
    await sleep(PHASE_MS);
    phases.push({ browsers: 1 + more, from, to: Date.now() });
    for (const one of readers) one.leave();
    for (const one of pages) await one.close();
  }
  // The last phase ends between two samples.
  await sleep(2 * SAMPLE_MS);
  isOver = true;
  await sampling;
  await admin.disconnect();
  await browser.close();
  await demo.ended;
  report(out, samples, phases);
}

function report(out: string, samples: readonly Sample[], phases: readonly Phase[]): void {
  const { status, jobs, reconciliation } = readRecord(out);
  const queries = jobs.stream?.streaming?.queries;
  if (!queries?.stats || !queries.predict) throw new Error("the demo measured no queries");
  const { stats, predict } = queries;
  const rates = phases.map((phase): Rates & Phase => ({
    ...phase,
    produced:
      ((eventsAt(samples, phase.to) - eventsAt(samples, phase.from)) / (phase.to - phase.from)) * 1000,
    stats: readRate(samples, stats.lag_series, phase),
    predict: readRate(samples, predict.lag_series, phase),
  }));
  for (const { browsers, ...rate } of rates) {
    const { produced, stats, predict } = rate;
    console.log(
      `${browsers} browsers: produced ${produced.toFixed(0)}, stats ${stats.toFixed(0)}, predict ${predict.toFixed(0)} events/s`,
    );
  }
  for (const figure of ["produced", "stats", "predict"] as const) {
    const of = (browsers: number): number =>
      mean(rates.filter((one) => one.browsers === browsers).map((one) => one[figure]));
    const change = (of(1 + MORE_BROWSERS) / of(1) - 1) * 100;
    console.log(`${figure}: ${change.toFixed(2)} % with ${MORE_BROWSERS} more browsers`);
  }
  console.log(`demo ${status}, reconciled: ${reconciliation?.reconciled}`);
}

void main(process.argv.slice(2));

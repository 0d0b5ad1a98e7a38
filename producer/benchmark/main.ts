/**
 * How fast the producer is on this machine, for a real broker and real matches.
 *
 *     ./golazo up
 *     node --import tsx producer/benchmark/main.ts --bootstrap 127.0.0.1:9093 --data-dir FOLDER --match ID
 *
 * FOLDER holds matches in StatsBomb's open-data layout; take one with 360 frames, so that events weigh what they weigh
 * in production (about 1.8 KB). Plays as fast as possible for 20 s, then at the default rate for 60 s, and prints both
 * beside the targets. The figures mean something on an otherwise idle machine only; the topic keeps the events.
 */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ReplayManifest } from "@golazo/contracts";
import { type ProducerOptions, producerCommand } from "../command";
import type { KafkaAccess } from "../kafka/access";
import type { ReplayOptions } from "../options";
import { planReplay } from "../plan-replay";
import { DEFAULT_RATE } from "../replay/pace";
import { runProducer } from "../run";

/** Events per second `--rate max` must stay above with the broker on the same 2 cores. */
const MAX_TARGET = 30_000;

/** Share by which the achieved rate may differ from the one asked for. */
const RATE_TOLERANCE = 0.02;

/** Milliseconds within which 99 of 100 events must be acknowledged at the default rate. */
const P99_TARGET_MS = 50;

const manifestFile = join(mkdtempSync(join(tmpdir(), "golazo-benchmark-")), "manifest.json");

async function measure(
  kafka: KafkaAccess,
  options: ReplayOptions,
): Promise<NonNullable<ReplayManifest["totals"]>> {
  const replay = await planReplay(options, () => {});
  const { totals } = await runProducer({ replay, ...kafka, manifestFile, print: () => {} });
  if (!totals) throw new Error("a replay that has ended has totals");
  return totals;
}

function line(what: string, measured: string, target: string, isMet: boolean): void {
  process.stdout.write(
    `${what.padEnd(28)} ${measured.padStart(16)}   target ${target.padEnd(22)} ${isMet ? "met" : "MISSED"}\n`,
  );
}

async function main(): Promise<void> {
  const args = ["--manifest", manifestFile, "--source", "open-data", ...process.argv.slice(2)];
  const options = producerCommand().parse(args, { from: "user" }).opts<ProducerOptions>();
  const fastest = (await measure(options, { ...options, rate: "max", seconds: 20 })).events_per_second;
  line("as fast as possible", `${Math.round(fastest)} events/s`, `above ${MAX_TARGET}`, fastest > MAX_TARGET);
  const steady = await measure(options, { ...options, rate: DEFAULT_RATE, seconds: 60 });
  const off = Math.abs(steady.events_per_second / DEFAULT_RATE - 1);
  const within = `${DEFAULT_RATE} ± ${100 * RATE_TOLERANCE} %`;
  line(
    "at the default rate",
    `${Math.round(steady.events_per_second)} events/s`,
    within,
    off <= RATE_TOLERANCE,
  );
  const p99 = steady.ack_latency_ms.p99 ?? Number.POSITIVE_INFINITY;
  line("acknowledgement, p99", `${p99} ms`, `at most ${P99_TARGET_MS} ms`, p99 <= P99_TARGET_MS);
}

main().catch((error: unknown) => {
  process.stderr.write(`golazo: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

/**
 * How fast `predict` reads a backlog on this machine, with the broker and the executor beside it.
 *
 *     ./golazo up
 *     node --import tsx cli/benchmark/drain.ts [seconds]
 *
 * Puts synthetic events on the topic for that long (default 40 s) as fast as the broker takes them, then lets
 * `./golazo predict --available-now` read everything that is there in micro-batches of a fixed size, and prints two
 * rates beside the target: of all its micro-batches, planning and results included, and of the median one, for the first
 * few run while Java still compiles. The start of the job is in neither. The figures mean something on an otherwise idle
 * machine only; the topic keeps the events, so `./golazo down` and `up` before measuring again.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type JobReport, validate } from "@golazo/contracts";
import { HOME } from "../paths";

/** Events per second that a backlog must be read with on 2 cores. */
const TARGET = 10_000;

const DEFAULT_SECONDS = 40;
const BATCH_EVENTS = 50_000;

function golazo(...args: string[]): void {
  execFileSync(join(HOME, "golazo"), args, { cwd: HOME, stdio: "inherit" });
}

function main(): void {
  const seconds = process.argv[2] ?? String(DEFAULT_SECONDS);
  const folder = mkdtempSync(join(tmpdir(), "golazo-drain-"));
  const manifest = join(folder, "manifest.json");
  golazo("produce", "--rate", "max", "--seconds", seconds, "--manifest", manifest);
  const how = ["--available-now", "--max-offsets-per-trigger", `${BATCH_EVENTS}`];
  golazo("predict", ...how, "--manifest", manifest, "--out", join(folder, "out"));
  const file = join(folder, "out", "reports", "stream.json");
  const report = validate<JobReport>("job-report", JSON.parse(readFileSync(file, "utf8")));
  const predict = report.streaming?.queries.predict;
  if (!predict) throw new Error(`${file} says nothing of predict`);
  const { count, mean, p50 } = predict.batch_ms;
  const say = (rate: number): string => `${Math.round(rate)} events/s (${rate >= TARGET ? "met" : "MISSED"})`;
  console.log(
    `predict read ${predict.input_rows} events in ${count} micro-batches, target at least ${TARGET} events/s: ` +
      `${say(predict.input_rows / ((count * (mean ?? 0)) / 1000))} of all, ` +
      `${say(BATCH_EVENTS / ((p50 ?? 0) / 1000))} of the median one`,
  );
}

try {
  main();
} catch (error) {
  process.stderr.write(`golazo: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

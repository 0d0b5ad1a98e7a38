import { type Command, InvalidArgumentError, Option } from "commander";
import { DEFAULT_RATE, DEFAULT_SECONDS } from "./replay/pace";

/** Sources by the name the user gives. */
export const SOURCE_KINDS = ["synthetic", "open-data", "statsbomb"] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** Seed of a synthetic source unless the user gives one. */
export const DEFAULT_SEED = 42;

/** Which matches to read, as given on the command line. */
export interface SourceOptions {
  readonly source: SourceKind;
  /** Folder or address in StatsBomb's open-data layout. */
  readonly dataDir?: string;
  /** Only these matches, in this order. */
  readonly match?: readonly number[];
  readonly competition?: readonly number[];
  readonly season?: readonly number[];
  /** Of a synthetic source. */
  readonly seed: number;
  readonly skipBadFiles: boolean;
}

/** What to replay and how fast, as given on the command line. */
export interface ReplayOptions extends SourceOptions {
  /** False forbids playing a match twice. */
  readonly fanOut: boolean;
  /** Events/s, or as fast as Kafka takes them. Excludes `speed`. */
  readonly rate?: number | "max";
  /** Factor of real time. */
  readonly speed?: number;
  /** How long to play; 0 until stopped. */
  readonly seconds?: number;
}

/** Adds the options that say which matches to read. */
export function addSourceOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--source <kind>", "where matches come from").choices(SOURCE_KINDS).default("synthetic"),
    )
    .option(
      "--data-dir <folder>",
      "matches in StatsBomb's open-data layout, a folder or an address (source open-data)",
    )
    .option(
      "--match <ids>",
      "play only this match, may be repeated; the order given is the playing order",
      collectIds,
    )
    .option("--competition <ids>", "only these competitions, for example 73 or 11,55", idList)
    .option("--season <ids>", "only these seasons, for example 108,235,281,317", idList)
    .option("--seed <number>", "seed of the synthetic matches", wholeNumber("--seed", 0), DEFAULT_SEED)
    .option("--skip-bad-files", "leave out matches whose files are broken, and say so", false);
}

/**
 * Adds every option of a replay; `command.opts()` is then a {@link ReplayOptions}.
 * Values that make no sense throw commander's InvalidArgumentError with one line that names the fix.
 */
export function addReplayOptions(command: Command): Command {
  return addSourceOptions(command)
    .option("--no-fan-out", "play real matches once each instead of repeating them with new match ids")
    .addOption(
      new Option("--rate <events/s>", `events per second, or max for no limit (default: ${DEFAULT_RATE})`)
        .argParser(rate)
        .conflicts("speed"),
    )
    .addOption(
      new Option("--speed <factor>", "play by the clock instead: 1 is real time").argParser(
        positive("--speed"),
      ),
    )
    .option(
      "--seconds <seconds>",
      `how long to play, 0 until stopped (default: ${DEFAULT_SECONDS}; with --no-fan-out, everything once)`,
      wholeNumber("--seconds", 0),
    );
}

function rate(text: string): number | "max" {
  if (text === "max") return text;
  const value = Number(text);
  if (text.trim() === "" || !Number.isInteger(value) || value < 1) {
    throw new InvalidArgumentError("Give --rate a whole number of events per second from 1, or max.");
  }
  return value;
}

function positive(option: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || !Number.isFinite(value) || value <= 0) {
      throw new InvalidArgumentError(`Give ${option} a number above 0, for example 1 or 60.`);
    }
    return value;
  };
}

function wholeNumber(option: string, smallest: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || !Number.isSafeInteger(value) || value < smallest) {
      throw new InvalidArgumentError(`Give ${option} a whole number from ${smallest}.`);
    }
    return value;
  };
}

function collectIds(text: string, before: readonly number[] = []): readonly number[] {
  return [...new Set([...before, ...idList(text)])];
}

function idList(text: string): readonly number[] {
  const ids = text.split(",").map((part) => part.trim());
  if (!ids.every((id) => /^\d+$/.test(id))) {
    throw new InvalidArgumentError("Give whole numbers separated by commas, for example 108,235.");
  }
  return ids.map(Number);
}

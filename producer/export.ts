import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type ManifestMatch, type ReplayManifest, TOPICS } from "@golazo/contracts";
import { asInputError } from "./atomic-file";
import { InputError } from "./input-error";
import { Library } from "./replay/library";
import { manifestMatch, manifestSource, writeManifest } from "./replay/manifest";
import { composeMessage, matchHead } from "./replay/message";
import { BadFileError } from "./sources/json-file";
import type { MatchInfo, MatchSource } from "./sources/source";

/** What to export and where to. */
export interface ExportOptions {
  readonly source: MatchSource;
  /** Only these matches, in this order. */
  readonly ids?: readonly number[];
  /** At most this many; an endless source needs it. */
  readonly limit?: number;
  /** Folder to make; must not exist yet, or be empty. */
  readonly dir: string;
  /** Leave out matches whose files are broken instead of failing. Default false. */
  readonly skipBadFiles?: boolean;
  /** Called after each match. */
  readonly onProgress?: (progress: { readonly matches: number; readonly of: number }) => void;
  /** Takes one line for people, for each match left out. */
  readonly notify?: (line: string) => void;
}

/**
 * Writes matches as event messages into files, the input of training: `messages/<match_id>.jsonl`, one message per line,
 * and `manifest.json`. Every match keeps its own kick-off; `produced_at` is the event's own time. The folder appears in
 * one piece when everything is written.
 *
 * @returns the manifest
 * @throws InputError when the folder is in use or cannot be written, or the data is broken
 */
export async function exportMessages(options: ExportOptions): Promise<ReplayManifest> {
  const { source, ids, limit, dir, skipBadFiles = false, onProgress, notify } = options;
  await refuseUsedFolder(dir);
  const matches = await source.matches({ ids, limit });
  const half = await halfFolder(dir);
  try {
    const library = new Library(source);
    const exported: ManifestMatch[] = [];
    for (const [at, match] of matches.entries()) {
      try {
        exported.push(await exportMatch(match, library, half));
      } catch (error) {
        if (!(error instanceof BadFileError && skipBadFiles)) throw error;
        notify?.(`Skipped match ${match.matchId}: ${error.message}`);
      }
      onProgress?.({ matches: at + 1, of: matches.length });
    }
    const manifest = manifestOf(source, exported);
    await writeManifest(join(half, "manifest.json"), manifest);
    await rename(half, dir);
    return manifest;
  } catch (error) {
    await rm(half, { recursive: true, force: true });
    throw asInputError(dir, error);
  }
}

async function refuseUsedFolder(dir: string): Promise<void> {
  const entries = await readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw asInputError(dir, error);
  });
  if (entries.length > 0)
    throw new InputError(`${dir} is not empty: choose another folder, or remove it first`);
}

async function halfFolder(dir: string): Promise<string> {
  try {
    await mkdir(dirname(dir), { recursive: true });
    const half = await mkdtemp(`${dir}.part-`);
    await mkdir(join(half, "messages"));
    return half;
  } catch (error) {
    throw asInputError(dir, error);
  }
}

async function exportMatch(match: MatchInfo, library: Library, folder: string): Promise<ManifestMatch> {
  const { events, close } = await library.open(match);
  const kickOff = match.kickOff.getTime();
  const head = matchHead(match.matchId, match.homeTeam.id, match.awayTeam.id);
  let sequence = 0;
  function* lines(): Generator<Buffer> {
    for (const { offset, body } of events) {
      const eventTime = kickOff + offset;
      yield composeMessage(head, eventTime, eventTime, sequence, body);
      yield NEW_LINE;
      sequence += 1;
    }
  }
  try {
    const file = join(folder, "messages", `${match.matchId}.jsonl`);
    await pipeline(Readable.from(batches(lines())), createWriteStream(file));
  } finally {
    close();
  }
  const { has360 } = await library.measure(match);
  return manifestMatch({ match, matchId: match.matchId, simulatedKickOff: kickOff }, has360, sequence);
}

const NEW_LINE = Buffer.from("\n");

/** Bytes written to a file at once. */
const BATCH_BYTES = 1 << 20;

/** Joins small pieces, because writing each of them costs more than making it. */
function* batches(pieces: Iterable<Buffer>): Generator<Buffer> {
  let batch: Buffer[] = [];
  let bytes = 0;
  for (const piece of pieces) {
    batch.push(piece);
    bytes += piece.length;
    if (bytes < BATCH_BYTES) continue;
    yield Buffer.concat(batch, bytes);
    batch = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(batch, bytes);
}

function manifestOf(source: MatchSource, matches: ManifestMatch[]): ReplayManifest {
  const first = matches[0];
  if (!first)
    throw new InputError(
      "no match is left to export: repair the files named above, or choose others with --match",
    );
  const kickOffs = matches.map(({ kick_off }) => kick_off).sort();
  return {
    schema_version: 1,
    state: "complete",
    failure: null,
    open_ended: false,
    source: manifestSource(source),
    fan_out: { real_matches: matches.length, copies: 0 },
    pace: { kind: "max", value: null, matches_at_once: 1 },
    clock_start: kickOffs[0] ?? first.kick_off,
    topic: TOPICS.events.name,
    matches,
    totals: null,
  };
}

import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EventMessage, type ReplayManifest, validate } from "../../contracts";
import { exportMessages } from "../../producer/export";
import { InputError } from "../../producer/input-error";
import { BadFileError } from "../../producer/sources/json-file";
import type { MatchInfo, SourceEvent } from "../../producer/sources/source";
import { FewMatches, match } from "./few-matches";

const MATCHES = [match(2, "2018-09-23T20:45:00.000Z"), match(1, "2021-06-11T21:00:00.000Z")];
const EVENTS = { 1: ["1@00:00:00.000", "2@00:01:02.500"], 2: ["1@00:00:01.000"] };

class OneBroken extends FewMatches {
  override *events(info: MatchInfo): Generator<SourceEvent> {
    if (info.matchId === 1) throw new BadFileError("events/1.json is cut short");
    yield* super.events(info);
  }
}

describe("matches exported for training", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "golazo-export-"));
  });

  test("each match is a file of messages on its own kick-off, and the manifest counts them", async () => {
    const dir = join(folder, "history");
    const progress: number[] = [];
    const returned = await exportMessages({
      source: new FewMatches(MATCHES, EVENTS),
      dir,
      onProgress: ({ matches }) => progress.push(matches),
    });
    const manifest = validate<ReplayManifest>(
      "replay-manifest",
      JSON.parse(readFileSync(join(dir, "manifest.json"), "utf8")),
    );
    expect(manifest).toEqual(returned);
    expect(manifest.state).toBe("complete");
    expect(
      manifest.matches.map(({ match_id, events_acknowledged }) => [match_id, events_acknowledged]),
    ).toEqual([
      [2, 1],
      [1, 2],
    ]);
    const lines = readFileSync(join(dir, "messages", "1.jsonl"), "utf8")
      .trimEnd()
      .split("\n");
    const messages = lines.map((line) => validate<EventMessage>("event-message", JSON.parse(line)));
    expect(messages.map(({ sequence, event_time }) => [sequence, event_time])).toEqual([
      [0, "2021-06-11T21:00:00.000Z"],
      [1, "2021-06-11T22:01:02.500Z"],
    ]);
    expect(messages.every(({ produced_at, event_time }) => produced_at === Date.parse(event_time))).toBe(
      true,
    );
    expect(progress).toEqual([1, 2]);
  });

  test("a broken match leaves nothing half-written behind", async () => {
    const dir = join(folder, "history");
    const source = new OneBroken(MATCHES, EVENTS);
    await expect(exportMessages({ source, dir })).rejects.toThrow("events/1.json is cut short");
    expect(readdirSync(folder)).toEqual([]);
  });

  test("a broken match is left out with a line when the user says so", async () => {
    const dir = join(folder, "history");
    const lines: string[] = [];
    const source = new OneBroken(MATCHES, EVENTS);
    const manifest = await exportMessages({
      source,
      dir,
      skipBadFiles: true,
      notify: (line) => lines.push(line),
    });
    expect(manifest.matches.map(({ match_id }) => match_id)).toEqual([2]);
    expect(lines).toEqual(["Skipped match 1: events/1.json is cut short"]);
    expect(readdirSync(join(dir, "messages"))).toEqual(["2.jsonl"]);
  });

  test("a folder in use is not written into", async () => {
    writeFileSync(join(folder, "precious"), "");
    const source = new FewMatches(MATCHES, EVENTS);
    await expect(exportMessages({ source, dir: folder })).rejects.toThrow(InputError);
    expect(readdirSync(folder)).toEqual(["precious"]);
    await expect(exportMessages({ source, dir: join(folder, "precious") })).rejects.toThrow(/in the way/);
    expect(existsSync(join(folder, "precious"))).toBe(true);
  });
});

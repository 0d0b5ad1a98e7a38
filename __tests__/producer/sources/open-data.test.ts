import { InputError } from "../../../producer/input-error";
import { openDataSource } from "../../../producer/sources/open-data";
import type { MatchSource, SourceEvent } from "../../../producer/sources/source";
import { describeWithRealMatches, REAL_DATA } from "../../e2e/real-data";
import { eventRows, folderOf, frameRows, matchRow } from "./layout-folder";
import { type MockApi, mockApi } from "./statsbomb-mock";

const GOOD = {
  "matches/55/43.json": [
    matchRow(7),
    matchRow(8, { kick_off: "18:00:00.000", match_status_360: "unscheduled" }),
  ],
  "events/7.json": eventRows(7),
  "events/8.json": eventRows(8),
  "three-sixty/7.json": frameRows(7),
};

function open(
  files: Readonly<Record<string, unknown>>,
  filter = {},
  skipBadFiles = false,
  lines: string[] = [],
): MatchSource {
  return openDataSource(folderOf(files), { filter, skipBadFiles, notify: (line) => lines.push(line) });
}

async function eventsOf(source: MatchSource, id: number): Promise<SourceEvent[]> {
  const [info] = await source.matches({ ids: [id] });
  if (!info) throw new Error(`no match ${id}`);
  const events: SourceEvent[] = [];
  for await (const event of source.events(info)) events.push(event);
  return events;
}

async function complaint(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(InputError);
  const { message } = error as InputError;
  expect(message).not.toContain("\n");
  return message;
}

describe("matches in StatsBomb's open-data layout", () => {
  const servers: MockApi[] = [];
  afterAll(() => Promise.all(servers.map((server) => server.close())));

  test("matches come by kick-off, and in the order given when ids are given", async () => {
    const source = open(GOOD);
    expect((await source.matches({})).map(({ matchId }) => matchId)).toEqual([8, 7]);
    expect((await source.matches({ ids: [7, 8, 7] })).map(({ matchId }) => matchId)).toEqual([7, 8]);
    expect((await source.matches({ limit: 1 })).map(({ matchId }) => matchId)).toEqual([8]);
  });

  test("each event gets its own frame, and a match without a 360 file goes through without", async () => {
    const source = open(GOOD);
    expect((await eventsOf(source, 7)).map(({ frame }) => frame?.event_uuid)).toEqual(["7-1", undefined]);
    expect((await eventsOf(source, 8)).map(({ frame }) => frame)).toEqual([null, null]);
  });

  test("events come by index whatever their order in the file", async () => {
    const source = open({ ...GOOD, "events/7.json": eventRows(7).reverse() });
    expect((await eventsOf(source, 7)).map(({ event }) => event.index)).toEqual([1, 2]);
  });

  test("a recorded feed comes in the order of its rows, each correction with its event's frame", async () => {
    // GIVEN an event that is corrected, another that comes late, and the first deleted in the end
    const [first, second] = eventRows(7) as [object, object];
    const feed = [
      second,
      first,
      { ...first, minute: 1, supersedes: 1 },
      { ...first, supersedes: 2, deleted: true },
    ];
    const events = await eventsOf(open({ ...GOOD, "events/7.json": feed }), 7);
    expect(events.map(({ event, frame }) => [event.id, event.supersedes, frame !== null])).toEqual([
      ["7-2", undefined, false],
      ["7-1", undefined, true],
      ["7-1", 1, true],
      ["7-1", 2, true],
    ]);
  });

  test.each([
    [
      "of a row to come",
      { supersedes: 2 },
      /event 3 supersedes 2, but row 0, counted from 0, told of 7-1 last/,
    ],
    ["of another event's row", { supersedes: 1 }, /event 3 supersedes 1, but row 0/],
    [
      "of an event that nobody told of",
      { id: "x", supersedes: 0 },
      /supersedes 0, but no row before it told of x/,
    ],
    ["that names no row", { id: "x", deleted: true }, /event 3 is "deleted" and has no "supersedes"/],
    ["that is no number", { supersedes: "1" }, /event 3 breaks the contract .*supersedes/],
  ])("a correction %s is named before it can reach the topic", async (_, change, expected) => {
    const [first, second] = eventRows(7) as [object, object];
    const feed = [first, second, { ...first, ...change }];
    expect(await complaint(eventsOf(open({ ...GOOD, "events/7.json": feed }), 7))).toMatch(expected);
  });

  test("a message that was corrected is not corrected a second time", async () => {
    const [first] = eventRows(7) as [object];
    const feed = [first, { ...first, supersedes: 0 }, { ...first, supersedes: 0 }];
    expect(await complaint(eventsOf(open({ ...GOOD, "events/7.json": feed }), 7))).toMatch(
      /event 3 supersedes 0, but row 1, counted from 0, told of 7-1 last/,
    );
  });

  test("a match listed twice plays once, and one that is yet to come does not play", async () => {
    const source = open({
      ...GOOD,
      "matches/55/44.json": [matchRow(7), matchRow(9, { match_status: "scheduled" })],
    });
    expect((await source.matches({})).map(({ matchId }) => matchId)).toEqual([8, 7]);
  });

  test("only the competitions and seasons asked for are read", async () => {
    const files = { ...GOOD, "matches/11/4.json": [matchRow(5)] };
    const played = await open(files, { competition: [11] }).matches({});
    expect(played.map(({ matchId }) => matchId)).toEqual([5]);
    expect(await complaint(open(files, { season: [99] }).matches({}))).toMatch(/no match.*--season/);
  });

  test("a missing folder, an empty one and one of another layout are named with what to do", async () => {
    const missing = openDataSource("/nowhere/at/all", { filter: {}, skipBadFiles: false, notify: () => {} });
    expect(await complaint(missing.matches({}))).toMatch(/\/nowhere\/at\/all does not exist.*--data-dir/);
    expect(await complaint(open({}).matches({}))).toMatch(/is empty/);
    expect(await complaint(open({ "data/matches/1/2.json": [] }).matches({}))).toMatch(
      /has no matches\/.*perhaps .*data/,
    );
  });

  test("ids that are not there are named, with some that are", async () => {
    expect(await complaint(open(GOOD).matches({ ids: [7, 70, 71] }))).toMatch(
      /match 70, 71 is not in .*--match.*8, 7/,
    );
  });

  test("missing events are named with the match", async () => {
    const { "events/7.json": _, ...rest } = GOOD;
    expect(await complaint(eventsOf(open(rest), 7))).toMatch(/events of match 7 .*--skip-bad-files/);
  });

  test.each([
    ["cut in the middle of a text", (text: string) => text.slice(0, text.indexOf("Pass") + 2)],
    ["cut between two fields", (text: string) => text.slice(0, text.lastIndexOf(","))],
    ["cut to nothing", () => ""],
  ])("a file %s is named with line, column and character", async (_, cut) => {
    const text = cut(JSON.stringify(eventRows(7), null, 1));
    const message = await complaint(eventsOf(open({ ...GOOD, "events/7.json": text }), 7));
    expect(message).toMatch(/events\/7\.json is cut short at line (\d+), column (\d+) \(character (\d+)\)/);
    const [, line, column, character] = /line (\d+), column (\d+) \(character (\d+)\)/.exec(message) ?? [];
    expect(Number(character)).toBe(text.length);
    expect(Number(line)).toBe(text.split("\n").length);
    expect(Number(column)).toBe(text.length - text.lastIndexOf("\n"));
  });

  test("JSON broken in the middle of a file is told from a file cut short", async () => {
    const files = { ...GOOD, "events/7.json": '[{"id": 1},\n {"id": oops}]' };
    expect(await complaint(eventsOf(open(files), 7))).toMatch(/not valid JSON at line 2, column 9 /);
  });

  test.each([
    ["an event without a team", { team: undefined }, /event 2 breaks the contract .*team/],
    ["an event of period 6", { period: 6 }, /event 2 breaks the contract .*period/],
    ["an event with another's id", { id: "7-1" }, /event 2 repeats the id 7-1/],
  ])("%s is named before it can reach the topic", async (_, change, expected) => {
    const [first, second] = eventRows(7);
    const files = { ...GOOD, "events/7.json": [first, { ...second, ...change }] };
    expect(await complaint(eventsOf(open(files), 7))).toMatch(expected);
  });

  test.each([
    ["no events", "events/7.json", [], /holds no events/],
    ["an object instead of a list", "events/7.json", { events: [] }, /no JSON array/],
    [
      "a frame without its event",
      "three-sixty/7.json",
      [{ freeze_frame: [], visible_area: [] }],
      /frame 1 lacks event_uuid/,
    ],
    ["a null frame", "three-sixty/7.json", [null], /frame 1 lacks event_uuid/],
  ])("a file with %s is named", async (_, file, content, expected) => {
    const message = await complaint(eventsOf(open({ ...GOOD, [file]: content }), 7));
    expect(message).toMatch(expected);
    expect(message).toContain(file);
  });

  test("a broken match list is named, or left out with a line when the user says so", async () => {
    const files = { ...GOOD, "matches/55/44.json": [matchRow(9, { home_team: { home_team_id: "x" } })] };
    expect(await complaint(open(files).matches({}))).toMatch(
      /44\.json: match 1, "home_team" has no whole number/,
    );
    const lines: string[] = [];
    expect(await open(files, {}, true, lines).matches({})).toHaveLength(2);
    expect(lines).toEqual([expect.stringContaining("Skipped a bad file")]);
  });

  test("a public address (a local mock of it) is read like a folder, only what was chosen", async () => {
    const seasons = [
      { competition_id: 55, season_id: 43 },
      { competition_id: 11, season_id: 4 },
    ];
    const files = Object.entries({ ...GOOD, "competitions.json": seasons });
    const mock = await mockApi(
      Object.fromEntries(files.map(([path, content]) => [`/data/${path}`, [content]])),
      {
        isPublic: true,
      },
    );
    servers.push(mock);
    const options = { filter: { competition: [55] }, skipBadFiles: false, notify: () => {} };
    const source = openDataSource(`${mock.address}/data/`, options);
    expect((await eventsOf(source, 7)).map(({ frame }) => frame?.event_uuid)).toEqual(["7-1", undefined]);
    expect((await eventsOf(source, 8)).map(({ frame }) => frame)).toEqual([null, null]);
    expect(mock.asked).not.toContain("/data/matches/11/4.json");
  });

  test("the public address is not read as a whole by mistake", async () => {
    const source = openDataSource(undefined, { filter: {}, skipBadFiles: false, notify: () => {} });
    expect(await complaint(source.matches({}))).toMatch(/--competition/);
  });
});

describeWithRealMatches("the real matches", () => {
  const source = openDataSource(REAL_DATA, { filter: {}, skipBadFiles: false, notify: () => {} });

  test("all events of both are read, with the measured share of frames", async () => {
    const turkey = await eventsOf(source, 3788741);
    expect(turkey).toHaveLength(3803);
    expect(turkey.filter(({ frame }) => frame !== null)).toHaveLength(3470);
    const girona = await eventsOf(source, 15986);
    expect(girona).toHaveLength(4027);
    expect(girona.some(({ frame }) => frame !== null)).toBe(false);
  });
});

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../../producer/input-error";
import type { MatchSource } from "../../../producer/sources/source";
import { statsBombSource } from "../../../producer/sources/statsbomb";
import { eventRows, folderOf, frameRows, matchRow } from "./layout-folder";
import { type Answer, MOCK_USER, type MockApi, mockApi } from "./statsbomb-mock";

const VERSIONS = { api_matches: 6, api_events: 12, api_360_freeze_frames: 3 };
const ANSWERS: Readonly<Record<string, readonly Answer[]>> = {
  "/api/endpoint-versions": [VERSIONS],
  "/api/v6/competitions/73/seasons/108/matches": [[matchRow(7), matchRow(8, { match_status_360: null })]],
  "/api/v12/events/7": [eventRows(7)],
  "/api/v12/events/8": [eventRows(8)],
  "/api/v3/360-frames/7": [frameRows(7)],
};

describe("the StatsBomb API (a local mock of it)", () => {
  let api: MockApi;
  let cache: string;

  async function serve(answers = ANSWERS, cached: Readonly<Record<string, unknown>> = {}): Promise<void> {
    api = await mockApi(answers);
    cache = folderOf(cached);
  }

  afterEach(() => api.close());

  function source(
    environment: Readonly<Record<string, string>> = MOCK_USER,
    filter = { season: [108] },
  ): MatchSource {
    const settings = { address: api.address, cache, environment, retries: 1 };
    return statsBombSource({ filter, skipBadFiles: false, notify: () => {} }, settings);
  }

  async function readAll(from: MatchSource): Promise<Array<[number, number]>> {
    const counts: Array<[number, number]> = [];
    for (const info of await from.matches({})) {
      let frames = 0;
      for await (const { frame } of from.events(info)) frames += frame ? 1 : 0;
      counts.push([info.matchId, frames]);
    }
    return counts;
  }

  test("matches, events and frames are read at the versions the API offers", async () => {
    await serve();
    expect(await readAll(source())).toEqual([
      [7, 1],
      [8, 0],
    ]);
    expect(api.asked).toEqual(Object.keys(ANSWERS).sort((a, b) => ORDER(a) - ORDER(b)));
  });

  test("when the API does not say its versions, the known ones are asked", async () => {
    await serve({
      "/api/v6/competitions/73/seasons/108/matches": [[matchRow(7)]],
      "/api/v11/events/7": [eventRows(7)],
      "/api/v2/360-frames/7": [frameRows(7)],
    });
    expect(await readAll(source())).toEqual([[7, 1]]);
  });

  test("what was fetched is kept and never asked for again", async () => {
    await serve();
    await readAll(source());
    const once = api.asked.length;
    expect(await readAll(source())).toEqual([
      [7, 1],
      [8, 0],
    ]);
    expect(api.asked).toHaveLength(once);
    expect(existsSync(join(cache, "three-sixty", "7.json"))).toBe(true);
  });

  test("an interrupted download goes on with what is missing", async () => {
    await serve(ANSWERS, { "matches/73/108.json": [matchRow(7)], "events/7.json": eventRows(7) });
    expect(await readAll(source())).toEqual([[7, 1]]);
    expect(api.asked).toEqual(["/api/endpoint-versions", "/api/v3/360-frames/7"]);
  });

  test("a busy API is asked again", async () => {
    await serve({ ...ANSWERS, "/api/v12/events/7": [503, eventRows(7)] });
    expect(await readAll(source())).toHaveLength(2);
    expect(api.asked.filter((path) => path === "/api/v12/events/7")).toHaveLength(2);
  });

  test("without credentials nothing is asked, and the message says where they go", async () => {
    await serve();
    expect(() => source({ STATSBOMB_USER: "someone" })).toThrow(InputError);
    expect(() => source({})).toThrow(/STATSBOMB_USER and STATSBOMB_PASSWORD.*\.env/);
    expect(api.asked).toEqual([]);
  });

  test("wrong credentials are said in one line that does not show them", async () => {
    await serve();
    const wrong = { ...MOCK_USER, STATSBOMB_PASSWORD: "hunter2" };
    const error: unknown = await readAll(source(wrong)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    expect(String(error)).toMatch(
      /refused the credentials \(401\): correct STATSBOMB_USER and STATSBOMB_PASSWORD/,
    );
    expect(String(error)).not.toMatch(/hunter2|someone@example/);
    expect(readdirSync(cache)).toEqual([]);
  });

  test("a competition that was not paid for is told from wrong credentials", async () => {
    await serve({ ...ANSWERS, "/api/v6/competitions/73/seasons/108/matches": [403] });
    await expect(readAll(source())).rejects.toThrow(
      /not covered by these credentials \(403\).*--competition/,
    );
  });

  test("Liga MX from 2021/22 to 2024/25 is what is read when nothing is chosen", async () => {
    await serve();
    await readAll(source(MOCK_USER, {} as { season: number[] }));
    const seasons = api.asked.flatMap((path) => /competitions\/73\/seasons\/(\d+)/.exec(path)?.[1] ?? []);
    expect(seasons).toEqual(["108", "235", "281", "317"]);
  });
});

const ORDER = (path: string): number =>
  ["endpoint-versions", "matches", "events/7", "360-frames/7", "events/8"].findIndex((part) =>
    path.endsWith(part),
  );

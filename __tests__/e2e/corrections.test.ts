import { join } from "node:path";
import { folderOf, matchRow } from "../producer/sources/layout-folder";
import { type Ended, golazo, newFolder, readRecord, readTable, SMALL_MODEL } from "./golazo";

/** Two matches of the same teams at the same time: one told rightly, one by a feed that corrects itself. */
const RIGHT = 8;
const FEED = 7;

const GOAL = { outcome: { id: 97, name: "Goal" }, statsbomb_xg: 0.3 };
const SAVED = { outcome: { id: 100, name: "Saved" }, statsbomb_xg: 0.1 };
const RED = { card: { id: 5, name: "Red Card" } };

type Row = Record<string, unknown>;

/** One event of match RIGHT; the away team's unless said otherwise. */
function event(minute: number, kind: string, changes: Row = {}): Row {
  const [id, name] = { pass: [30, "Pass"], shot: [16, "Shot"], foul: [22, "Foul Committed"] }[kind] as [
    number,
    string,
  ];
  const away = { id: 20, name: "Away" };
  return {
    id: `${kind}-${minute}`,
    index: minute * 10 + id,
    period: 1,
    timestamp: `00:${String(minute).padStart(2, "0")}:${String(id).padStart(2, "0")}.000`,
    minute,
    second: id,
    type: { id, name },
    team: away,
    possession_team: away,
    location: [60, 40],
    ...changes,
  };
}

const passes = Array.from({ length: 20 }, (_, minute) =>
  event(minute, "pass", { pass: { length: 9, end_location: [69, 40] } }),
);
const goal = event(4, "shot", { shot: GOAL });
const save = event(12, "shot", { shot: SAVED });

/** What happened: a goal in minute 4 and a save in minute 12. */
const told = [...passes, goal, save].sort((one, other) => Number(one.index) - Number(other.index));

/** The same as a feed told it: the goal as the other team's, the save as a goal, and a red card that never was. */
function feed(): Row[] {
  const wrong = new Map<Row, Row>([
    [goal, { ...goal, team: { id: 10, name: "Home" } }],
    [save, { ...save, shot: GOAL }],
  ]);
  const rows = told.map((row) => wrong.get(row) ?? row);
  const red = event(9, "foul", { foul_committed: RED });
  rows.splice(
    rows.findIndex(({ minute }) => minute === 10),
    0,
    red,
  );
  const at = (row: Row): number => rows.findIndex(({ id }) => id === row.id);
  // The goal is put right when minute 6 begins, the rest at the end.
  const sixth = rows.findIndex(({ minute }) => minute === 6);
  rows.splice(sixth, 0, { ...goal, supersedes: at(goal) });
  return [...rows, { ...red, supersedes: at(red), deleted: true }, { ...save, supersedes: at(save) }];
}

describe("a match whose feed corrected itself, and the same match told rightly", () => {
  const out = newFolder();
  let ended: Ended;

  beforeAll(async () => {
    const files = folderOf({
      "matches/55/43.json": [RIGHT, FEED].map((id) => matchRow(id, { home_score: 0, away_score: 1 })),
      [`events/${RIGHT}.json`]: told,
      [`events/${FEED}.json`]: feed(),
    });
    const source = ["--source", "open-data", "--data-dir", files, "--no-fan-out"];
    // Slowly, so that some corrections come in a later micro-batch than what they correct.
    ended = await golazo(["demo", ...source, "--rate", "5", ...SMALL_MODEL, "--out", out]);
  }, 1_200_000);

  test("every message is counted once, corrections too, and each took one message's place", () => {
    expect(ended).toMatchObject({ code: 0 });
    const { reconciliation, jobs } = readRecord(out);
    expect(reconciliation).toMatchObject({ reconciled: true, dead_letters: 0 });
    const counted = reconciliation?.matches.map(({ match_id, predict }) => [match_id, predict]);
    expect(counted?.sort()).toEqual([
      [FEED, told.length + 4],
      [RIGHT, told.length],
    ]);
    expect(jobs.stream?.streaming?.queries.predict?.corrections).toEqual({ superseded: 3, not_found: 0 });
  });

  test("in the end both matches have the same probabilities, minute by minute", async () => {
    const rows = await readTable(join(out, "predictions"));
    const of = (match: number): Map<number, number[]> =>
      new Map(
        rows
          .filter((row) => Number(row.match_id) === match)
          .map((row) => [Number(row.minute), [row.p_home, row.p_draw, row.p_away].map(Number)]),
      );
    const [right, corrected] = [of(RIGHT), of(FEED)];
    expect([...corrected.keys()].sort()).toEqual([...right.keys()].sort());
    expect(right.size).toBe(20);
    for (const [minute, expected] of right) {
      const found = corrected.get(minute) as number[];
      for (const [at, p] of expected.entries()) {
        expect([minute, Math.abs((found[at] as number) - p) <= 1e-9]).toEqual([minute, true]);
      }
    }
    // The goal is seen in them: what is equal is not a match in which nothing happened.
    expect((right.get(4) as number[])[2]).toBeGreaterThan((right.get(3) as number[])[2] as number);
  });
});

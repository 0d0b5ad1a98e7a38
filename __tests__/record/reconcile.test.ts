import type { ManifestMatch } from "../../contracts";
import { type Counted, reconcile } from "../../record";

const match = (match_id: number, events_acknowledged: number): ManifestMatch => ({
  match_id,
  source_match_id: match_id,
  competition_id: 1,
  season_id: 1,
  season_name: "2020",
  home_team_id: 1,
  home_team_name: "Home",
  away_team_id: 2,
  away_team_name: "Away",
  home_score: 0,
  away_score: 0,
  kick_off: "2020-01-01T12:00:00.000Z",
  simulated_kick_off: "2020-01-01T12:00:00.000Z",
  has_360: true,
  events_acknowledged,
});

/** n events with the sequences 0 … n−1. */
const counted = (events: number) => ({ events, sequence_sum: (events * (events - 1)) / 2 });

const clean: Counted = {
  matches: [match(7, 100), match(8, 50)],
  stats: { 7: counted(100), 8: counted(50) },
  predict: { 7: counted(100), 8: counted(50) },
  deadLetters: 0,
  topicRecords: 150,
  droppedByWatermark: 0,
};

describe("reconciliation", () => {
  test("a run in which every acknowledged event was counted once by both queries reconciles", () => {
    expect(reconcile(clean)).toMatchObject({
      reconciled: true,
      acknowledged: 150,
      stats: 150,
      predict: 150,
      problems: [],
    });
  });

  test("a dead letter is accounted for and the run still reconciles", () => {
    expect(reconcile({ ...clean, deadLetters: 1, topicRecords: 151 })).toMatchObject({
      reconciled: true,
      dead_letters: 1,
    });
  });

  test("an event that one query lost is found, with its match and the query", () => {
    const result = reconcile({ ...clean, stats: { ...clean.stats, 8: counted(49) } });
    expect(result.reconciled).toBe(false);
    expect(result.problems).toContain("match 8: 50 events acknowledged, 49 counted by stats");
  });

  test("one event lost and another counted twice do not cancel out", () => {
    // GIVEN 50 events of match 8, of which number 3 is missing and number 10 came twice
    const twisted = { events: 50, sequence_sum: counted(50).sequence_sum - 3 + 10 };
    const result = reconcile({ ...clean, predict: { ...clean.predict, 8: twisted } });
    expect(result.problems).toEqual([
      "match 8: predict did not count every event exactly once (the sequence numbers do not add up)",
    ]);
  });

  test("a match that nobody played does not slip in", () => {
    const result = reconcile({ ...clean, stats: { ...clean.stats, 99: counted(1) } });
    expect(result.problems).toContain("match 99: counted by stats, but not acknowledged in this replay");
  });

  test("a bad record that vanished without a dead letter is a problem", () => {
    const result = reconcile({ ...clean, topicRecords: 151 });
    expect(result.problems).toEqual(["151 records on the topic, but 150 valid events and 0 dead letters"]);
  });

  test("rows that came too late for their window are a problem", () => {
    expect(reconcile({ ...clean, droppedByWatermark: 2 }).problems).toEqual([
      "2 rows came too late for their window and were dropped",
    ]);
  });
});

import { existsSync } from "node:fs";
import { join } from "node:path";
import { Kafka, logLevel } from "kafkajs";
import { TOPICS } from "../../contracts";
import { type Ended, newFolder, readRecord, readTable, SMALL_MODEL, start } from "./golazo";
import { describeWithRealMatches, REAL_DATA } from "./real-data";
import { oracleRows } from "./window-oracle";

/** Match with 360 frames (Turkey 0–3 Italy) and one without (Barcelona 2–2 Girona), with their events. */
const WITH_360 = { id: 3788741, events: 3803 };
const WITHOUT_360 = { id: 15986, events: 4027 };

const source = ["--source", "open-data", "--data-dir", REAL_DATA, "--no-fan-out"];

/** Every row the pipeline wrote equals the row computed from the JSON files, to 1e-9, and none is missing. */
async function expectWindowsOfTheFiles(folder: string): Promise<void> {
  const rows = await readTable(join(folder, "window-stats"));
  const matches = readRecord(folder).replay?.matches ?? [];
  let expectedRows = 0;
  for (const match of matches) {
    const expected = oracleRows(match);
    expectedRows += expected.size;
    for (const row of rows.filter((candidate) => Number(candidate.match_id) === match.match_id)) {
      const start = (row.window_start as Date).getTime();
      const oracle = expected.get(`${row.team_id} ${start}`);
      expect(oracle).toBeDefined();
      expect((row.window_end as Date).getTime() - start).toBe(60_000);
      for (const [column, value] of Object.entries(oracle ?? {})) expectSame(column, row[column], value);
    }
  }
  expect(rows).toHaveLength(expectedRows);
  expect(expectedRows).toBeGreaterThan(100 * matches.length);
}

function expectSame(column: string, actual: unknown, expected: number | null): void {
  if (expected === null) expect([column, actual ?? null]).toEqual([column, null]);
  else
    expect([column, Math.abs(Number(actual) - expected) <= 1e-9 * Math.max(1, Math.abs(expected))]).toEqual([
      column,
      true,
    ]);
}

describeWithRealMatches(
  "two real matches played once each, and a broken record that somebody puts on the topic",
  () => {
    const out = newFolder();
    let ended: Ended;

    beforeAll(async () => {
      const matches = ["--match", `${WITH_360.id}`, "--match", `${WITHOUT_360.id}`];
      const demo = start(["demo", ...source, "--rate", "1000", ...matches, ...SMALL_MODEL, "--out", out]);
      await demo.printed("Throughput: ");
      const bootstrap = /Kafka\s+(\d\S+)/.exec(demo.output())?.[1] as string;
      const producer = new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING }).producer();
      await producer.connect();
      await producer.send({
        topic: TOPICS.events.name,
        messages: [{ key: "15986", value: '{"match_id": 15986, "half a rec' }],
      });
      await producer.disconnect();
      ended = await demo.ended;
    }, 1_200_000);

    test("the run goes on, counts the broken one as a dead letter, and reconciles, event for event", () => {
      expect(ended).toMatchObject({ code: 0 });
      const { status, reconciliation } = readRecord(out);
      expect(status).toBe("succeeded");
      expect(reconciliation).toMatchObject({
        reconciled: true,
        acknowledged: WITH_360.events + WITHOUT_360.events,
        topic_records: WITH_360.events + WITHOUT_360.events + 1,
        dead_letters: 1,
      });
      expect(reconciliation?.matches).toEqual([
        { match_id: WITH_360.id, acknowledged: 3803, stats: 3803, predict: 3803 },
        { match_id: WITHOUT_360.id, acknowledged: 4027, stats: 4027, predict: 4027 },
      ]);
    });

    test("the window statistics are those of the files, moved onto the replay's clock", () =>
      expectWindowsOfTheFiles(out));

    test("the match without a 360 file goes through and a line says so", () => {
      expect(ended.output).toMatch(/No 360 frames: 1 of 2 matches \(15986\)/);
    });

    test("every minute of both matches has one prediction, whose probabilities sum to 1", async () => {
      const predictions = await readTable(join(out, "predictions"));
      const keys = new Set(predictions.map((row) => `${row.match_id} ${row.period} ${row.minute}`));
      expect(keys.size).toBe(predictions.length);
      expect(predictions.length).toBeGreaterThan(180);
      for (const row of predictions) {
        expect(Math.abs(Number(row.p_home) + Number(row.p_draw) + Number(row.p_away) - 1)).toBeLessThan(1e-9);
      }
    });

    test("the record holds what Spark measured", () => {
      const stream = readRecord(out).jobs.stream;
      for (const query of ["stats", "predict"] as const) {
        const figures = stream?.streaming?.queries[query];
        expect(figures?.batch_ms.count).toBeGreaterThan(0);
        expect(figures?.batch_ms.p50).toBeGreaterThan(0);
      }
    });

    test("nothing is left in the folder but results, logs and the record", () => {
      expect(existsSync(join(out, ".staging"))).toBe(false);
    });
  },
);

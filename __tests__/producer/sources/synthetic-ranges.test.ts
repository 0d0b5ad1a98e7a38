import { SyntheticSource } from "../../../producer/sources/synthetic";
import { type Measure, measure } from "./measure-matches";

// Ranges come from four real matches (15946, 15986, 9880 of La Liga, 3788741 of Euro 2020: 15,940 events) and the
// 360 file of 3788741. Four matches do not show how much matches differ, so a mean over twenty synthetic ones must
// lie inside the measured range, and a single match may lie outside it by the tolerance stated beside it.
const MATCHES = 20;

let synthetic: Measure;

beforeAll(async () => {
  const source = new SyntheticSource({ seed: 11, purpose: "history" });
  const matches = await source.matches({ limit: MATCHES });
  synthetic = measure(matches.map((match) => source.events(match)));
});

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function expectBetween(value: number, low: number, high: number): void {
  expect(value).toBeGreaterThanOrEqual(low);
  expect(value).toBeLessThanOrEqual(high);
}

describe("GIVEN twenty synthetic matches WHEN they are measured like the real ones", () => {
  test("THEN a match has 3,500 to 4,100 events on average, and no match is far from that", () => {
    expectBetween(mean(synthetic.events), 3_500, 4_100);
    for (const events of synthetic.events) expectBetween(events, 3_200, 4_500);
  });

  test("THEN 40 to 43 events happen in a minute, give or take two", () => {
    expectBetween(mean(synthetic.eventsPerMinute), 38, 45);
  });

  test("THEN a match has 144 to 198 possessions on average", () => {
    expectBetween(mean(synthetic.possessions), 144, 198);
    for (const possessions of synthetic.possessions) expectBetween(possessions, 130, 230);
  });

  // Smallest and largest count of the four matches, where the measurement gives them.
  test.each([
    ["Pass", 1_059, 1_148],
    ["Carry", 862, 1_008],
    ["Pressure", 355, 499],
    // 27 to 29, with a tolerance of two for so rare an event.
    ["Shot", 25, 31],
  ])("THEN a match has as many events of type %s as a real one", (type, low, high) => {
    expectBetween(synthetic.perMatch[type] as number, low, high);
  });

  // Share of all events in the four matches; tolerance: a tenth for the four frequent types, a third for the rest.
  test.each([
    ["Pass", 0.278, 0.1],
    ["Ball Receipt*", 0.269, 0.1],
    ["Carry", 0.24, 0.1],
    ["Pressure", 0.101, 0.1],
    ["Ball Recovery", 0.0208, 0.33],
    ["Duel", 0.0097, 0.33],
    ["Goal Keeper", 0.008, 0.33],
    ["Block", 0.0079, 0.33],
    ["Clearance", 0.0077, 0.33],
    ["Dribble", 0.0077, 0.33],
    ["Shot", 0.007, 0.33],
    ["Interception", 0.0066, 0.33],
    ["Foul Committed", 0.0059, 0.33],
    ["Miscontrol", 0.0057, 0.33],
    ["Foul Won", 0.0057, 0.33],
    ["Dribbled Past", 0.0049, 0.33],
    ["Dispossessed", 0.004, 0.33],
    ["Substitution", 0.0017, 0.33],
  ])("THEN events of type %s have the share they have in real matches", (type, share, tolerance) => {
    expectBetween(synthetic.typeShare[type] as number, share * (1 - tolerance), share * (1 + tolerance));
  });

  test("THEN each team lines up once, and starts and ends both halves", () => {
    expect(synthetic.perMatch["Starting XI"]).toBe(2);
    expect(synthetic.perMatch["Half Start"]).toBe(4);
    expect(synthetic.perMatch["Half End"]).toBe(4);
  });

  test("THEN passes are 18.2 to 20.5 yards long on average with a variance of 119 to 230", () => {
    expectBetween(synthetic.passLengthMean, 18.2, 20.5);
    expectBetween(synthetic.passLengthVariance, 119, 230);
  });

  test("THEN 83.5 to 87.1 % of passes are completed", () => {
    expectBetween(synthetic.passCompletion, 0.835, 0.871);
  });

  // Share of events without the field in the four matches, and how far a mean may be from it.
  test.each([
    ["duration", 0.269, 0.02],
    ["related_events", 0.037, 0.015],
    ["under_pressure", 0.797, 0.03],
    ["counterpress", 0.974, 0.012],
    ["location", 0.011, 0.008],
    ["player", 0.009, 0.008],
    ["out", 0.998, 0.006],
    ["off_camera", 0.993, 0.01],
  ])("THEN %s is absent as often as in real matches", (field, share, tolerance) => {
    expectBetween(synthetic.without[field] as number, share - tolerance, share + tolerance);
  });

  test("THEN 91 % of events have a 360 frame, by type as in match 3788741", () => {
    expectBetween(synthetic.coverage, 0.9, 0.925);
    const byType = { Pass: 0.88, "Ball Receipt*": 0.92, Carry: 0.96, Pressure: 0.94, Block: 1 };
    for (const [type, share] of Object.entries(byType)) {
      expectBetween(synthetic.coverageByType[type] as number, share - 0.02, share + 0.02);
    }
    expectBetween(synthetic.coverageByType.Shot as number, 0.92, 1);
    expectBetween(synthetic.coverageByType["Goal Keeper"] as number, 0.36, 0.52);
    for (const type of ["Starting XI", "Half Start", "Half End", "Substitution"]) {
      expect(synthetic.coverageByType[type]).toBeUndefined();
    }
  });

  test("THEN a frame shows as many players as a real one: mean 13.6, p5 9, p50 14, p95 18, max 20", () => {
    expectBetween(synthetic.players.mean, 12.8, 14.4);
    expectBetween(synthetic.players.p5, 8, 10);
    expectBetween(synthetic.players.p50, 13, 15);
    expectBetween(synthetic.players.p95, 17, 19);
    expectBetween(synthetic.players.max, 19, 22);
  });

  test("THEN a goalkeeper is in view in about a quarter of the frames and the actor in all", () => {
    expectBetween(synthetic.framesWithKeeper, 0.255 - 0.05, 0.255 + 0.05);
    expect(synthetic.framesWithOneActor).toBe(1);
  });

  test("THEN the actor is not exactly where the event is: median 3.1 yards, p95 9.2", () => {
    expectBetween(synthetic.actorOffset.p50, 2.6, 3.6);
    expectBetween(synthetic.actorOffset.p95, 7.5, 11);
  });

  test("THEN the visible area has five to seven points and is about as large as a real one (2,450 square yards)", () => {
    for (const points of Object.keys(synthetic.areaPoints)) expect(["5", "6", "7"]).toContain(points);
    expectBetween(synthetic.areaMean, 2_200, 2_700);
  });

  test("THEN players may stand slightly off the pitch, as far as real ones: x -2.7 to 121, y -6.1 to 84.8", () => {
    expectBetween(synthetic.playerX[0], -2.7, 0);
    expectBetween(synthetic.playerX[1], 120, 121.1);
    expectBetween(synthetic.playerY[0], -6.2, 0);
    expectBetween(synthetic.playerY[1], 80, 85.1);
  });

  test("THEN messages weigh what real ones weigh: 600 bytes, 1,730 merged with the frame", () => {
    expectBetween(synthetic.eventBytes, 540, 660);
    expectBetween(synthetic.mergedBytes, 1_560, 1_900);
  });

  test("THEN shots are taken from where real ones are, and are worth as much", () => {
    // 54 shots of 3788741 and 15986: p5 7 to 11 yards, p50 16 to 17, p95 29 to 33, 0.073 to 0.09 expected goals.
    expectBetween(synthetic.shotDistance.p5, 5, 12);
    expectBetween(synthetic.shotDistance.p50, 14.5, 20.5);
    expectBetween(synthetic.shotDistance.p95, 27, 36);
    expectBetween(synthetic.expectedGoalsPerShot, 0.07, 0.12);
  });
});

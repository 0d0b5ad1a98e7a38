import { LiveMatches } from "../../dashboard/server/live/live-matches";
import { anEvent, aPrediction, aWindow, GOAL } from "./messages";

/** What the page would be told of match 1 from the beginning. */
const whole = (matches: LiveMatches) => matches.find(1)?.message(0);

describe("a live match", () => {
  test("has the score of its goals, own goals to the team that gains, none of a shoot-out", () => {
    const matches = new LiveMatches();
    matches.play(anEvent({ sequence: 0 }));
    matches.play(anEvent({ sequence: 1, minute: 10, more: GOAL }));
    matches.play(anEvent({ sequence: 2, minute: 20, side: "away", more: { type: { id: 25 } } }));
    matches.play(anEvent({ sequence: 3, minute: 21, side: "home", more: { type: { id: 20 } } }));
    matches.play(anEvent({ sequence: 4, minute: 120, period: 5, more: GOAL }));
    expect(whole(matches)).toMatchObject({ score: [1, 1], scoreKnown: true });
    expect(whole(matches)?.moments.map(({ kind, side }) => [kind, side])).toEqual([
      ["goal", "home"],
      ["own-goal", "away"],
    ]);
  });

  test("marks a red card and a second yellow, and each end of a period once", () => {
    const matches = new LiveMatches();
    const end = { type: { id: 34, name: "Half End" } };
    const card = (id: number) => ({ type: { id: 22 }, foul_committed: { card: { id } } });
    matches.play(anEvent({ sequence: 0 }));
    for (const [index, id] of [5, 6, 7].entries())
      matches.play(anEvent({ sequence: 1 + index, minute: 30, more: card(id) }));
    matches.play(anEvent({ sequence: 4, minute: 45, more: end }));
    matches.play(anEvent({ sequence: 5, minute: 45, side: "away", more: end }));
    expect(whole(matches)?.moments.map(({ kind }) => kind)).toEqual(["red-card", "red-card", "half-time"]);
    expect(whole(matches)?.phase).toBe("half-time");
    matches.play(anEvent({ sequence: 6, minute: 45, period: 2 }));
    expect(whole(matches)?.phase).toBe("second-half");
  });

  test("loses a goal that a correction takes back, and a browser that has seen it is told", () => {
    const matches = new LiveMatches();
    const shot = (statsbomb_xg: number, id: number) => ({
      type: { id: 16 },
      shot: { statsbomb_xg, outcome: { id } },
    });
    matches.play(anEvent({ sequence: 0 }));
    matches.play(anEvent({ sequence: 1, minute: 10, more: shot(0.5, 97) }));
    matches.play(anEvent({ sequence: 2, minute: 20, more: GOAL }));
    matches.play(anEvent({ sequence: 3, minute: 30 }));
    const known = matches.now;
    expect(whole(matches)).toMatchObject({ score: [2, 0] });
    // WHEN the first turns out to be a save, and the second never to have been
    matches.play(anEvent({ sequence: 4, minute: 10, more: { ...shot(0.2, 100), supersedes: 1 } }));
    matches.play(anEvent({ sequence: 5, minute: 20, more: { ...GOAL, supersedes: 2, deleted: true } }));
    // THEN neither counts, and the match goes on where it was
    const news = matches.find(1)?.message(known);
    expect(news).toMatchObject({ whole: true, score: [0, 0], moments: [], minute: 30 });
    const threat = news?.threat.map(({ minute, home }) => [minute, home]);
    expect(threat?.filter(([, home]) => home !== 0)).toEqual([[10, 2]]);
  });

  test("gives a goal to the other team when a correction says so, in its own minute", () => {
    const matches = new LiveMatches();
    matches.play(anEvent({ sequence: 0 }));
    matches.play(anEvent({ sequence: 1, minute: 10, more: GOAL }));
    matches.play(anEvent({ sequence: 2, minute: 20, more: GOAL }));
    matches.play(anEvent({ sequence: 3, minute: 10, side: "away", more: { ...GOAL, supersedes: 1 } }));
    expect(whole(matches)).toMatchObject({ score: [1, 1] });
    expect(whole(matches)?.moments.map(({ minute, side }) => [minute, side])).toEqual([
      [10, "away"],
      [20, "home"],
    ]);
    // AND a correction can be corrected
    matches.play(
      anEvent({ sequence: 4, minute: 10, side: "away", more: { ...GOAL, supersedes: 3, deleted: true } }),
    );
    expect(whole(matches)).toMatchObject({ score: [1, 0] });
  });

  test("that the page joined late says that its score may be too low", () => {
    const matches = new LiveMatches();
    matches.play(anEvent({ sequence: 900, minute: 30 }));
    expect(whole(matches)).toMatchObject({ scoreKnown: false, score: [0, 0] });
  });

  test("whose replay begins anew begins anew, and keeps what belongs to the new replay whichever topic told it first", () => {
    const matches = new LiveMatches();
    matches.play(anEvent({ sequence: 0, producedAt: 1_000 }));
    matches.play(anEvent({ sequence: 1, minute: 10, producedAt: 1_100, more: GOAL }));
    matches.predict(aPrediction(10, [0.7, 0.2, 0.1], 1_100));
    matches.observe(aWindow(10, 8), 1_500);
    const known = matches.now;
    // GIVEN the new replay's first prediction and window overtake its first event
    matches.predict(aPrediction(0, [0.4, 0.3, 0.3], 2_000));
    matches.observe(aWindow(0, 5), 2_500);
    matches.play(anEvent({ sequence: 0, producedAt: 2_000 }));
    // AND a late prediction of the old one comes after
    matches.predict(aPrediction(11, [0.7, 0.2, 0.1], 1_200));
    const message = matches.find(1)?.message(known);
    expect(message).toMatchObject({ whole: true, score: [0, 0], moments: [] });
    expect(message?.curve).toEqual([{ period: 1, minute: 0, p: [0.4, 0.3, 0.3], latency: 500 }]);
    expect(message?.windows.map(({ minute, passes }) => [minute, passes])).toEqual([[0, 5]]);
  });

  test("puts a window on the match clock, the second half's after the break", () => {
    const matches = new LiveMatches();
    matches.observe(aWindow(3, 7), 2_000);
    matches.observe(aWindow(62, 9), 2_000);
    matches.play(anEvent({ sequence: 0 }));
    matches.play(anEvent({ sequence: 1, minute: 46, period: 2 }));
    expect(whole(matches)?.windows.map(({ period, minute, passes }) => [period, minute, passes])).toEqual([
      [1, 3, 7],
      [2, 47, 9],
    ]);
  });

  test("tells what changed and nothing else; a later prediction of the same minute replaces the earlier", () => {
    const matches = new LiveMatches();
    matches.play(anEvent({ sequence: 0 }));
    matches.predict(aPrediction(0, [0.4, 0.3, 0.3]));
    matches.predict(aPrediction(1, [0.5, 0.3, 0.2]));
    const known = matches.now;
    matches.predict(aPrediction(1, [0.6, 0.2, 0.2]));
    const news = matches.find(1)?.message(known);
    expect(news?.whole).toBe(false);
    expect(news?.curve.map(({ minute, p }) => [minute, p[0]])).toEqual([[1, 0.6]]);
    expect(whole(matches)?.curve.map(({ minute }) => minute)).toEqual([0, 1]);
  });

  test("swings as far as its probabilities moved in the last ten minutes", () => {
    const matches = new LiveMatches();
    matches.play(anEvent({ sequence: 0 }));
    matches.predict(aPrediction(0, [0.9, 0.05, 0.05]));
    for (let minute = 1; minute <= 12; minute++) matches.predict(aPrediction(minute, [0.4, 0.3, 0.3]));
    matches.predict(aPrediction(13, [0.65, 0.2, 0.15]));
    // The 0.9 of minute 0 lies further back.
    expect(matches.find(1)?.row().at(-1)).toBe(250);
  });

  test("is not on the list before anybody knows who plays", () => {
    const matches = new LiveMatches();
    matches.predict(aPrediction(0, [0.4, 0.3, 0.3]));
    expect(matches.find(1)).toBeUndefined();
    expect(matches.message(0).rows).toEqual([]);
  });
});

describe("the matches that are kept", () => {
  test("are bounded: the one silent for longest goes, and browsers are told", () => {
    const matches = new LiveMatches(3);
    for (const match of [1, 2, 3]) matches.play(anEvent({ match, sequence: 0 }));
    const known = matches.now;
    matches.play(anEvent({ match: 1, sequence: 1 }));
    matches.play(anEvent({ match: 4, sequence: 0 }));
    expect(matches.size).toBe(3);
    expect(matches.find(2)).toBeUndefined();
    expect(matches.message(known)).toMatchObject({ whole: false, gone: [2] });
  });

  test("a list that was emptied is told whole", () => {
    const matches = new LiveMatches();
    matches.play(anEvent({ sequence: 0 }));
    const known = matches.now;
    matches.clear();
    expect(matches.message(known)).toMatchObject({ whole: true, rows: [] });
  });

  test("an event twice changes nothing", () => {
    const matches = new LiveMatches();
    matches.play(anEvent({ sequence: 0 }));
    matches.play(anEvent({ sequence: 1, more: GOAL }));
    matches.play(anEvent({ sequence: 1, more: GOAL }));
    expect(whole(matches)?.score).toEqual([1, 0]);
  });
});

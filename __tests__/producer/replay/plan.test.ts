import { validate } from "../../../contracts";
import { InputError } from "../../../producer/input-error";
import type { ReplayOptions } from "../../../producer/options";
import { plannedManifest } from "../../../producer/replay/manifest";
import { planMatches, type ReplayPlan } from "../../../producer/replay/plan";
import { BadFileError } from "../../../producer/sources/json-file";
import type { MatchInfo, SourceEvent } from "../../../producer/sources/source";
import { SyntheticSource } from "../../../producer/sources/synthetic";
import { FewMatches, match } from "../few-matches";

const TWO_MATCHES = [match(2, "2018-09-23T20:45:07.000Z"), match(1, "2021-06-11T21:00:00.000Z")];
const TEN_MINUTES = Array.from({ length: 100 }, (_, at) => `1@00:0${Math.floor(at / 10)}:0${at % 10}.000`);

const source = (): FewMatches => new FewMatches(TWO_MATCHES, { 1: TEN_MINUTES, 2: TEN_MINUTES });

function plan(
  options: Partial<ReplayOptions>,
  from: FewMatches | SyntheticSource = source(),
): Promise<ReplayPlan> {
  const defaults: ReplayOptions = { source: "open-data", seed: 42, skipBadFiles: false, fanOut: true };
  return planMatches(from, { ...defaults, ...options }, () => {});
}

const ids = ({ planned }: ReplayPlan): number[] => planned.map(({ matchId }) => matchId);

describe("the plan of a replay", () => {
  test("the clock starts at the first match's own kick-off and the others are moved by whole minutes", async () => {
    const { planned, clockStart } = await plan({ fanOut: false });
    expect(clockStart).toBe(Date.parse("2018-09-23T20:45:07.000Z"));
    expect(planned.map(({ simulatedKickOff }) => new Date(simulatedKickOff).toISOString())).toEqual([
      "2018-09-23T20:45:07.000Z",
      "2018-09-23T20:45:00.000Z",
    ]);
  });

  test("one match alone keeps its real time", async () => {
    const { planned } = await plan({ fanOut: false, match: [1] });
    expect(planned[0]?.simulatedKickOff).toBe(TWO_MATCHES[1]?.kickOff.getTime());
  });

  test("without fan-out every match plays once, with no end but its own", async () => {
    const played = await plan({ fanOut: false });
    expect(ids(played)).toEqual([2, 1]);
    expect(played.bounds).toEqual({ events: null, seconds: null });
    expect(played.openEnded).toBe(false);
    expect(played.matchesAtOnce).toBe(2);
  });

  test("too few matches are repeated under ids that collide with nothing", async () => {
    const played = await plan({ rate: 240, seconds: 10 });
    expect(played.matchesAtOnce).toBe(4);
    expect(ids(played).slice(0, 4)).toEqual([2, 1, 1_000_000_002, 1_000_000_001]);
    expect(new Set(ids(played)).size).toBe(played.planned.length);
    expect(plannedManifest(played).fan_out).toEqual({ real_matches: 2, copies: played.planned.length - 2 });
  });

  test("a rate and seconds make an exact number of events, and no match is planned that they do not reach", async () => {
    // GIVEN matches of 100 events, one at a time
    const exactly = await plan({ rate: 50, seconds: 6 });
    expect(exactly.bounds.events).toBe(300);
    expect(exactly.planned).toHaveLength(3);
    // WHEN one more second is asked for THEN one more match is needed
    expect((await plan({ rate: 50, seconds: 7 })).planned).toHaveLength(4);
  });

  test("matches of one slot never overlap", async () => {
    const { planned } = await plan({ rate: 120, seconds: 30 });
    const lastOf = new Map<number, number>();
    for (const { slot, simulatedKickOff } of planned) {
      expect(simulatedKickOff).toBeGreaterThan(lastOf.get(slot) ?? 0);
      lastOf.set(slot, simulatedKickOff + 9 * 60_000 + 9000);
    }
    expect(lastOf.size).toBe(2);
  });

  test("a replay until stopped is open-ended and goes on after the matches it lists", async () => {
    const endless = await plan({ rate: 60, seconds: 0 });
    expect(endless.openEnded).toBe(true);
    const upcoming = endless.matches();
    const first = [];
    for (let at = 0; at < 5; at += 1) first.push((await upcoming.next()).value?.matchId);
    expect(first).toEqual([2, 1, 1_000_000_002, 1_000_000_001, 2_000_000_002]);
  });

  test("at a speed the matches that kick off within the time played are planned", async () => {
    // GIVEN 9 at once and matches that free their slot after 10 minutes
    const { planned, openEnded } = await plan({ speed: 60, seconds: 11 });
    expect(openEnded).toBe(false);
    expect(planned).toHaveLength(18);
  });

  test("each real match is read once, however many copies play", async () => {
    const few = source();
    const { library, planned } = await plan({ rate: 600, seconds: 5 }, few);
    expect(planned.length).toBeGreaterThan(2);
    for (const { match: info } of planned) await library.open(info);
    expect(few.reads).toEqual([2, 1]);
  });

  test("a broken match ends the plan before anything is produced, or is left out when the user says so", async () => {
    class OneBroken extends FewMatches {
      override *events(info: MatchInfo): Generator<SourceEvent> {
        if (info.matchId === 2) throw new BadFileError("events/2.json is cut short");
        yield* super.events(info);
      }
    }
    const broken = (): FewMatches => new OneBroken(TWO_MATCHES, { 1: TEN_MINUTES });
    await expect(plan({ fanOut: false }, broken())).rejects.toThrow("events/2.json is cut short");
    const lines: string[] = [];
    const options = { source: "open-data", seed: 1, skipBadFiles: true, fanOut: false } as const;
    const kept = await planMatches(broken(), options, (line) => lines.push(line));
    expect(ids(kept)).toEqual([1]);
    expect(lines).toEqual(["Skipped match 2: events/2.json is cut short"]);
  });

  test("an id that could be a copy's is refused", async () => {
    const few = new FewMatches([match(1_000_000_001, "2021-06-11T21:00:00.000Z")], {});
    await expect(plan({}, few)).rejects.toThrow(InputError);
  });

  test("a synthetic replay plans enough matches and says that it is synthetic", async () => {
    const manifest = plannedManifest(
      await plan({ rate: 60, seconds: 120 }, new SyntheticSource({ seed: 3 })),
    );
    expect(manifest.source).toMatchObject({ kind: "synthetic", synthetic: true, seed: 3 });
    expect(manifest.matches.length).toBeGreaterThanOrEqual(2);
    expect(() => validate("replay-manifest", manifest)).not.toThrow();
  });
});

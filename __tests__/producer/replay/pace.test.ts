import { InputError } from "../../../producer/input-error";
import { matchesAtOnce, Pacer, paceOf } from "../../../producer/replay/pace";

describe("the pace of a replay", () => {
  test("without a word from the user 4,096 events per second are played", () => {
    expect(paceOf({})).toEqual({ kind: "rate", value: 4096 });
  });

  test("a rate and a speed exclude each other", () => {
    expect(() => paceOf({ rate: 10, speed: 1 })).toThrow(InputError);
  });

  test("more events per second let more matches play at once, and there is always one", () => {
    expect(matchesAtOnce({ kind: "rate", value: 1 })).toBe(1);
    expect(matchesAtOnce({ kind: "rate", value: 4096 })).toBe(69);
    expect(matchesAtOnce({ kind: "rate", value: 8192 })).toBe(137);
  });

  test("at a rate exactly so many events are due, however uneven the looks at the clock", () => {
    // GIVEN a clock that is looked at irregularly for ten seconds
    const pacer = new Pacer({ kind: "rate", value: 1000 }, 500, 0);
    let played = 0;
    for (const now of [500, 503, 900, 901, 4321, 7777, 10_500]) {
      const { count } = pacer.allowance(now, played);
      // THEN never more than the rate is released
      expect(played + count).toBe(now - 500);
      played += count;
    }
    expect(played).toBe(10_000);
  });

  test("after a long pause the replay goes on instead of flooding the jobs with what they missed", () => {
    const pacer = new Pacer({ kind: "rate", value: 100 }, 0, 0);
    const afterAMinute = pacer.allowance(60_000, 0).count;
    expect(afterAMinute).toBe(500);
    expect(pacer.allowance(61_000, afterAMinute).count).toBe(100);
  });

  test("at a speed the clock decides: nothing later than it is released", () => {
    const pacer = new Pacer({ kind: "speed", value: 60 }, 1000, 5_000_000);
    expect(pacer.allowance(1000, 0).until).toBe(5_000_000);
    expect(pacer.allowance(3000, 0).until).toBe(5_000_000 + 2000 * 60);
  });

  test("at max nothing is held back", () => {
    const allowance = new Pacer({ kind: "max", value: null }, 0, 0).allowance(0, 1e9);
    expect(allowance).toEqual({ count: Number.POSITIVE_INFINITY, until: Number.POSITIVE_INFINITY });
  });
});

import { movedIntoMinute, offsetSinceKickOff } from "../../../producer/replay/clock";

describe("the replay's clock", () => {
  test.each([
    [1, 0],
    [2, 60],
    [3, 120],
    [4, 140],
    [5, 160],
  ])("period %i starts %i minutes after kick-off", (period, minutes) => {
    expect(offsetSinceKickOff(period, "00:00:00.000")).toBe(minutes * 60_000);
  });

  test("a timestamp counts from the start of its period, to the millisecond", () => {
    expect(offsetSinceKickOff(2, "00:47:12.345")).toBe((60 + 47) * 60_000 + 12_345);
    expect(offsetSinceKickOff(1, "01:02:03")).toBe(3_723_000);
    expect(offsetSinceKickOff(1, "00:00:00.1239")).toBe(123);
  });

  test.each([
    [6, "00:00:00.000"],
    [0, "00:00:00.000"],
    [1, "0:00:00"],
    [1, "00:00:00,5"],
  ])("period %i at %s is refused instead of guessed", (period, timestamp) => {
    expect(() => offsetSinceKickOff(period, timestamp)).toThrow(RangeError);
  });

  test("a match is moved by whole minutes only: its seconds stay its own", () => {
    const own = Date.parse("2018-09-23T20:45:07.250Z");
    const moved = movedIntoMinute(own, Date.parse("2021-06-11T21:00:59.999Z"));
    expect(new Date(moved).toISOString()).toBe("2021-06-11T21:00:07.250Z");
    expect((moved - own) % 60_000).toBe(0);
  });
});

import { Conductor } from "../../../producer/replay/conductor";
import { Tempo } from "../../../producer/replay/tempo";

const KICK_OFF = Date.parse("2025-07-23T01:00:00.000Z");
const minute = (minutes: number): number => KICK_OFF + minutes * 60_000;

describe("the time a replay is paced by", () => {
  test("is the wall clock's, stands still while it is held, and goes on from there", () => {
    let wall = 1_000;
    const tempo = new Tempo(() => wall);
    wall += 500;
    expect(tempo.now()).toBe(500);
    tempo.hold();
    tempo.hold();
    wall += 10_000;
    expect(tempo.now()).toBe(500);
    tempo.release();
    wall += 100;
    expect(tempo.now()).toBe(600);
  });

  test("never jumps when its speed changes, held or not", () => {
    let wall = 0;
    const tempo = new Tempo(() => wall);
    wall = 100;
    tempo.setFactor(4);
    expect(tempo.now()).toBe(100);
    wall = 200;
    expect(tempo.now()).toBe(500);
    tempo.hold();
    tempo.setFactor(0.5);
    wall = 1_000;
    tempo.release();
    expect(tempo.now()).toBe(500);
    wall = 1_100;
    expect(tempo.now()).toBe(550);
  });
});

describe("who conducts a replay", () => {
  test("hurries it to a minute of a match, the second half's after the break", () => {
    const conductor = new Conductor(KICK_OFF);
    conductor.played(7, KICK_OFF, minute(3));
    conductor.apply({ jump_to: { match_id: 7, minute: 30 } });
    expect(conductor.jumpTo).toBe(minute(30));
    conductor.apply({ jump_to: { match_id: 7, minute: 70 } });
    expect(conductor.jumpTo).toBe(minute(60 + 25));
    conductor.arrived();
    expect(conductor.view()).toEqual({
      ...{ paused: false, factor: 1, jump_to: null, clock: new Date(minute(3)).toISOString() },
    });
  });

  test("refuses to go back, and a match that has not kicked off, and changes nothing then", () => {
    const conductor = new Conductor(KICK_OFF);
    conductor.played(7, KICK_OFF, minute(20));
    expect(() => conductor.apply({ paused: true, jump_to: { match_id: 7, minute: 20 } })).toThrow(
      /a replay only goes forward/,
    );
    expect(() => conductor.apply({ factor: 2, jump_to: { match_id: 8, minute: 30 } })).toThrow(
      /match 8 has not kicked off/,
    );
    expect(conductor.view()).toMatchObject({ paused: false, factor: 1, jump_to: null });
  });

  test("leaves as it is what is not asked for", () => {
    const conductor = new Conductor(KICK_OFF);
    conductor.apply({ paused: true });
    conductor.apply({ factor: 3 });
    expect(conductor.view()).toMatchObject({ paused: true, factor: 3 });
    conductor.apply({ paused: false });
    expect(conductor.view()).toMatchObject({ paused: false, factor: 3 });
  });
});

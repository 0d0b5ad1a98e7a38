import { Library } from "../../../producer/replay/library";
import { Merge, type ReplayEvent } from "../../../producer/replay/merge";
import { schedule } from "../../../producer/replay/schedule";
import { FewMatches, match, type Timelines } from "../few-matches";

const KICK_OFF = "2021-06-11T21:00:00.000Z";

async function play(timelines: Timelines, slots: number, take = 3, prepared = 0): Promise<ReplayEvent[]> {
  const infos = Object.keys(timelines).map((id) => match(Number(id), KICK_OFF));
  const library = new Library(new FewMatches(infos, timelines));
  const cards = infos.map((info) => ({ match: info, matchId: info.matchId }));
  const lengthOf = async (info: (typeof infos)[number]): Promise<number> => (await library.measure(info)).end;
  const merge = new Merge(schedule(cards, slots, lengthOf), library);
  await merge.prepare(prepared);
  const events: ReplayEvent[] = [];
  while (!merge.finished) events.push(...(await merge.take(take)));
  return events;
}

const who = (events: readonly ReplayEvent[]): string[] =>
  events.map(({ scheduled, sequence }) => `${scheduled.matchId}#${sequence}`);

describe("matches merged into one stream", () => {
  test("events of all matches come by event time, ties in the order of the slots", async () => {
    const events = await play(
      {
        1: ["1@00:00:00.000", "1@00:00:05.000"],
        2: ["1@00:00:00.000", "1@00:00:02.000"],
        3: ["1@00:00:02.000"],
      },
      3,
    );
    expect(who(events)).toEqual(["1#0", "2#0", "2#1", "3#0", "1#1"]);
  });

  test("the order within a match is kept even where its clock jumps back", async () => {
    const events = await play(
      { 1: ["1@00:00:03.000", "1@00:00:01.000", "1@00:00:04.000"], 2: ["1@00:00:02.000", "1@00:00:03.500"] },
      2,
    );
    const first = events.filter(({ scheduled }) => scheduled.matchId === 1);
    expect(first.map(({ sequence }) => sequence)).toEqual([0, 1, 2]);
    expect(who(events)).toHaveLength(5);
  });

  test("a match waits for its slot and kicks off in the first whole minute after the match before it", async () => {
    // GIVEN one slot and a first match that ends 61.2 minutes after kick-off
    const events = await play({ 1: ["1@00:00:00.000", "2@00:01:12.000"], 2: ["1@00:00:00.000"] }, 1);
    // THEN the second kicks off at minute 62
    expect(who(events)).toEqual(["1#0", "1#1", "2#0"]);
    expect(new Date(events[2]?.eventTime ?? 0).toISOString()).toBe("2021-06-11T22:02:00.000Z");
  });

  test("the stream does not depend on how many events are taken at once, nor on how many were prepared", async () => {
    const timelines = Object.fromEntries(
      [1, 2, 3, 4, 5].map((id) => [
        id,
        Array.from({ length: 20 }, (_, at) => `1@00:0${(at * id) % 7}:0${(at + id) % 9}.000`),
      ]),
    );
    const expected = who(await play(timelines, 2, 1));
    expect(expected).toHaveLength(100);
    expect(who(await play(timelines, 2, 7))).toEqual(expected);
    expect(who(await play(timelines, 2, 1000))).toEqual(expected);
    for (const prepared of [1, 7, 99, 100, 101]) {
      expect(who(await play(timelines, 2, 3, prepared))).toEqual(expected);
    }
  });

  test.each([0, 1, 2, 3])(
    "nothing later than asked for is given away, %d events being prepared",
    async (prepared) => {
      const infos = [match(1, KICK_OFF)];
      const library = new Library(new FewMatches(infos, { 1: ["1@00:00:00.000", "1@00:00:10.000"] }));
      const merge = new Merge(
        schedule([{ match: infos[0] ?? match(1, KICK_OFF), matchId: 1 }], 1, async () => 0),
        library,
      );
      const bytes = await merge.prepare(prepared);
      expect(bytes > 0).toBe(prepared > 0);
      expect(await merge.take(10, Date.parse(KICK_OFF) + 9_999)).toHaveLength(1);
      expect(merge.finished).toBe(false);
      expect(await merge.take(10, Date.parse(KICK_OFF) + 10_000)).toHaveLength(1);
      expect(merge.finished).toBe(true);
    },
  );
});

import { isDeepStrictEqual } from "node:util";
import { type EventMessage, validate } from "../../../contracts";
import { composeMessage, matchHead, serialiseBody } from "../../../producer/replay/message";
import { openDataSource } from "../../../producer/sources/open-data";
import type { SourceEvent } from "../../../producer/sources/source";
import { SyntheticSource } from "../../../producer/sources/synthetic";
import { describeWithRealMatches, REAL_DATA } from "../../e2e/real-data";
import { event } from "../few-matches";

const EVENT_TIME = Date.parse("2021-06-11T21:07:12.345Z");

function messageOf(source: SourceEvent): Record<string, unknown> {
  const message = composeMessage(
    matchHead(7, 10, 20),
    EVENT_TIME,
    1_700_000_000_123,
    5,
    serialiseBody(source),
  );
  return JSON.parse(message.toString("utf8"));
}

describe("an event message", () => {
  test("carries the envelope in front and StatsBomb's fields untouched", () => {
    const own = { ...event(3, "1@00:07:12.345"), player: { id: 1, name: "Çalhanoğlu ⚽" } };
    expect(messageOf({ event: own, frame: null })).toEqual({
      match_id: 7,
      home_team_id: 10,
      away_team_id: 20,
      event_time: "2021-06-11T21:07:12.345Z",
      produced_at: 1_700_000_000_123,
      sequence: 5,
      ...own,
    });
  });

  test("carries its frame as freeze_frame and visible_area", () => {
    const freeze_frame = [{ teammate: true, actor: true, keeper: false, location: [60.5, 40] }];
    const frame = { event_uuid: "0-1", visible_area: [0, 0, 120, 80, 0, 0], freeze_frame };
    const { event_uuid, ...merged } = frame;
    const message = messageOf({ event: event(1, "1@00:00:00.000"), frame });
    expect(message).toMatchObject(merged);
    expect(message).not.toHaveProperty("event_uuid");
  });

  test("has each field once even when the source's event carries one of the envelope", () => {
    const own = { ...event(1, "1@00:00:00.000"), match_id: 999, sequence: 999 };
    const body = serialiseBody({ event: own, frame: null });
    expect(body.toString()).not.toContain("999");
    expect(messageOf({ event: own, frame: null })).toMatchObject({ match_id: 7, sequence: 5 });
  });

  test("of a synthetic match keeps the contract", async () => {
    const source = new SyntheticSource({ seed: 5 });
    const [info] = await source.matches({ limit: 1 });
    if (!info) throw new Error("no match");
    let count = 0;
    for (const one of source.events(info)) {
      validate<EventMessage>("event-message", messageOf(one));
      count += 1;
    }
    expect(count).toBeGreaterThan(3000);
  });
});

describeWithRealMatches("messages of real matches", () => {
  test.each([3788741, 15986])(
    "every event of match %i keeps the contract and StatsBomb's own fields",
    async (id) => {
      const source = openDataSource(REAL_DATA, { filter: {}, skipBadFiles: false, notify: () => {} });
      const [info] = await source.matches({ ids: [id] });
      if (!info) throw new Error("no match");
      let changed = 0;
      for await (const one of source.events(info)) {
        const message = messageOf(one);
        validate<EventMessage>("event-message", message);
        if (Object.keys(one.event).some((field) => !isDeepStrictEqual(message[field], one.event[field])))
          changed += 1;
      }
      expect(changed).toBe(0);
    },
  );
});

import { COPY_ID_STEP, dealEndless } from "../../../producer/replay/deck";
import { SyntheticSource } from "../../../producer/sources/synthetic";

describe("the matches of a replay without end", () => {
  test("never run out and never share an id, however long it lasts", async () => {
    const ids = new Set<number>();
    let dealt = 0;
    let copies = 0;
    for await (const { matchId, match } of dealEndless(new SyntheticSource({ seed: 1 }))) {
      ids.add(matchId);
      dealt += 1;
      if (matchId !== match.matchId) {
        expect(matchId % COPY_ID_STEP).toBe(match.matchId);
        copies += 1;
      }
      if (copies === 3) break;
    }
    expect(dealt).toBeGreaterThan(65_536);
    expect(ids.size).toBe(dealt);
  });
});

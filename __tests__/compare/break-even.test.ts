import { breakEvenRate, costPerMillion, type Priced } from "../../compare/break-even";

/** Above the highest rate, of many tried, at which the faster side is dearer. */
function triedOut(faster: Priced, slower: Priced, upTo: number): number {
  let last = 0;
  for (let rate = 1; rate <= upTo; rate += 1) {
    if (costPerMillion(faster, rate) > costPerMillion(slower, rate) + 1e-12) last = rate;
  }
  return last;
}

describe("the rate from which the faster side pays", () => {
  test.each([
    [
      "four times the speed at twice the price",
      { perHour: 0.526, capacity: 4000 },
      { perHour: 0.263, capacity: 1000 },
    ],
    ["stairs that cross more than once", { perHour: 0.5, capacity: 3100 }, { perHour: 0.2, capacity: 1000 }],
    ["a small advantage", { perHour: 0.752, capacity: 5300 }, { perHour: 0.192, capacity: 1234 }],
  ])("is what trying every rate gives: %s", (_, faster, slower) => {
    const found = breakEvenRate(faster, slower);
    expect(found).toBe(triedOut(faster, slower, 200_000));
    expect(found).toBeGreaterThan(0);
  });

  test("is every rate when the faster side costs no more an hour", () => {
    expect(breakEvenRate({ perHour: 0.1, capacity: 2000 }, { perHour: 0.1, capacity: 1000 })).toBe(0);
  });

  test("is none when its price is higher than its speed", () => {
    expect(breakEvenRate({ perHour: 0.4, capacity: 3000 }, { perHour: 0.1, capacity: 1000 })).toBeNull();
  });
});

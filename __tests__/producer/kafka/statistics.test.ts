import { AckStatistics } from "../../../producer/kafka/statistics";

const message = (key: string, producedAt: number) => ({
  key,
  value: Buffer.alloc(100),
  partition: 0,
  producedAt,
});

describe("what Kafka acknowledged", () => {
  test("nothing acknowledged has no latency, instead of one of zero", () => {
    const { ack_latency_ms, events_acknowledged } = new AckStatistics().totals(0);
    expect(ack_latency_ms).toEqual({
      count: 0,
      min: null,
      p50: null,
      p95: null,
      p99: null,
      max: null,
      mean: null,
    });
    expect(events_acknowledged).toBe(0);
  });

  test("events are counted per match, per second and over all", () => {
    const statistics = new AckStatistics();
    statistics.begin(10_000);
    statistics.acknowledged([message("1", 10_000), message("2", 10_010)], 10_020);
    statistics.acknowledged([message("1", 11_500)], 12_000);
    expect([statistics.ofMatch(1), statistics.ofMatch(2), statistics.ofMatch(3)]).toEqual([2, 1, 0]);
    expect([0, 1, 2].map((second) => statistics.inSecond(second))).toEqual([2, 0, 1]);
    const totals = statistics.totals(0);
    expect(totals).toMatchObject({
      events_acknowledged: 3,
      bytes: 300,
      seconds: 2,
      events_per_second: 1.5,
      throughput: [2, 0],
    });
    expect(totals.ack_latency_ms).toMatchObject({ count: 3, min: 10, p50: 20, max: 500 });
  });

  test("events of an interrupted run count as acknowledged, not as throughput", () => {
    const statistics = new AckStatistics();
    statistics.begin(0);
    statistics.acknowledged([message("1", 0)], 1000);
    expect(statistics.totals(99)).toMatchObject({ events_acknowledged: 100, events_per_second: 1 });
  });
});

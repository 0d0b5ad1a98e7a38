import { partitionOfMatch } from "../../../producer/kafka/partitions";

describe("the partition of a match", () => {
  // Kafka's murmur2 of "21" and "foobar" are in its own tests (UtilsTest.testMurmur2): -973932308 and -790332482.
  test("is the one every Java client would choose for the same key", () => {
    const partitions = 1000;
    expect(partitionOfMatch("any", partitions)(21)).toBe((-973932308 & 0x7fffffff) % partitions);
  });

  test("spreads matches over all partitions and never changes", () => {
    const partitionOf = partitionOfMatch("any", 8);
    const matches = Array.from({ length: 200 }, (_, at) => 3_788_741 + at);
    const partitions = matches.map(partitionOf);
    expect(new Set(partitions).size).toBe(8);
    expect(matches.map(partitionOf)).toEqual(partitions);
  });
});

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Served } from "../producer/service/served";
import { golazo, newFolder, readRecord, SMALL_MODEL, start } from "./golazo";

/** Runs the demo as it is run in a deployment: the environment names the services. */
describe("a cluster that is there already", () => {
  let served: Served;
  let environment: Record<string, string>;
  const small = ["--rate", "500", ...SMALL_MODEL];

  beforeAll(async () => {
    const up = await golazo(["up", "--executor-memory", "1g"]);
    expect(up).toMatchObject({ code: 0 });
    const kafka = /^Kafka +(\S+:\d+)$/m.exec(up.output)?.[1] as string;
    const [, master, page] = /^Spark master +(\S+) +(\S+)$/m.exec(up.output) as unknown as [
      string,
      string,
      string,
    ];
    served = new Served(kafka);
    environment = {
      GOLAZO_SPARK_MASTER: master,
      GOLAZO_SPARK_MASTER_UI: page,
      GOLAZO_KAFKA: kafka,
      GOLAZO_PRODUCER: await served.url(),
      GOLAZO_EXECUTOR_MEMORY_MIB: "1024",
    };
  }, 120_000);

  afterAll(async () => {
    await served?.end();
    expect(await golazo(["down"])).toMatchObject({ code: 0, output: expect.stringContaining("ended") });
  }, 60_000);

  test("runs the whole job, with the producer's service, and reconciles", async () => {
    // WHEN the demo is run with services that are there
    const out = newFolder();
    const ended = await golazo(["demo", "--seconds", "5", ...small, "--out", out], environment);
    expect(ended).toMatchObject({
      code: 0,
      output: expect.stringContaining("Reconciled: 2,500 acknowledged"),
    });
    // THEN the record says where it ran, and it counts what the service acknowledged
    const record = readRecord(out);
    expect(record).toMatchObject({
      status: "succeeded",
      architecture: "cpu",
      cluster: { kind: "given", workers: 1, executor_memory_bytes: 1024 * 2 ** 20 },
      reconciliation: { reconciled: true, acknowledged: 2500, dead_letters: 0 },
    });
    expect(record.replay).toEqual(served.manifest(record.run_id));
    expect(JSON.parse(readFileSync(join(out, "manifest.json"), "utf8"))).toEqual(record.replay);
    expect(readFileSync(join(out, "logs", "producer.log"), "utf8")).toContain("Throughput: ");
    expect(served.output()).toContain("Throughput: ");
    expect(existsSync(join(out, ".checkpoint"))).toBe(false);
  }, 180_000);

  test("Ctrl-C stops the service's replay, and the next run starts from an empty topic", async () => {
    const stopped = newFolder();
    const demo = start(["demo", "--seconds", "0", ...small, "--out", stopped], environment);
    await demo.printed("Throughput: ");
    demo.child.kill("SIGINT");
    expect((await demo.ended).code).toBe(130);
    expect(readRecord(stopped)).toMatchObject({ status: "stopped", replay: { state: "stopped" } });
    // WHEN the same matches are played again
    const out = newFolder();
    const ended = await golazo(["demo", "--seconds", "3", ...small, "--out", out], environment);
    // THEN nothing of the earlier run is counted
    expect(ended.output).toMatch(/Removed \d+ events that earlier runs had left on the topic/);
    expect(readRecord(out).reconciliation).toMatchObject({
      reconciled: true,
      acknowledged: 1500,
      topic_records: 1500,
    });
  }, 180_000);

  test.each<[string, Record<string, string>, string[], RegExp]>([
    [
      "a size of one's own",
      {},
      ["--workers", "2"],
      /--workers shapes a cluster of one's own, and GOLAZO_SPARK_MASTER gives/,
    ],
    [
      "a variable that is missing",
      { GOLAZO_KAFKA: "" },
      [],
      /GOLAZO_KAFKA is missing.*GOLAZO_KAFKA=kafka:9092/,
    ],
    ["a variable that is wrong", { GOLAZO_ARCHITECTURE: "tpu" }, [], /GOLAZO_ARCHITECTURE is wrong \(tpu\)/],
    [
      "a master that is not there",
      { GOLAZO_SPARK_MASTER: "spark://127.0.0.1:1" },
      [],
      /no Spark master at spark:\/\/127/,
    ],
    [
      "a page that is not there",
      { GOLAZO_SPARK_MASTER_UI: "http://127.0.0.1:1" },
      [],
      /no Spark master answers at http/,
    ],
    ["executors too large", { GOLAZO_EXECUTOR_MEMORY_MIB: "900000" }, [], /has 900000 MiB for an executor/],
    [
      "a mistake the producer finds",
      {},
      ["--match", "5", "--source", "open-data", "--data-dir", "/none"],
      /\/none/,
    ],
  ])("%s is refused in one line, and nothing is written", async (_, changed, args, expected) => {
    const out = newFolder();
    const ended = await golazo(["demo", ...args, "--out", out], { ...environment, ...changed });
    expect(ended.output).toMatch(expected);
    expect([ended.code, ended.output.trim().split("\n").length, existsSync(out)]).toEqual([2, 1, false]);
  });
});

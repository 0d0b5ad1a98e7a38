import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { processesOf } from "../../cli/embedded/processes";
import { endOffsets } from "../../cli/embedded/topic-offsets";
import { type JobSettings, type ReplayManifest, type RunRecord, validate } from "../../contracts";
import { NO_AUTH } from "../../producer";
import { Served } from "../producer/service/served";
import { expectSparksFigures, expectSparksProgress } from "./expect-sparks-figures";
import { golazo, newFolder, readRecord, SMALL_MODEL, start } from "./golazo";
import { HistoryServer } from "./history-server";

/** Runs the demo as it is run in a deployment: the environment names the services. */
describe("a cluster that is there already", () => {
  let served: Served;
  let environment: Record<string, string>;
  const eventLog = mkdtempSync(join(tmpdir(), "golazo-event-log-"));
  let finished: RunRecord;
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
      GOLAZO_EVENT_LOG: eventLog,
    };
  }, 240_000);

  afterAll(async () => {
    await served?.end();
    expect(await golazo(["down"])).toMatchObject({ code: 0, output: expect.stringContaining("ended") });
  }, 120_000);

  test("Ctrl-C stops the service's replay in order", async () => {
    const out = newFolder();
    const demo = start(["demo", "--seconds", "0", ...small, "--out", out], environment);
    await demo.printed("Throughput: ");
    demo.child.kill("SIGINT");
    expect((await demo.ended).code).toBe(130);
    expect(readRecord(out)).toMatchObject({ status: "stopped", replay: { state: "stopped" } });
  }, 480_000);

  test("is played to as fast as the broker takes it, and the topic holds every event that it acknowledged", async () => {
    const bootstrap = environment.GOLAZO_KAFKA as string;
    const records = async (): Promise<number> =>
      Object.values(await endOffsets({ bootstrap, kafkaAuth: NO_AUTH })).reduce((sum, end) => sum + end, 0);
    const manifest = join(newFolder(), "manifest.json");
    const before = await records();
    const ended = await golazo(
      ["produce", "--rate", "max", "--seconds", "1", "--manifest", manifest],
      environment,
    );
    expect(ended).toMatchObject({ code: 0 });
    const played: ReplayManifest = validate("replay-manifest", JSON.parse(readFileSync(manifest, "utf8")));
    expect(played).toMatchObject({ state: "complete", pace: { kind: "max", value: null } });
    expect(played.totals?.events_acknowledged).toBeGreaterThan(0);
    expect((await records()) - before).toBe(played.totals?.events_acknowledged);
  }, 120_000);

  test("the next run plays the same matches, counts nothing of the earlier one, and reconciles", async () => {
    const out = newFolder();
    const ended = await golazo(["demo", "--seconds", "5", ...small, "--out", out], environment);
    expect(ended).toMatchObject({
      code: 0,
      output: expect.stringMatching(
        /Removed \d+ events that earlier runs had left[\s\S]*Reconciled: 2,500 acknowledged/,
      ),
    });
    // THEN the record says where it ran, and counts what the service acknowledged
    const record = readRecord(out);
    expect(record).toMatchObject({
      status: "succeeded",
      architecture: "cpu",
      cluster: { kind: "given", workers: 1, executor_memory_bytes: 1024 * 2 ** 20 },
      reconciliation: { reconciled: true, acknowledged: 2500, topic_records: 2500, dead_letters: 0 },
    });
    expect(record.replay).toEqual(served.manifest(record.run_id));
    expect(JSON.parse(readFileSync(join(out, "manifest.json"), "utf8"))).toEqual(record.replay);
    for (const log of [readFileSync(join(out, "logs", "producer.log"), "utf8"), served.output()])
      expect(log).toMatch(/^Throughput: \d+ events\/sec$/m);
    // THEN what a run needs only while it lasts is gone
    expect(existsSync(join(out, ".checkpoint"))).toBe(false);
    expect(await processesOf(record.run_id)).toEqual([]);
    finished = record;
  }, 480_000);

  test("every figure of Spark in its record is what Spark itself says of that run", async () => {
    const report = finished.jobs.stream;
    if (!report) throw new Error("the run before left no report");
    const history = await HistoryServer.start(eventLog);
    try {
      await expectSparksFigures(report, history);
      for (const query of ["stats", "predict"])
        expectSparksProgress(report, query, history.progress(report.application_id, query));
    } finally {
      await history.end();
    }
  }, 240_000);

  test("what its record holds of the rest is measured, or says why not", () => {
    const { gpu, collector, spark, streaming } = finished.jobs.stream ?? {};
    expect(gpu).toEqual({ devices: [], samples: null, not_measured: expect.stringMatching(/given no GPU/) });
    expect(spark?.measured?.rapids).toEqual({
      measured: null,
      not_measured: expect.stringMatching(/RAPIDS Accelerator/),
    });
    expect(collector).toMatchObject({ measured: { gpu_sampler_cpu_ms: null }, not_measured: null });
    expect(collector?.measured?.share_percent).toBeGreaterThan(0);
    expect(collector?.measured?.share_percent).toBeLessThan(100);
    expect(streaming?.parse).toMatchObject({ measured: { records: 2500 }, not_measured: null });
    for (const query of Object.values(streaming?.queries ?? {}))
      expect(query.scheduling_delay_ms.count).toBeGreaterThan(0);
  });

  test("the job of a command that was killed ends too", async () => {
    const demo = start(["demo", "--seconds", "5", ...small, "--out", newFolder()], environment);
    await demo.printed("Start the queries");
    const runId = /Run (\S+):/.exec(demo.output())?.[1] as string;
    while ((await processesOf(runId)).length === 0) await sleep(100);
    demo.child.kill("SIGKILL");
    for (let wait = 0; wait < 60 && (await processesOf(runId)).length > 0; wait++) await sleep(500);
    expect(await processesOf(runId)).toEqual([]);
  }, 480_000);

  test("a job of one's own outlives the command that wrote its settings", async () => {
    const out = newFolder();
    expect(await golazo(["spark-conf", "--out", out], environment)).toMatchObject({ code: 0 });
    const settings: JobSettings = validate(
      "job-settings",
      JSON.parse(readFileSync(join(out, "job-settings.json"), "utf8")),
    );
    const job = spawn("sleep", ["60"], { env: { ...process.env, ...settings.environment } });
    // Longer than what a command leaves behind is let live.
    await sleep(8_000);
    expect([job.exitCode, job.signalCode]).toEqual([null, null]);
    job.kill();
  }, 120_000);

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
    ["a mistake the producer finds", {}, ["--source", "open-data", "--data-dir", "/none"], /\/none/],
    [
      "a producer that is not there",
      { GOLAZO_PRODUCER: "http://127.0.0.1:1" },
      [],
      /no producer service answers at http/,
    ],
  ])("%s is refused in one line, and nothing is written", async (_, changed, args, expected) => {
    const out = newFolder();
    const ended = await golazo(["demo", ...args, "--out", out], { ...environment, ...changed });
    expect(ended.output).toMatch(expected);
    expect([ended.output.trim().split("\n").length, existsSync(out)]).toEqual([1, false]);
    expect(ended.code).not.toBe(0);
  });
});

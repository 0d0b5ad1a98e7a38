import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { processesOf } from "../../cli/embedded/processes";
import { install } from "../../cli/setup/install";
import { type JobOptions, SparkJob } from "../../cli/spark-job";
import { storageSparkSettings } from "../../cli/storage/hadoop-settings";
import { has } from "../deploy/needs";
import { Served } from "../producer/service/served";
import { skip } from "../skip";
import { golazo, readRecord, readTable } from "./golazo";
import { IsolatedCluster } from "./isolated-cluster";
import { ObjectStore } from "./object-store";

/** `describe` where file systems can be taken apart, a loud skip elsewhere. */
function describeWithIsolation(name: string, tests: () => void): void {
  const missing = ["curl", "unshare"].filter((program) => !has(program));
  if (process.getuid?.() !== 0) missing.push("the rights of root");
  if (missing.length === 0) {
    describe(name, tests);
    return;
  }
  skip(name, `${missing.join(", ")} missing`, tests);
}

describeWithIsolation("workers that share nothing but an object store", () => {
  const cluster = new IsolatedCluster();
  let store: ObjectStore;
  let served: Served;
  let environment: Record<string, string>;
  let driver: string;

  beforeAll(async () => {
    await install({ python: "production", jars: true, s3: true });
    store = await ObjectStore.start();
    await cluster.start(store.environment);
    served = new Served(cluster.environment.GOLAZO_KAFKA as string);
    environment = {
      ...cluster.environment,
      GOLAZO_PRODUCER: await served.url(),
      GOLAZO_STORAGE: `s3a://${ObjectStore.BUCKET}/some/prefix`,
    };
  }, 1_200_000);

  afterAll(async () => {
    await served?.end();
    await cluster.stop();
    await store?.stop();
  }, 120_000);

  test("run the demo's job, from history to results, and it reconciles", async () => {
    driver = cluster.newFolder("driver");
    const out = join(driver, "run");
    const ended = await golazo(
      [
        ...["demo", "--seconds", "6", "--rate", "500", "--rehearsal", "1", "--out", out],
        // A number of its own: no other test has left such a history to be used again.
        ...["--model", join(driver, "model"), "--history-matches", "13"],
      ],
      environment,
    );
    expect(ended).toMatchObject({
      code: 0,
      output: expect.stringContaining("Reconciled: 3,000 acknowledged"),
    });
    expect(readRecord(out)).toMatchObject({
      status: "succeeded",
      cluster: { kind: "given", workers: 2 },
      reconciliation: { reconciled: true, acknowledged: 3000, dead_letters: 0 },
    });
    // THEN what people want is in their own folders
    expect(existsSync(join(driver, "model", "model-card.json"))).toBe(true);
    expect((await readTable(join(out, "window-stats"))).length).toBeGreaterThan(50);
    expect((await readTable(join(out, "predictions"))).length).toBeGreaterThan(20);
    // THEN both workers took part and have nothing on their disks but their work
    for (const worker of [0, 1]) {
      const files = cluster.filesOf(worker);
      const own = join(cluster.folder, `spark-worker-${worker + 1}`);
      expect(files.filter((file) => /\/work\/app-[^/]+\/\d+\/stderr$/.test(file))).not.toEqual([]);
      expect(
        files.filter((file) => !file.startsWith(`${own}/work/`) && !file.startsWith(`${own}/tmp/`)),
      ).toEqual([]);
      expect(files.filter((file) => /parquet|_SUCCESS|batch=/.test(file))).toEqual([]);
    }
    // THEN nothing of the run is left in the store, and no secret is in its folder
    expect(store.keys()).toEqual([]);
    const written = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    for (const { parentPath, name } of written) {
      const text = readFileSync(join(parentPath, name), "latin1");
      expect(text).not.toContain(store.environment.AWS_SECRET_ACCESS_KEY);
      expect(text).not.toContain(cluster.sparkKey);
    }
  }, 1_200_000);

  test("go on where a killed driver was, and count each event of that run once", async () => {
    const job = restartableJob();
    // GIVEN a job that is killed between two micro-batches or in one, as it happens
    const first = await SparkJob.start(job);
    let hasEnded = false;
    const ended = first.finished.then(
      () => (hasEnded = true),
      () => (hasEnded = true),
    );
    const committed = /restart\/checkpoint\/predict\/spark\/commits\/[1-9]$/;
    while (!hasEnded && !store.keys().some((key) => committed.test(key))) await sleep(200);
    for (const id of await processesOf(job.cluster.id)) process.kill(id, "SIGKILL");
    await ended;
    // WHEN it is started again
    const again = await SparkJob.start(job);
    expect(await again.finished).toBe(0);
    // THEN it went on, and counted what the run above counted, match by match
    const [whole, resumed] = [join(driver, "run"), job.confFolder].map(streamingOf);
    for (const query of ["stats", "predict"]) {
      expect(resumed?.queries[query]?.accounting).toEqual(whole?.queries[query]?.accounting);
      expect(resumed?.queries[query]?.records_read).toBe(3000);
      expect(resumed?.queries[query]?.input_rows).toBeLessThan(3000);
    }
  }, 1_200_000);

  test.each<[string, Record<string, string>, RegExp]>([
    [
      "a bucket that is not there",
      { GOLAZO_STORAGE: "s3a://no-such-bucket" },
      /there is no bucket no-such-bucket: make it/,
    ],
    [
      "credentials that are wrong",
      { AWS_SECRET_ACCESS_KEY: "wrong" },
      /may not use bucket golazo-test: correct them/,
    ],
    [
      "no credentials",
      { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "", AWS_EC2_METADATA_DISABLED: "true" },
      /there are no AWS credentials: set AWS_ACCESS_KEY_ID/,
    ],
    [
      "a server that is not there",
      { AWS_ENDPOINT_URL_S3: "http://127.0.0.1:1" },
      /nothing answers there: .*AWS_ENDPOINT_URL_S3/,
    ],
  ])(
    "%s is refused in one line, and nothing is written",
    async (_, changed, expected) => {
      const out = join(cluster.folder, "refused");
      const ended = await golazo(["demo", "--out", out], { ...environment, ...changed });
      expect(ended).toMatchObject({ code: 2, output: expect.stringMatching(expected) });
      const lines = ended.output
        .split("\n")
        .filter((line) => line !== "" && !line.startsWith("NOTE: Picked up JDK"));
      expect([lines.length, existsSync(out)]).toEqual([1, false]);
    },
    120_000,
  );

  /** Both queries on what the run above left on the topic, a little at a time. */
  function restartableJob(): JobOptions {
    Object.assign(process.env, environment);
    const folder = cluster.newFolder("restarted");
    mkdirSync(join(folder, "reports"));
    const address = `${environment.GOLAZO_STORAGE}/restart`;
    const [run, checkpointFolder] = [join(driver, "run"), `${address}/checkpoint`];
    return {
      args: [
        ...[
          "stream",
          "--bootstrap",
          environment.GOLAZO_KAFKA as string,
          "--manifest",
          join(run, "manifest.json"),
        ],
        ...["--out", folder, "--checkpoint", checkpointFolder, "--model", join(driver, "model")],
        ...["--available-now", "--max-offsets-per-trigger", "600"],
        ...["--report", join(folder, "reports", "stream.json")],
      ],
      cluster: {
        ...{ id: `restart-${process.pid}`, architecture: "cpu", addresses: [], kafkaAuth: { kind: "none" } },
        masterUrl: environment.GOLAZO_SPARK_MASTER as string,
        bootstrap: environment.GOLAZO_KAFKA as string,
        ...{ driverHost: "127.0.0.1", coresPerWorker: 1, executorMemoryMiB: 1024 },
        ...{ localFolder: folder, cacheFolder: folder, storage: address, checkpointFolder },
        settings: storageSparkSettings(environment),
      },
      confFolder: folder,
      logFile: join(folder, "stream.log"),
    };
  }
});

interface Streaming {
  readonly queries: Record<
    string,
    { readonly accounting: unknown; readonly records_read: number; readonly input_rows: number }
  >;
}

function streamingOf(folder: string): Streaming {
  return JSON.parse(readFileSync(join(folder, "reports", "stream.json"), "utf8")).streaming;
}

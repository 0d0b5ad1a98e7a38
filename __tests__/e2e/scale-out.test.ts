import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { install } from "../../cli/setup/install";
import { has } from "../deploy/needs";
import { Served } from "../producer/service/served";
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
  console.warn(`SKIPPED, ${missing.join(", ")} missing: ${name}`);
  describe.skip(name, tests);
}

describeWithIsolation("workers that share nothing but an object store", () => {
  const cluster = new IsolatedCluster();
  let store: ObjectStore;
  let served: Served;
  let environment: Record<string, string>;

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
  }, 600_000);

  afterAll(async () => {
    await served?.end();
    await cluster.stop();
    await store?.stop();
  }, 60_000);

  test("run the demo's job, from history to results, and it reconciles", async () => {
    const driver = cluster.newFolder("driver");
    const out = join(driver, "run");
    const ended = await golazo(
      [
        ...["demo", "--seconds", "10", "--rate", "500", "--rehearsal", "1", "--out", out],
        ...["--model", join(driver, "model"), "--history-matches", "24"],
      ],
      environment,
    );
    expect(ended).toMatchObject({
      code: 0,
      output: expect.stringContaining("Reconciled: 5,000 acknowledged"),
    });
    expect(readRecord(out)).toMatchObject({
      status: "succeeded",
      cluster: { kind: "given", workers: 2 },
      reconciliation: { reconciled: true, acknowledged: 5000, dead_letters: 0 },
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
  }, 600_000);
});

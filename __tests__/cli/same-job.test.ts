import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ReplayManifest } from "../../contracts";
import { NO_AUTH } from "../../producer";

/** A Python that notes what it was called with, says that it is ready, and ends well. */
const NOTING_PYTHON = `#!/bin/sh
{ printf '%s\\n' "$@"; echo "--"; env | sort | grep -v -E '^(_|OLDPWD)='; } > "$NOTES/$(date +%s%N)"
echo '{"golazo":"ready"}'
`;

/** What jobs of the main job are called with on an architecture, in the order they are started. */
async function callsOn(architecture: "cpu" | "gpu", folder: string): Promise<string[]> {
  const notes = mkdtempSync(join(tmpdir(), "golazo-notes-"));
  process.env.NOTES = notes;
  const { readyModel } = await import("../../cli/demo/model-step");
  const { StreamStep } = await import("../../cli/demo/stream-step");
  const cluster = {
    ...{
      id: "run",
      architecture,
      addresses: [],
      masterUrl: "spark://127.0.0.1:7077",
      driverHost: "127.0.0.1",
    },
    ...{
      bootstrap: "127.0.0.1:9092",
      kafkaAuth: NO_AUTH,
      coresPerWorker: 2,
      executorMemoryMiB: 1024,
    },
    ...{
      localFolder: folder,
      storage: null,
      checkpointFolder: join(folder, "checkpoint"),
      cacheFolder: folder,
    },
    settings: {},
  } as const;
  const context = { cluster, runFolder: folder, say: () => undefined };
  const model = { model: join(folder, "model"), train: true, history: folder, historyMatches: 24 };
  // It trains nothing and leaves no report, which is noticed.
  await expect(readyModel(context, model)).rejects.toThrow(/no such file/);
  await new StreamStep(context, model.model, {} as ReplayManifest).startQueries(0, () => undefined);
  return readdirSync(notes)
    .sort()
    .map((name) => readFileSync(join(notes, name), "utf8").replaceAll(notes, "NOTES"));
}

describe("a job", () => {
  test("is called with the same options and variables on both architectures; its configuration alone differs", async () => {
    // GIVEN an installation whose Python notes what it is called with
    const folder = mkdtempSync(join(tmpdir(), "golazo-same-job-"));
    const bin = join(folder, "venv", "bin");
    for (const made of [bin, join(folder, "venv", "lib", "python3")]) mkdirSync(made, { recursive: true });
    writeFileSync(join(bin, "python"), NOTING_PYTHON);
    chmodSync(join(bin, "python"), 0o755);
    process.env.GOLAZO_PYTHON = join(bin, "python");
    process.env.GOLAZO_RAPIDS_JARS = folder;
    // WHEN the same jobs are started on each architecture
    const cpu = await callsOn("cpu", folder);
    const confOf = (job: string): string =>
      readFileSync(join(folder, "conf", job, "spark-defaults.conf"), "utf8");
    const cpuConf = ["train", "stream"].map(confOf);
    const gpu = await callsOn("gpu", folder);
    // THEN nobody could tell one from the other by how it was called
    expect(cpu).toHaveLength(2);
    expect(gpu).toEqual(cpu);
    expect(cpu.map((call) => call.split("\n").slice(0, 3).join(" "))).toEqual([
      "-m golazo train",
      "-m golazo stream",
    ]);
    // AND what differs is the file that Spark reads
    for (const [index, job] of ["train", "stream"].entries()) {
      expect(cpuConf[index]).not.toContain("com.nvidia");
      expect(confOf(job)).toContain("com.nvidia.spark.SQLPlugin");
    }
  });
});

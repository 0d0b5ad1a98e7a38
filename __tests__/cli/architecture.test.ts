import { existsSync } from "node:fs";
import { chooseArchitectures, inOrder } from "../../cli/demo/architectures";
import { embeddedJobCluster } from "../../cli/embedded/job-cluster";
import type { ClusterState } from "../../cli/embedded/state";
import type { GpuReadiness } from "../../cli/gpus";
import { sparkSettings } from "../../cli/spark-settings";
import { describeCluster, PROFILES, rapidsClassifier } from "../../constructs/services";
import { golazo, newFolder } from "../e2e/golazo";
import { pathWith } from "./programs";

/** A machine of one GPU, as its driver's tool tells it. */
const smi = (driver: string): Record<string, string> => ({
  "nvidia-smi": `echo '${driver}, Tesla T4, 15360'`,
});

/** One line that says what is wrong, exit code 2, and nothing written. */
async function refused(words: RegExp, args: string[], programs: Record<string, string>): Promise<void> {
  const out = newFolder();
  const { code, output } = await golazo(["demo", "--out", out, ...args], { PATH: pathWith(programs) });
  expect(output).toMatch(words);
  expect(output.trim().split("\n")).toHaveLength(1);
  expect(code).toBe(2);
  expect(existsSync(out)).toBe(false);
}

/** A machine with the driver's tool and no GPU. */
const absent = { "nvidia-smi": "echo No devices were found; exit 6" };

describe("--arch gpu", () => {
  test("without a GPU is refused in one line that says what would do", () =>
    refused(
      /^golazo: --arch gpu cannot run here: nvidia-smi finds no GPU.*--arch cpu$/m,
      ["--arch", "gpu"],
      absent,
    ));

  test("under a driver too old for the jar's CUDA is refused, with both versions", () =>
    refused(
      /the NVIDIA driver is 470\.57\.02, and CUDA 12, .*\(rapids-4-spark 25\.04\.0, cuda12\).*needs 525 or newer/,
      ["--arch", "gpu"],
      smi("470.57.02"),
    ));

  test("with a driver that is broken is refused with its own words", () =>
    refused(/nvidia-smi does not answer as it should \(Failed to initialize NVML/, ["--arch", "gpu"], {
      "nvidia-smi": "echo Failed to initialize NVML: Driver/library version mismatch; exit 18",
    }));

  test("with fewer GPUs than workers is refused, for each executor has one of its own", () =>
    refused(
      /2 workers want a GPU each, and this machine has 1/,
      ["--arch", "gpu", "--workers", "2"],
      smi("580.95.05"),
    ));

  test("is refused beside a cluster that is given, which has an architecture already", async () => {
    const given = {
      GOLAZO_SPARK_MASTER: "spark://127.0.0.1:1",
      GOLAZO_SPARK_MASTER_UI: "http://127.0.0.1:1",
      GOLAZO_KAFKA: "127.0.0.1:1",
      GOLAZO_PRODUCER: "http://127.0.0.1:1",
      GOLAZO_EXECUTOR_MEMORY_MIB: "1024",
    };
    const { code, output } = await golazo(["train", "--arch", "gpu"], given);
    expect([code, output]).toEqual([2, expect.stringMatching(/--arch shapes a cluster of one's own/)]);
  });
});

describe("--arch both", () => {
  const on = (readiness: GpuReadiness) =>
    chooseArchitectures({ arch: "both", workers: 1 }, () => Promise.resolve(readiness));

  test("runs both where there is a GPU", async () => {
    expect(await on({ kind: "ready", gpus: [] })).toEqual({ run: ["cpu", "gpu"] });
  });

  test("runs the CPU alone where there is none, and says why", async () => {
    const reason = "nvidia-smi finds no GPU on this machine";
    expect(await on({ kind: "absent", reason })).toEqual({
      run: ["cpu"],
      notRun: { architecture: "gpu", reason },
    });
  });

  test("runs neither where a GPU is there and its driver has to be mended", () =>
    refused(/--arch both cannot run here: the NVIDIA driver is 470/, ["--arch", "both"], smi("470.57.02")));

  test("takes turns, every second time the other way round", () => {
    expect(inOrder(["cpu", "gpu"], 3).map(({ name }) => name)).toEqual([
      "cpu-1",
      "gpu-1",
      "gpu-2",
      "cpu-2",
      "cpu-3",
      "gpu-3",
    ]);
  });
});

describe("an embedded cluster with a GPU", () => {
  const state: ClusterState = {
    ...{ id: "x", ownerProcess: 1, startedAt: "", host: "127.0.0.1", services: [], logs: "/l", data: "/d" },
    ...{ workers: 1, coresPerWorker: 2, executorMemoryMiB: 1024 },
    ports: {
      ...{ kafka: 1, kafkaController: 2, sparkMaster: 3, sparkMasterUi: 4, sparkWorkerUis: [5] },
      sparkApplicationUi: 6,
    },
  };
  /** The settings that count: of the same name, the last. */
  const settings = (gpusPerWorker: number): Map<string, string> =>
    new Map(
      sparkSettings(embeddedJobCluster({ ...state, gpusPerWorker }))
        .split("\n")
        .filter((line) => line.trim() !== "" && !line.startsWith("#"))
        .map((line) => [line.split(/\s+/)[0] ?? "", line.split(/\s+/).slice(1).join(" ")]),
    );

  test("has the jobs of a CPU cluster, but for the settings of gpu.conf and the accelerator's jar", () => {
    const [cpu, gpu] = [settings(0), settings(1)];
    const differing = [...gpu.keys()].filter((name) => gpu.get(name) !== cpu.get(name));
    expect([...cpu.keys()].filter((name) => !gpu.has(name))).toEqual([]);
    for (const name of differing) {
      expect(name).toMatch(
        /^spark\.(plugins|kryo\.registrator|rapids\..*|golazo\.(forest|predict)\..*|(executor|task)\.resource\.gpu\..*|(driver|executor)\.extraClassPath)$/,
      );
    }
    expect(gpu.get("spark.driver.extraClassPath")).toMatch(/rapids\/\*$/);
    expect(gpu.get("spark.executor.resource.gpu.discoveryScript")).toMatch(
      /images\/spark-rapids\/discover-gpus$/,
    );
    expect(existsSync(gpu.get("spark.executor.resource.gpu.discoveryScript") ?? "")).toBe(true);
  });

  test("has workers that are told the same script as the executors", () => {
    const placement = {
      listen: "127.0.0.1",
      addressOf: () => "127.0.0.1",
      ports: state.ports,
      folder: (service: string) => `/d/${service}`,
      sparkHome: "/spark",
      profile: PROFILES.current,
      gpuDiscoveryScript: settings(1).get("spark.executor.resource.gpu.discoveryScript"),
    };
    const worker = describeCluster(placement, { ...state, gpusPerWorker: 1 }).at(-1);
    expect(worker).toMatchObject({
      gpus: 1,
      program: {
        properties: {
          "spark.worker.resource.gpu.amount": "1",
          "spark.worker.resource.gpu.discoveryScript": placement.gpuDiscoveryScript,
        },
      },
    });
  });

  test("takes the jar that is built for the profile's CUDA", () => {
    expect([rapidsClassifier(PROFILES.current), rapidsClassifier(PROFILES.seed)]).toEqual(["cuda12", ""]);
  });
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type ClusterSize,
  DEFAULT_PROFILE,
  DRIVER_MEMORY_MIB,
  describeCluster,
  memoryNeededMiB,
  type Placement,
} from "../../constructs/services";
import { PREPARED } from "../../producer/run";

const placement: Placement = {
  listen: "127.0.0.1",
  addressOf: () => "127.0.0.1",
  profile: DEFAULT_PROFILE,
  ports: {
    kafka: 9093,
    kafkaController: 9094,
    sparkMaster: 7077,
    sparkMasterUi: 8080,
    sparkWorkerUis: [8081, 8082],
  },
  folder: (service) => `/data/${service}`,
  sparkHome: "/spark",
};
const size: ClusterSize = { workers: 2, coresPerWorker: 1, executorMemoryMiB: 1024 };

describe("the description of the services", () => {
  test("a cluster is one broker, one master and the workers asked for, dependencies first", () => {
    const names = describeCluster(placement, size).map((service) => service.name);
    expect(names).toEqual(["kafka", "spark-master", "spark-worker-1", "spark-worker-2"]);
  });

  test("nothing listens on anything but the placement's host", () => {
    // GIVEN every argument, file and variable of every service
    const described = JSON.stringify(describeCluster(placement, size));
    // THEN the only address in it is the host
    expect(described).not.toContain("0.0.0.0");
    const addresses = described.match(/\b\d+\.\d+\.\d+\.\d+\b/g) ?? [];
    expect(new Set(addresses)).toEqual(new Set(["127.0.0.1"]));
    for (const worker of describeCluster(placement, size).filter((s) => s.name.startsWith("spark"))) {
      expect(worker.environment.SPARK_LOCAL_IP).toBe("127.0.0.1");
    }
  });

  test("a mistyped topic is an error, not a new topic", () => {
    const kafka = describeCluster(placement, size)[0];
    expect(kafka?.files[0]?.content).toContain("auto.create.topics.enable=false");
  });

  test("memory grows by one executor and one daemon per worker", () => {
    const one = memoryNeededMiB({ ...size, workers: 1 });
    const two = memoryNeededMiB({ ...size, workers: 2 });
    const three = memoryNeededMiB({ ...size, workers: 3 });
    expect(two - one).toBe(three - two);
    expect(two - one).toBeGreaterThan(size.executorMemoryMiB);
  });

  test("memory is asked for the producer and the live page too, which run beside every job", () => {
    const spark = 1024 + 2 * 256 + DRIVER_MEMORY_MIB;
    const beside = memoryNeededMiB({ ...size, workers: 1 }) - spark;
    // Kafka's heap, the events that the producer invents ahead, and the page's heap.
    expect(beside).toBeGreaterThan(512 + PREPARED.bytes / 2 ** 20 + 384);
  });

  test("Python's Spark is the Spark of the version table", () => {
    const lock = readFileSync(join(__dirname, "..", "..", "pipeline", "requirements.lock"), "utf8");
    expect(lock).toContain(`pyspark==${DEFAULT_PROFILE.spark} `);
  });

  test("the cuML of the GPU's image, and the one whose conversions are tested, are those of the version table", () => {
    const read = (...path: string[]) => readFileSync(join(__dirname, "..", "..", ...path), "utf8");
    const lock = read("images", "spark-rapids", "cuml.lock");
    const tested = read("pipeline", "requirements-dev.lock");
    expect(lock).toContain(`\ncuml-cu12==${DEFAULT_PROFILE.cuml} `);
    expect(lock).toContain(`\nspark-rapids-ml==${DEFAULT_PROFILE.cuml} `);
    expect(tested).toContain(`\nspark-rapids-ml==${DEFAULT_PROFILE.cuml} `);
    const treelite = /^treelite==\S+ /m;
    expect(treelite.exec(tested)?.[0]).toBe(treelite.exec(lock)?.[0]);
  });
});

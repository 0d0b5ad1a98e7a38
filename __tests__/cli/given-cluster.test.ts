import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { figuresOf, ownAddressTowards } from "../../cli/given/master";
import { type GivenCluster, givenCluster } from "../../cli/given-cluster";
import { InputError } from "../../producer";

const ENVIRONMENT = {
  GOLAZO_SPARK_MASTER: "spark://spark-master:7077",
  GOLAZO_SPARK_MASTER_UI: "http://spark-master:8080/",
  GOLAZO_KAFKA: "kafka:9092",
  GOLAZO_PRODUCER: "http://producer:8090",
  GOLAZO_ARCHITECTURE: "gpu",
  GOLAZO_EXECUTOR_MEMORY_MIB: "2048",
  GOLAZO_EVENT_LOG: "/opt/golazo/spark-events",
  GOLAZO_STORAGE: "s3a://bucket/prefix/",
};

const GIVEN = givenCluster(ENVIRONMENT) as GivenCluster;

describe("the cluster that the environment gives", () => {
  test("is none where no master is named, whatever else is", () => {
    expect(givenCluster({})).toBeNull();
    expect(givenCluster({ ...ENVIRONMENT, GOLAZO_SPARK_MASTER: "" })).toBeNull();
  });

  test("is read from the variables that the services' description sets", () => {
    expect(GIVEN).toEqual({
      masterUrl: "spark://spark-master:7077",
      masterPage: "http://spark-master:8080",
      bootstrap: "kafka:9092",
      kafkaAuth: { kind: "none" },
      producer: "http://producer:8090",
      architecture: "gpu",
      executorMemoryMiB: 2048,
      eventLog: "/opt/golazo/spark-events",
      storage: "s3a://bucket/prefix",
    });
  });

  test("is a CPU cluster with folders that all see and no event log unless told otherwise", () => {
    const { GOLAZO_ARCHITECTURE: _, GOLAZO_EVENT_LOG: __, GOLAZO_STORAGE: ___, ...needed } = ENVIRONMENT;
    expect(givenCluster(needed)).toMatchObject({ architecture: "cpu", eventLog: null, storage: null });
  });

  test("wants the login to its Kafka that the environment says", () => {
    const msk = { ...ENVIRONMENT, GOLAZO_KAFKA_AUTH: "msk-iam", AWS_REGION: "eu-west-1" };
    expect(givenCluster(msk)?.kafkaAuth).toEqual({ kind: "msk-iam", region: "eu-west-1" });
    expect(() => givenCluster({ ...msk, AWS_REGION: "" })).toThrow(
      /^GOLAZO_KAFKA_AUTH is wrong: .*AWS_REGION/,
    );
  });

  test.each(["GOLAZO_SPARK_MASTER_UI", "GOLAZO_KAFKA", "GOLAZO_PRODUCER", "GOLAZO_EXECUTOR_MEMORY_MIB"])(
    "without %s is refused in one line with an example",
    (name) => {
      const read = (): unknown => givenCluster({ ...ENVIRONMENT, [name]: undefined });
      expect(read).toThrow(InputError);
      expect(read).toThrow(
        new RegExp(`^${name} is missing, and GOLAZO_SPARK_MASTER .* for example ${name}=\\S+$`),
      );
    },
  );

  test.each([
    ["GOLAZO_SPARK_MASTER", "local[2]"],
    ["GOLAZO_SPARK_MASTER", "spark://spark-master"],
    ["GOLAZO_SPARK_MASTER_UI", "spark-master:8080"],
    ["GOLAZO_KAFKA", "kafka"],
    ["GOLAZO_KAFKA", "kafka:9092,"],
    ["GOLAZO_PRODUCER", "producer:8090"],
    ["GOLAZO_ARCHITECTURE", "tpu"],
    ["GOLAZO_EXECUTOR_MEMORY_MIB", "2g"],
    ["GOLAZO_EXECUTOR_MEMORY_MIB", "0"],
    ["GOLAZO_EVENT_LOG", "spark-events"],
    ["GOLAZO_STORAGE", "s3://bucket/prefix"],
    ["GOLAZO_STORAGE", "s3a:///prefix"],
    ["GOLAZO_STORAGE", "s3a://key:secret@bucket"],
  ])("with %s=%s is refused in one line with an example", (name, value) => {
    expect(() => givenCluster({ ...ENVIRONMENT, [name]: value })).toThrow(
      new RegExp(`^${name} is wrong \\(.*\\): give it the form of ${name}=\\S+$`),
    );
  });
});

describe("what the master says of itself", () => {
  let page: unknown;
  let server: Server;
  let given: GivenCluster;
  const worker = (free: number, memoryfree: number, state = "ALIVE") => ({
    ...{ state, memoryfree },
    ...{ cores: 4, coresfree: free },
  });
  const gpu = { resources: { gpu: { name: "gpu", addresses: ["0"] } } };

  beforeAll(async () => {
    server = createServer((_, answer) => answer.end(JSON.stringify(page)));
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const { port } = server.address() as AddressInfo;
    const cpu = { ...GIVEN, architecture: "cpu" } as const;
    given = { ...cpu, masterPage: `http://127.0.0.1:${port}`, masterUrl: `spark://127.0.0.1:${port}` };
  });
  afterAll(() => new Promise((closed) => server.close(closed)));

  test("gives the size of the cluster; workers that are gone do not count", async () => {
    page = {
      workers: [worker(4, 4096), { ...worker(8, 4096), cores: 8 }, worker(2, 4096, "DEAD")],
      activeapps: [],
    };
    expect(await figuresOf(given)).toEqual({
      kind: "given",
      workers: 2,
      coresPerWorker: 4,
      executorMemoryMiB: 2048,
    });
  });

  test("a cluster without workers is refused", async () => {
    page = { workers: [worker(4, 4096, "DEAD")], activeapps: [] };
    await expect(figuresOf(given)).rejects.toThrow(/has no worker: start one/);
  });

  test("a cluster that others use up is refused, naming them, rather than waited for without a word", async () => {
    page = { workers: [worker(0, 4096)], activeapps: [{ name: "notebook" }] };
    await expect(figuresOf(given)).rejects.toThrow(
      /nothing is free .*wait for the end of notebook, or end it/,
    );
  });

  test("executors that fit no worker are refused", async () => {
    page = { workers: [worker(4, 1024)], activeapps: [] };
    await expect(figuresOf(given)).rejects.toThrow(
      /has 2048 MiB for an executor: give GOLAZO_EXECUTOR_MEMORY_MIB less/,
    );
  });

  test("workers without a GPU are refused for the GPU architecture or not counted", async () => {
    page = { workers: [worker(4, 4096)], activeapps: [] };
    await expect(figuresOf({ ...given, architecture: "gpu" })).rejects.toThrow(
      /^no worker at http:\S+ has a GPU: start workers with GPUs, or set GOLAZO_ARCHITECTURE=cpu$/,
    );
    page = { workers: [worker(4, 4096), { ...worker(4, 4096), ...gpu }], activeapps: [] };
    expect(await figuresOf({ ...given, architecture: "gpu" })).toMatchObject({ workers: 1 });
  });

  test("something that is no master is refused", async () => {
    page = "hello";
    await expect(figuresOf(given)).rejects.toThrow(InputError);
    await expect(figuresOf({ ...given, masterPage: "http://127.0.0.1:1" })).rejects.toThrow(
      /no Spark master answers/,
    );
  });

  test("the driver's address is the one from which the master is reached", async () => {
    expect(await ownAddressTowards(given)).toBe("127.0.0.1");
    await expect(ownAddressTowards({ ...given, masterUrl: "spark://127.0.0.1:1" })).rejects.toThrow(
      /no Spark master at spark:\/\/127\.0\.0\.1:1 \(.*ECONNREFUSED.*\): .*GOLAZO_SPARK_MASTER$/,
    );
  });
});

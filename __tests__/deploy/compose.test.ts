import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Kafka, logLevel } from "kafkajs";
import { golazo } from "../e2e/golazo";
import { baseImages } from "./base-images";
import { compose } from "./compose";
import { TestEngine } from "./engine";
import { describeWithEngine } from "./needs";

const MINUTE = 60_000;
const PORT_OFFSET = 1000;

describeWithEngine("the Compose file", [], (choice) => {
  let engine: TestEngine;
  const folder = mkdtempSync(join(tmpdir(), "golazo-compose-"));

  /** The file `./golazo compose` prints, on this engine's base images. */
  const write = async (name: string, ...options: string[]): Promise<string> => {
    const images = Object.entries(baseImages(engine)).flatMap(([kind, image]) => [
      "--base-image",
      `${kind}=${image}`,
    ]);
    const { code, output } = await golazo([
      "compose",
      "--port-offset",
      `${PORT_OFFSET}`,
      ...images,
      ...options,
    ]);
    expect({ code, output }).toMatchObject({ code: 0 });
    const file = join(folder, name);
    writeFileSync(file, output);
    return file;
  };

  beforeAll(async () => {
    engine = await TestEngine.start(choice);
  }, MINUTE);
  afterAll(() => engine.stop(), MINUTE);

  test(
    "brings up the same services, all healthy, with as many workers as asked for",
    async () => {
      const file = await write("current.yml", "--executor-memory", "1024");
      try {
        compose(engine, file, ["build"]);
        compose(engine, file, ["up", "--detach", "--no-build", "--wait", "--scale", "spark-worker=2"]);
        const services = compose(engine, file, ["ps", "--format", "{{.Service}} {{.Health}}"])
          .trim()
          .split("\n");
        expect(services.sort()).toEqual([
          "jupyter-lab healthy",
          "kafka healthy",
          "live-page healthy",
          "producer healthy",
          "spark-history healthy",
          "spark-master healthy",
          "spark-worker healthy",
          "spark-worker healthy",
        ]);
        const master = await (await fetch(`http://127.0.0.1:${8080 + PORT_OFFSET}/json/`)).json();
        expect(master).toMatchObject({ aliveworkers: 2 });
      } finally {
        compose(engine, file, ["down", "--volumes"]);
      }
    },
    30 * MINUTE,
  );

  test(
    "of profile seed has a Kafka whose metadata a real ZooKeeper keeps",
    async () => {
      const file = await write("seed.yml", "--profile", "seed");
      try {
        compose(engine, file, ["build", "kafka"]);
        compose(engine, file, ["up", "--detach", "--no-build", "--wait", "kafka"]);
        // ZooKeeper answers on its own port, and knows the broker
        const shell = ["exec", "--no-TTY", "zookeeper", "java", "-cp", "/opt/golazo/kafka/libs/*"];
        const main = [
          "org.apache.zookeeper.ZooKeeperMain",
          "-server",
          "localhost:2181",
          "ls",
          "/brokers/ids",
        ];
        expect(compose(engine, file, [...shell, ...main])).toContain("[1]");
        // and the broker takes a topic from a client outside
        const kafka = new Kafka({ brokers: [`127.0.0.1:${9093 + PORT_OFFSET}`], logLevel: logLevel.NOTHING });
        const admin = kafka.admin();
        await admin.connect();
        await admin.createTopics({
          topics: [{ topic: "golazo-test", numPartitions: 1 }],
          waitForLeaders: true,
        });
        expect(await admin.listTopics()).toContain("golazo-test");
        await admin.disconnect();
      } finally {
        compose(engine, file, ["down", "--volumes"]);
      }
    },
    10 * MINUTE,
  );
});

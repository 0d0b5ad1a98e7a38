import { LIVE_PAGE, PORTS, WORKBENCH } from "@golazo/services";
import type { Finding } from "../../cli/doctor/finding";
import { golazo } from "../e2e/golazo";
import { Broker, describeWithBroker } from "../producer/kafka/broker";
import { containerOf, type DockerAnswers, DockerStub, Page } from "./docker-stub";

const STACK = "cpu-docker";

/** What the services say, path by path. */
interface Said {
  readonly jupyterFiles?: number;
  readonly pageRuns?: number;
  readonly aliveWorkers?: number;
  readonly producer?: number;
}

/** Asks the doctor about a deployment of pages of this test. */
async function examine(
  said: Said,
  docker: DockerAnswers = {},
  ip?: string,
): Promise<Record<string, Finding>> {
  const jupyter = await Page.start({
    "/api": [200, "{}"],
    "/api/contents": [said.jupyterFiles ?? 403, "{}"],
  });
  const master = await Page.start({
    "/json/": [200, JSON.stringify({ aliveworkers: said.aliveWorkers ?? 2 })],
  });
  const livePage = await Page.start({
    "/health": [200, "{}"],
    "/api/runs": [said.pageRuns ?? 401, "[]"],
  });
  const producer = await Page.start({ "/health": [said.producer ?? 200, "no broker answers"] });
  const engine = await DockerStub.start({
    containers: [
      containerOf(STACK, WORKBENCH, { [PORTS.jupyter]: jupyter.port }, ip),
      containerOf(STACK, "spark-master", { [PORTS.sparkMasterUi]: master.port }),
      containerOf(STACK, "spark-worker-1"),
      containerOf(STACK, "spark-worker-2"),
      containerOf(STACK, LIVE_PAGE, { [PORTS.dashboard]: livePage.port }),
      containerOf(STACK, "producer", { [PORTS.producer]: producer.port }),
    ],
    ...docker,
  });
  const { output } = await golazo(["doctor", STACK, "--json"], { DOCKER_HOST: engine.host });
  for (const one of [jupyter, master, livePage, producer, engine]) one.stop();
  return findingsIn(output);
}

test("a deployment in which everything answers is well", async () => {
  const findings = await examine({});
  const ill = Object.values(findings).filter(({ verdict }) => verdict === "failure");
  expect(ill).toEqual([]);
  expect(findings["Spark workers"]?.detail).toBe("2 of 2 are registered at the master");
  expect(findings.Kafka).toMatchObject({ verdict: "not checked", detail: expect.stringContaining("MSK") });
});

test("a worker that the master does not know is a failure", async () => {
  expect((await examine({ aliveWorkers: 1 }))["Spark workers"]).toMatchObject({
    verdict: "failure",
    detail: "1 of 2 are registered at the master",
    fix: expect.stringContaining("./golazo logs cpu-docker spark-worker"),
  });
});

test("a Jupyter that shows its files to anybody is a failure", async () => {
  expect((await examine({ jupyterFiles: 200 })).Jupyter).toMatchObject({
    verdict: "failure",
    detail: expect.stringContaining("without a token"),
  });
});

test("a live page that shows itself to anybody is a failure, and one that asks for its token is well", async () => {
  expect((await examine({}))["Live page"]).toMatchObject({
    verdict: "ok",
    detail: expect.stringContaining("wants its token"),
  });
  expect((await examine({ pageRuns: 200 }))["Live page"]).toMatchObject({
    verdict: "failure",
    detail: expect.stringContaining("shows its runs without a token"),
  });
});

test("a producer that does not reach Kafka is a failure", async () => {
  expect((await examine({ producer: 503 })).Producer).toMatchObject({
    verdict: "failure",
    detail: expect.stringContaining("no broker answers"),
  });
});

test("volumes that the containers' user cannot write are a failure, with the command that mends it", async () => {
  expect((await examine({}, { exitCode: 1 })).Volumes).toMatchObject({
    verdict: "failure",
    detail: expect.stringContaining("/opt/golazo/runs in golazo-cpu-docker-jupyter-lab"),
    fix: expect.stringContaining("chown"),
  });
});

test("a port that other machines can reach is a failure", async () => {
  expect((await examine({}, {}, "0.0.0.0"))["Published ports"]).toMatchObject({
    verdict: "failure",
    detail: expect.stringMatching(/golazo-cpu-docker-jupyter-lab 0\.0\.0\.0:\d+→8888/),
  });
});

test("a deployment that is not there is a failure, with the command that makes it", async () => {
  expect((await examine({}, { containers: [] })).Containers).toMatchObject({
    verdict: "failure",
    fix: "npx cdktf deploy cpu-docker",
  });
});

describe("a GPU in a worker's container", () => {
  const examineGpu = async (docker: DockerAnswers): Promise<Finding | undefined> => {
    const engine = await DockerStub.start({
      containers: [containerOf("gpu-docker", "spark-worker-1")],
      info: { Runtimes: { nvidia: {} } },
      ...docker,
    });
    const ended = await golazo(["doctor", "gpu-docker", "--json"], { DOCKER_HOST: engine.host });
    engine.stop();
    return findingsIn(ended.output)["GPU in a worker"];
  };

  test("is named", async () => {
    expect(await examineGpu({ output: "GPU 0: Tesla T4 (UUID: GPU-1)\n" })).toEqual({
      check: "GPU in a worker",
      verdict: "ok",
      detail: "GPU 0: Tesla T4 (UUID: GPU-1)",
    });
  });

  test("is missed when nvidia-smi fails there", async () => {
    expect(await examineGpu({ exitCode: 127 })).toMatchObject({ verdict: "failure" });
  });
});

describeWithBroker("Kafka, a real one", () => {
  test("is asked from outside, and missed when it is gone", async () => {
    const broker = await Broker.start();
    const port = Number(broker.bootstrap.split(":")[1]);
    const kafka = containerOf(STACK, "kafka", { [PORTS.kafka]: port });
    await eventually(async () => {
      expect((await examine({}, { containers: [kafka] })).Kafka).toMatchObject({
        verdict: "ok",
        detail: expect.stringContaining(`it sends clients to ${broker.bootstrap}`),
      });
    });
    await broker.remove();
    expect((await examine({}, { containers: [kafka] })).Kafka).toMatchObject({
      verdict: "failure",
      detail: expect.stringContaining(`${broker.bootstrap} does not answer`),
      fix: expect.stringContaining("./golazo restart cpu-docker kafka"),
    });
  });
});

/** Tries again while a broker starts. */
async function eventually(check: () => Promise<void>): Promise<void> {
  for (let tries = 0; tries < 10; tries++) {
    if (
      await check().then(
        () => true,
        () => false,
      )
    )
      return;
  }
  await check();
}

function findingsIn(output: string): Record<string, Finding> {
  const json = output.slice(output.indexOf("["), output.lastIndexOf("]") + 1);
  return Object.fromEntries((JSON.parse(json) as Finding[]).map((finding) => [finding.check, finding]));
}

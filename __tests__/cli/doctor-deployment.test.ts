import { PORTS, WORKBENCH } from "@golazo/services";
import type { Finding } from "../../cli/doctor/finding";
import { golazo } from "../e2e/golazo";
import { containerOf, type DockerAnswers, DockerStub, Page } from "./docker-stub";

const STACK = "cpu-docker";

/** What the services say, path by path. */
interface Said {
  readonly jupyterFiles?: number;
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
  const producer = await Page.start({ "/health": [said.producer ?? 200, "no broker answers"] });
  const engine = await DockerStub.start({
    containers: [
      containerOf(STACK, WORKBENCH, { [PORTS.jupyter]: jupyter.port }, ip),
      containerOf(STACK, "spark-master", { [PORTS.sparkMasterUi]: master.port }),
      containerOf(STACK, "spark-worker-1"),
      containerOf(STACK, "spark-worker-2"),
      containerOf(STACK, "producer", { [PORTS.producer]: producer.port }),
    ],
    ...docker,
  });
  const { output } = await golazo(["doctor", STACK, "--json"], { DOCKER_HOST: engine.host });
  for (const one of [jupyter, master, producer, engine]) one.stop();
  const json = output.slice(output.indexOf("["), output.lastIndexOf("]") + 1);
  return Object.fromEntries((JSON.parse(json) as Finding[]).map((finding) => [finding.check, finding]));
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

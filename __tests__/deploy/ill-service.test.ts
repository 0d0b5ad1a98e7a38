import { golazo } from "../e2e/golazo";
import { baseImages } from "./base-images";
import { TestEngine } from "./engine";
import { describeWithEngine } from "./needs";

const MINUTE = 60_000;

describeWithEngine("a service that does not answer", ["gpu-docker"], (choice) => {
  let engine: TestEngine;
  let container: string;

  beforeAll(async () => {
    engine = await TestEngine.start(choice);
    const image = baseImages(engine).debian ?? "debian:bookworm-slim";
    container = engine
      .docker([
        ...["run", "--detach", "--name", "golazo-test-ill", "--init"],
        ...["--label", "golazo.stack=gpu-docker", "--label", "golazo.service=kafka"],
        ...["--health-cmd", "false", "--health-interval", "1s", "--health-retries", "1"],
        ...[image, "/bin/sh", "-c", "echo the disk is full; sleep 300"],
      ])
      .trim();
  }, 10 * MINUTE);
  afterAll(async () => {
    engine.docker(["rm", "--force", container]);
    await engine.stop();
  }, MINUTE);

  const run = (...args: string[]) => golazo(args, { DOCKER_HOST: engine.host });

  test("is named by the command that waits for it, with its last log lines", async () => {
    const { code, output } = await run("ps", "gpu-docker", "--wait", "3");
    expect(code).toBe(1);
    expect(output).toContain("== golazo-test-ill\nthe disk is full");
    expect(output).toMatch(/golazo: not healthy after 3 s: golazo-test-ill \(running, unhealthy\)/);
  });

  test("is only shown by the command that does not wait", async () => {
    const { code, output } = await run("ps", "gpu-docker");
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringMatching(/running.*unhealthy/) });
  });

  test.each([
    [["logs", "gpu-docker", "kafak"], /gpu-docker has no service kafak; there are: kafka/],
    [["restart", "gpu-docker", "kafak"], /gpu-docker has no service kafak; there are: kafka/],
    [["run", "gpu-docker", "demo"], /gpu-docker has no service jupyter-lab; there are: kafka/],
    [["run", "gpu-docker", "dmeo"], /'dmeo' is invalid.*demo/],
    [
      ["ps", "gpu-dokcer"],
      /gpu-dokcer is not a deployment: there are gpu-stack, cpu-stack, gpu-docker, cpu-docker/,
    ],
    [["ps", "cpu-docker"], /cpu-docker is not deployed: npx cdktf deploy cpu-docker/],
    [["scale", "gpu-docker", "0"], /'0' is invalid.*whole number from 1 to 16/],
    [["down", "cpu-stack", "--keep-data"], /--keep-data is for Docker/],
    [["fetch-runs", "gpu-docker"], /gpu-docker has no service jupyter-lab/],
    [["compose", "--profile", "sead"], /'sead' is invalid.*current, seed/],
    [["compose", "--base-image", "debain=x"], /'debain=x' is invalid.*debian, node, ubuntu, cuda/],
  ])("%j gets one line that says what would do, and exit code 2", async (args, words) => {
    const { code, output } = await run(...args);
    expect({ code, output }).toMatchObject({ code: 2, output: expect.stringMatching(words) });
  });

  test("and an engine that is not there is named", async () => {
    const { code, output } = await golazo(["ps", "cpu-docker"], { DOCKER_HOST: "unix:///nowhere.sock" });
    expect(code).toBe(2);
    expect(output).toMatch(/no Docker engine answers at unix:\/\/\/nowhere.sock/);
  });
});

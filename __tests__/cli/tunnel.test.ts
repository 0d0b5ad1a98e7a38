import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PORTS, WORKBENCH } from "@golazo/services";
import got from "got";
import { golazo, REPOSITORY, type Running, start } from "../e2e/golazo";
import { containerOf, DockerStub, Page } from "./docker-stub";
import { describeWithSshd, SshHost } from "./ssh-host";

/** Another one in each run: a known instance that comes with another key is refused. */
const INSTANCE = `i-${randomBytes(8).toString("hex")}0`;
const TOKEN = "canary-of-a-token";
const TUNNELS = join(REPOSITORY, ".golazo", "tunnels");

describeWithSshd("a tunnel to a stack in AWS, with a real SSH server in the place of the instance", () => {
  let jupyter: Page;
  let docker: DockerStub;
  let host: SshHost;
  let environment: Record<string, string>;

  beforeAll(async () => {
    jupyter = await Page.start({ "/": [200, "this is Jupyter"] });
    docker = await DockerStub.start({
      containers: [
        containerOf("gpu-stack", WORKBENCH, { [PORTS.jupyter]: jupyter.port }),
        // As on hosts that work together: Docker knows none of its ports.
        { ...containerOf("gpu-stack", "spark-history"), HostConfig: { NetworkMode: "host" } },
      ],
      output: TOKEN,
    });
    host = await SshHost.start(docker.socket, INSTANCE);
    environment = { PATH: host.path, DOCKER_HOST: "unix:///no/such/socket" };
  });

  afterAll(() => {
    host.stop();
    docker.stop();
    jupyter.stop();
  });

  let running: Running | undefined;

  afterEach(async () => {
    running?.child.kill("SIGKILL");
    await running?.ended;
  });

  async function opened(): Promise<Running> {
    const tunnel = start(["tunnel", "gpu-stack"], environment);
    running = tunnel;
    await tunnel.printed("Ctrl-C closes it");
    return tunnel;
  }

  test("brings Jupyter here, with the token it asks for, and takes it away on Ctrl-C", async () => {
    const tunnel = await opened();
    const [, here] =
      new RegExp(`Jupyter Lab: +http://127.0.0.1:(\\d+)/lab\\?token=${TOKEN}`).exec(tunnel.output()) ?? [];
    // The port is the other side's own, which is taken here: both sides are this machine.
    expect(Number(here)).toBeGreaterThan(jupyter.port);
    expect(await got(`http://127.0.0.1:${here}/`).text()).toBe("this is Jupyter");
    tunnel.child.kill("SIGINT");
    expect(await tunnel.ended).toMatchObject({
      code: 0,
      output: expect.stringContaining("The tunnel is closed."),
    });
    await expect(got(`http://127.0.0.1:${here}/`, { retry: { limit: 0 } }).text()).rejects.toThrow(
      /ECONNREFUSED/,
    );
  });

  test("goes through Session Manager, with a key of its own that is gone afterwards", async () => {
    const tunnel = await opened();
    const key = readFileSync(join(TUNNELS, "gpu-stack.key.pub"), "utf8");
    expect(readFileSync(join(host.folder, "authorized-keys"), "utf8")).toContain(key.trim());
    expect(host.asked.at(-1)).toMatch(
      new RegExp(
        `ssm start-session --region eu-west-1 --target ${INSTANCE} --document-name AWS-StartSSHSession`,
      ),
    );
    tunnel.child.kill("SIGINT");
    await tunnel.ended;
    expect(readdirSync(TUNNELS).filter((name) => name.startsWith("gpu-stack"))).toEqual([]);
  });

  test("lets the other commands see the containers while it is open, and not without it", async () => {
    const tunnel = await opened();
    const inside = await golazo(["ps", "gpu-stack"], environment);
    const second = await golazo(["tunnel", "gpu-stack"], environment);
    tunnel.child.kill("SIGINT");
    await tunnel.ended;
    const outside = await golazo(["ps", "gpu-stack"], environment);
    expect(inside).toMatchObject({
      code: 0,
      output: expect.stringContaining("golazo-gpu-stack-jupyter-lab"),
    });
    expect(second).toMatchObject({ code: 2, output: expect.stringMatching(/open already, in process \d+/) });
    expect(outside).toEqual({
      code: 2,
      output: "golazo: gpu-stack is in AWS: open ./golazo tunnel gpu-stack first, in another terminal\n",
    });
  });

  test("brings the pages of containers that share their host's network, too", async () => {
    const tunnel = await opened();
    expect(tunnel.output()).toMatch(/Spark's History Server: http:\/\/127\.0\.0\.1:\d+\n/);
    tunnel.child.kill("SIGINT");
    await tunnel.ended;
  });

  test("writes Jupyter's token nowhere", async () => {
    const tunnel = await opened();
    expect(() => execFileSync("grep", ["-rl", TOKEN, TUNNELS])).toThrow();
    tunnel.child.kill("SIGINT");
    await tunnel.ended;
  });

  test("opens again after it was killed, and says so when the other side goes away", async () => {
    const killed = await opened();
    killed.child.kill("SIGKILL");
    await killed.ended;
    const tunnel = await opened();
    host.hangUp();
    expect(await tunnel.ended).toMatchObject({
      code: 1,
      output: expect.stringContaining("the tunnel to gpu-stack broke"),
    });
    expect(existsSync(join(TUNNELS, "gpu-stack.json"))).toBe(false);
  });

  test("says what the AWS CLI said when it does not connect, and leaves no key", async () => {
    const other = await SshHost.start(docker.socket, INSTANCE);
    other.losePlugin();
    const ended = await golazo(["tunnel", "gpu-stack"], { ...environment, PATH: other.path });
    other.stop();
    expect(ended).toMatchObject({
      code: 1,
      output: expect.stringContaining("SessionManagerPlugin is not found."),
    });
    expect(existsSync(join(TUNNELS, "gpu-stack.key"))).toBe(false);
  });

  test("is refused for a stack that is not deployed", async () => {
    expect(await golazo(["tunnel", "cpu-stack"], environment)).toEqual({
      code: 2,
      output: "golazo: cpu-stack is not deployed: npx cdktf deploy cpu-stack\n",
    });
  });
});

test("a tunnel to an engine that SSH does not lead to is refused in one line", async () => {
  expect(await golazo(["tunnel", "cpu-docker"], { DOCKER_HOST: "tcp://192.0.2.1:2375" })).toEqual({
    code: 2,
    output: "golazo: there is no way to tunnel to DOCKER_HOST=tcp://192.0.2.1:2375: give ssh://user@host\n",
  });
});

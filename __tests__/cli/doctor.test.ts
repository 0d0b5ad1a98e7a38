import type { Finding } from "../../cli/doctor/finding";
import { type Ended, golazo } from "../e2e/golazo";
import { DockerStub } from "./docker-stub";
import { pathWith } from "./programs";

/** The findings of a doctor that was asked for JSON, by what was looked at. */
function findingsOf({ output }: Ended): Record<string, Finding> {
  const json = output.slice(output.indexOf("["), output.lastIndexOf("]") + 1);
  return Object.fromEntries((JSON.parse(json) as Finding[]).map((finding) => [finding.check, finding]));
}

/** A machine with a GPU, as its programs tell. */
const nvidia = (csv: string): Record<string, string> => ({
  "nvidia-smi": `echo '${csv}'`,
  "nvidia-ctk": "echo NVIDIA Container Toolkit CLI version 1.18.0",
});
const T4 = "580.95.05, Tesla T4, 15360";

describe("before gpu-docker is deployed", () => {
  async function preflight(info: Record<string, unknown>, programs: Record<string, string>): Promise<Ended> {
    const engine = await DockerStub.start({ info });
    const environment = { DOCKER_HOST: engine.host, PATH: pathWith(programs) };
    const ended = await golazo(["doctor", "--docker", "--gpu"], environment);
    engine.stop();
    return ended;
  }

  test("an engine without NVIDIA's runtime is refused in one line that says what to do", async () => {
    const { code, output } = await preflight({}, nvidia(T4));
    expect(code).toBe(1);
    expect(output.split("\n").filter((line) => line.startsWith("golazo: "))).toEqual([
      expect.stringMatching(/no NVIDIA runtime.*nvidia-container-toolkit.*cpu-docker needs no GPU/),
    ]);
  });

  test("an engine with NVIDIA's runtime, or with its devices in CDI, is good", async () => {
    const runtime = await preflight({ Runtimes: { runc: {}, nvidia: {} } }, nvidia(T4));
    const devices = await preflight(
      { DiscoveredDevices: [{ Source: "cdi", ID: "nvidia.com/gpu=all" }] },
      nvidia(T4),
    );
    expect([runtime.code, devices.code]).toEqual([0, 0]);
    expect(devices.output).toContain("nvidia.com/gpu=all");
  });

  test("a driver that is broken is refused even so", async () => {
    const broken = {
      "nvidia-smi": "echo Failed to initialize NVML: Driver/library version mismatch; exit 18",
    };
    const { code, output } = await preflight({ Runtimes: { nvidia: {} } }, broken);
    expect(code).toBe(1);
    expect(output).toMatch(/golazo: the driver's libraries are of another version.*reboot/);
  });

  test("no engine at all is refused, with how to start or name one", async () => {
    const ended = await golazo(["doctor", "--docker", "--gpu"], { DOCKER_HOST: "unix:///no/such.sock" });
    expect(ended.code).toBe(1);
    expect(ended.output).toMatch(
      /golazo: no Docker engine answers at unix:\/\/\/no\/such\.sock.*DOCKER_HOST/,
    );
  });
});

describe("a GPU on this machine", () => {
  const examine = (programs: Record<string, string>, ...args: string[]): Promise<Ended> =>
    golazo(["doctor", "--gpu", "--json", ...args], { PATH: pathWith(programs) });

  test("a T4 with a current driver is good", async () => {
    const ended = await examine(nvidia(T4));
    expect(ended.code).toBe(0);
    expect(findingsOf(ended)).toMatchObject({
      "NVIDIA driver": { verdict: "ok", detail: expect.stringContaining("580.95.05") },
      GPU: { verdict: "ok", detail: "Tesla T4, 15360 MiB" },
      "NVIDIA container toolkit": { verdict: "ok" },
    });
  });

  test("a driver too old for CUDA 12 is a failure, and good for the seed profile", async () => {
    const old = nvidia("470.256.02, Tesla T4, 15360");
    const current = await examine(old);
    expect(current.code).toBe(1);
    expect(findingsOf(current)["NVIDIA driver"]).toMatchObject({
      verdict: "failure",
      detail: expect.stringContaining("525"),
      fix: expect.stringContaining("profile seed"),
    });
    expect((await examine(old, "--profile", "seed")).code).toBe(0);
  });

  test("a GPU with little memory is a warning", async () => {
    const ended = await examine(nvidia("580.95.05, NVIDIA GeForce RTX 3050, 6144"));
    expect(ended.code).toBe(0);
    expect(findingsOf(ended).GPU).toMatchObject({
      verdict: "warning",
      fix: expect.stringContaining("memory"),
    });
  });

  test("a driver that reaches no GPU is explained", async () => {
    const said = "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.";
    const ended = await examine({ "nvidia-smi": `echo "${said}"; exit 9` });
    expect(findingsOf(ended)["NVIDIA driver"]).toMatchObject({
      verdict: "failure",
      fix: expect.stringMatching(/dkms.*Secure Boot/),
    });
  });
});

describe("this machine", () => {
  test("is looked at without an option, Docker or not", async () => {
    const ended = await golazo(["doctor", "--json"], { DOCKER_HOST: "unix:///no/such.sock" });
    expect(findingsOf(ended)).toMatchObject({
      "Node.js": { verdict: "ok" },
      Python: { verdict: "ok" },
      Memory: {},
      Disk: {},
      "Docker engine": { verdict: "not checked" },
    });
  });

  test("is ill without a Python that can make virtual environments", async () => {
    const programs = Object.fromEntries(
      ["python3", "python3.12", "python3.11", "python3.10"].map((name) => [name, "exit 1"]),
    );
    const ended = await golazo(["doctor", "--json"], { PATH: pathWith(programs), PYTHON: "" });
    expect(ended.code).toBe(1);
    expect(findingsOf(ended).Python).toMatchObject({
      verdict: "failure",
      fix: expect.stringContaining("python3-venv"),
    });
  });

  test("is ill with options for Java that it refuses", async () => {
    const ended = await golazo(["doctor", "--json"], { JDK_JAVA_OPTIONS: "-Xbogus" });
    expect(ended.code).toBe(1);
    expect(findingsOf(ended).Java).toMatchObject({
      verdict: "failure",
      detail: expect.stringContaining("Unrecognized option: -Xbogus"),
      fix: expect.stringContaining("unset"),
    });
  });

  test("a deployment that does not exist is refused", async () => {
    expect(await golazo(["doctor", "tpu-stack"])).toMatchObject({ code: 2 });
  });
});

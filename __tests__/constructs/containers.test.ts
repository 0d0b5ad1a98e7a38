import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import {
  composeFile,
  containerOf,
  containerPlacement,
  DEFAULT_PROFILE,
  describeDeployment,
  PROFILES,
  type ProfileName,
} from "../../constructs/services";

const MOST_WORKERS = 16;
const profileNames = Object.keys(PROFILES) as ProfileName[];

function deployment(workers: number, portOffset = 0, profileName: ProfileName = "current") {
  const placement = containerPlacement({ profile: PROFILES[profileName], workers, portOffset });
  const size = { workers, coresPerWorker: 1, executorMemoryMiB: 1024 };
  return { placement, services: describeDeployment(placement, size) };
}

describe("the services as containers", () => {
  test.each(profileNames)("of profile %s each publish ports of their own", (profile) => {
    const { services } = deployment(MOST_WORKERS, 0, profile);
    const ports = services.flatMap((service) => service.ports.map(({ published }) => published));
    expect(new Set(ports).size).toBe(ports.length);
  });

  test("can stand twice on one host, with as many workers as there can be, when their ports are a hundred apart", () => {
    const published = (offset: number) =>
      deployment(MOST_WORKERS, offset, "seed").services.flatMap((s) => s.ports.map((port) => port.published));
    const both = [...published(0), ...published(100)];
    expect(new Set(both).size).toBe(both.length);
  });

  test("start after what they depend on, and depend on nothing that is not there", () => {
    for (const profile of profileNames) {
      const { services } = deployment(2, 0, profile);
      const before = new Set<string>();
      for (const { name, dependsOn } of services) {
        for (const needed of dependsOn) expect(before).toContain(needed);
        before.add(name);
      }
    }
  });

  test("a broker tells clients inside its name, and clients outside the loopback address and the published port", () => {
    const { services } = deployment(1, 100);
    const properties = services.find(({ name }) => name === "kafka")?.files[0]?.content ?? "";
    expect(properties).toContain("advertised.listeners=INSIDE://kafka:9092,OUTSIDE://127.0.0.1:9193");
  });

  test("the description is the same at every look, so that a second deployment changes nothing", () => {
    expect(JSON.stringify(deployment(2).services)).toBe(JSON.stringify(deployment(2).services));
  });

  test("a container writes the service's files as they are, prepares it and starts it with its very arguments", () => {
    // GIVEN a service whose file and arguments hold everything a shell could misread
    const { placement, services } = deployment(1);
    const kafka = services.find(({ name }) => name === "kafka");
    if (!kafka) throw new Error("no kafka");
    const folder = mkdtempSync(join(tmpdir(), "golazo-container-"));
    const nasty = `a 'b' "c" $HOME \`id\` \\ * %s é\nsecond line`;
    const service = {
      ...kafka,
      prepare: [{ command: ["record", "prepare", nasty] }],
      program: { command: ["record", "start", nasty, ""] },
      files: [{ name: "file", content: nasty }],
    };
    // WHEN its command runs in a real shell, on a path with a program that records how it was called
    mkdirSync(join(folder, "bin"));
    writeFileSync(join(folder, "bin", "record"), `#!/bin/sh\nprintf '%s\\0' "$@" >> "${folder}/calls"\n`);
    chmodSync(join(folder, "bin", "record"), 0o755);
    const { command, environment } = containerOf(service, { ...placement, folder: () => folder });
    const [program = "", ...args] = command;
    execFileSync(program, args, { env: { PATH: `${folder}/bin:${process.env.PATH}`, ...environment } });
    // THEN nothing was lost or changed
    expect(readFileSync(join(folder, "file"), "utf8")).toBe(nasty);
    const calls = readFileSync(join(folder, "calls"), "utf8").split("\0");
    expect(calls).toEqual(["prepare", nasty, "start", nasty, "", ""]);
  });
});

describe("the Compose file", () => {
  const options = {
    name: "golazo-gpu",
    architecture: "gpu",
    profileName: "current",
    profile: DEFAULT_PROFILE,
    size: { workers: 2, coresPerWorker: 4, executorMemoryMiB: 4096, gpusPerWorker: 1 },
  } as const;
  const file = parse(composeFile(options));
  const services = Object.entries<Record<string, unknown>>(file.services);

  test("has one entry per service, workers without a GPU being copies of one", () => {
    const size = { workers: 2, coresPerWorker: 4, executorMemoryMiB: 4096 };
    const { services: plain } = parse(composeFile({ ...options, architecture: "cpu", size }));
    const names = [
      "kafka",
      "spark-master",
      "spark-worker",
      "spark-history",
      "producer",
      "live-page",
      "jupyter-lab",
    ];
    expect(Object.keys(plain)).toEqual(names);
    expect(plain["spark-worker"].scale).toBe(2);
  });

  test.each(services)(
    "gives %s a health check, no right it does not need, and the loopback address only",
    (_, service) => {
      expect(service).toMatchObject({
        healthcheck: { test: expect.arrayContaining(["CMD"]) },
        cap_drop: ["ALL"],
        security_opt: ["no-new-privileges:true"],
      });
      for (const port of service.ports as string[]) expect(port).toMatch(/^127\.0\.0\.1:/);
    },
  );

  test("gives GPUs to the workers only, and to each its own", () => {
    const withGpus = services.filter(([, service]) =>
      JSON.stringify(service).includes('"capabilities":["gpu"]'),
    );
    expect(withGpus.map(([name]) => name)).toEqual(["spark-worker-1", "spark-worker-2"]);
    for (const [, { command }] of withGpus) {
      expect(command).toContain("-Dspark.worker.resource.gpu.amount=1");
    }
    const shares = withGpus.map(([, { environment }]) => (environment as Record<string, string>).GOLAZO_GPUS);
    expect(shares).toEqual(["0", "1"]);
  });

  test("lets the live page see how busy the GPUs are, compute nothing on them, and change no run", () => {
    const page = file.services["live-page"];
    expect(page.volumes).toEqual(["runs:/opt/golazo/runs:ro"]);
    expect(page.environment.NVIDIA_DRIVER_CAPABILITIES).toBe("utility");
    const [device] = page.deploy.resources.reservations.devices;
    expect(device.capabilities).toEqual(["gpu", "utility"]);
    const plain = parse(
      composeFile({ ...options, architecture: "cpu", size: { ...options.size, gpusPerWorker: 0 } }),
    );
    expect(plain.services["live-page"].deploy).toBeUndefined();
  });

  test("names every volume it uses", () => {
    const used = services.flatMap(([, { volumes }]) => (volumes as string[]).map((one) => one.split(":")[0]));
    expect(new Set(used)).toEqual(new Set(Object.keys(file.volumes)));
  });

  test("leaves no dollar sign for Compose to replace", () => {
    expect(composeFile(options).replaceAll("$$", "")).not.toContain("$");
  });

  test("with a registry pulls instead of building", () => {
    const pulled = parse(composeFile({ ...options, imageRegistry: "registry.example.com/team" }));
    expect(pulled.services.kafka).toMatchObject({ image: "registry.example.com/team/golazo/kafka:current" });
    expect(pulled.services.kafka.build).toBeUndefined();
  });
});

import { cpSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Testing } from "../../../constructs/cdktf";
import { digestOfSources } from "../../../constructs/docker/docker-images";
import { DEFAULT_PROFILE } from "../../../constructs/services";
import { DockerStack } from "../../../stacks/docker-stack";

const CHECKOUT = resolve(__dirname, "..", "..", "..");

type Resources = Record<string, Record<string, Record<string, unknown>>>;

function synthesize(architecture: "cpu" | "gpu"): Resources {
  const stack = new DockerStack(Testing.app(), `${architecture}-docker`, {
    stack: `${architecture}-docker`,
    architecture,
    profileName: "current",
    profile: DEFAULT_PROFILE,
    checkout: CHECKOUT,
    size: {
      workers: 2,
      coresPerWorker: 1,
      executorMemoryMiB: 1024,
      gpusPerWorker: architecture === "gpu" ? 1 : 0,
    },
  });
  return JSON.parse(Testing.synth(stack)).resource;
}

describe("a stack on a Docker engine", () => {
  const resources = synthesize("cpu");
  const containers = Object.values(resources.docker_container ?? {});

  test("has a container for each service, found again by its labels", () => {
    const labelled = containers.map((container) => container.labels as { label: string; value: string }[]);
    const services = labelled.map((labels) => labels.find(({ label }) => label === "golazo.service")?.value);
    expect(services.toSorted()).toEqual([
      ...[
        "jupyter-lab",
        "kafka",
        "live-page",
        "producer",
        "spark-history",
        "spark-master",
        "spark-worker",
        "spark-worker",
      ],
    ]);
    for (const labels of labelled)
      expect(labels).toContainEqual({ label: "golazo.stack", value: "cpu-docker" });
  });

  test("gives no container a right it does not need, and publishes on the loopback address only", () => {
    for (const container of containers) {
      expect(container).toMatchObject({
        capabilities: { drop: ["ALL"] },
        security_opts: ["no-new-privileges:true"],
        restart: "unless-stopped",
        healthcheck: { test: expect.arrayContaining(["CMD"]) },
      });
      for (const port of container.ports as { ip: string }[]) expect(port.ip).toBe("127.0.0.1");
      expect(container.privileged).toBeUndefined();
    }
  });

  test("gives the live page the runs to read, and no folder to write", () => {
    const page = containers.find(({ hostname }) => hostname === "live-page");
    expect(page?.volumes).toEqual([
      expect.objectContaining({ container_path: "/opt/golazo/runs", read_only: true }),
    ]);
    expect(page?.ports).toEqual([{ external: 8060, internal: 8060, ip: "127.0.0.1" }]);
    // The token is made inside: nothing that is deployed knows it.
    expect(JSON.stringify(page?.env)).not.toMatch(/token/i);
  });

  test("ends only when everything answers: the last step waits for all containers", () => {
    const [ready] = Object.values(resources.terraform_data ?? {});
    expect(ready?.depends_on).toHaveLength(containers.length);
    expect(JSON.stringify(ready?.provisioner)).toContain("ps cpu-docker --wait");
  });

  test("of a GPU creates nothing before the engine is known to have one", () => {
    const { terraform_data: commands = {}, ...docker } = synthesize("gpu");
    const preflight = Object.entries(commands).find(([, one]) =>
      JSON.stringify(one).includes("doctor --docker --gpu"),
    );
    const all = Object.entries(docker).flatMap(([type, ones]) =>
      Object.entries(ones).map(([name, one]) => ({ address: `${type}.${name}`, one })),
    );
    const needs = (address: string): string[] => {
      const found = all.find((each) => each.address === address)?.one;
      const references = JSON.stringify(found ?? "").match(/(?:docker_\w+|terraform_data)\.[\w-]+/g) ?? [];
      return [...new Set(references)].filter((each) => each !== address);
    };
    const waitsForPreflight = (address: string): boolean =>
      needs(address).some((each) => each === `terraform_data.${preflight?.[0]}` || waitsForPreflight(each));
    for (const { address } of all) expect([address, waitsForPreflight(address)]).toEqual([address, true]);
  });

  test("of a GPU gives GPUs to workers, and the versions of the accelerator and of cuML to Spark's image", () => {
    const gpu = synthesize("gpu");
    const withGpus = Object.values(gpu.docker_container ?? {}).filter(
      (container) => container.gpus === "all",
    );
    expect(withGpus.map(({ hostname }) => hostname).toSorted()).toEqual([
      ...["live-page", "spark-worker-1", "spark-worker-2"],
    ]);
    const [page] = withGpus.filter(({ hostname }) => hostname === "live-page");
    expect(page?.env).toContain("NVIDIA_DRIVER_CAPABILITIES=utility");
    const image = Object.values(gpu.docker_image ?? {}).find(
      ({ name }) => name === "golazo/spark-rapids:current-gpu",
    );
    expect(image?.build).toMatchObject({
      build_args: {
        RAPIDS_VERSION: DEFAULT_PROFILE.rapids,
        RAPIDS_CLASSIFIER: "cuda12",
        CUML_VERSION: DEFAULT_PROFILE.cuml,
      },
    });
  });
});

describe("the images", () => {
  test("are built again when a file changes that goes into one, and not for others", () => {
    const copy = mkdtempSync(join(tmpdir(), "golazo-sources-"));
    for (const path of [".dockerignore", "contracts", "images"]) {
      cpSync(join(CHECKOUT, path), join(copy, path), { recursive: true });
    }
    const before = digestOfSources(copy);
    writeFileSync(join(copy, "README.md"), "changed");
    expect(digestOfSources(copy)).toBe(before);
    writeFileSync(join(copy, "images", "kafka", "Dockerfile"), "FROM scratch");
    expect(digestOfSources(copy)).not.toBe(before);
  });
});

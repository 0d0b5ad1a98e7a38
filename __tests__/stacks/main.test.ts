import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const CHECKOUT = resolve(__dirname, "..", "..");

describe("synthesizing the app", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "golazo-synth-"));
    mkdirSync(join(folder, "home"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** `main.ts` in a folder of its own, as `cdktf` starts it. */
  function synth(context: unknown, environment: Record<string, string> = {}) {
    writeFileSync(join(folder, "cdktf.json"), JSON.stringify({ context: { golazo: context } }));
    const tsx = join(CHECKOUT, "node_modules", "tsx", "dist", "loader.mjs");
    const env = { PATH: process.env.PATH, HOME: join(folder, "home"), ...environment };
    const run = spawnSync(process.execPath, ["--import", tsx, join(CHECKOUT, "main.ts")], {
      cwd: folder,
      env,
      encoding: "utf8",
    });
    return { code: run.status, stderr: run.stderr };
  }
  const stacks = () => readdirSync(join(folder, "cdktf.out", "stacks")).sort();
  const stackText = (name: string) =>
    readFileSync(join(folder, "cdktf.out", "stacks", name, "cdk.tf.json"), "utf8");

  test("writes all four stacks in less than 15 seconds", () => {
    const begin = performance.now();
    expect(synth({ region: "eu-west-1" })).toEqual({ code: 0, stderr: "" });
    expect(performance.now() - begin).toBeLessThan(15_000);
    expect(stacks()).toEqual(["cpu-docker", "cpu-stack", "gpu-docker", "gpu-stack"]);
  });

  test("bad input is one line on stderr, and nothing is written", () => {
    const { code, stderr } = synth({ region: "eu-west-1", gpuInstanceType: "m6i.large" });
    expect(stderr).toMatch(/^golazo: the setting gpuInstanceType is "m6i.large": has no GPU; [^\n]*\n$/);
    expect(code).toBe(2);
    expect(existsSync(join(folder, "cdktf.out", "stacks"))).toBe(false);
  });

  test("a missing region is bad input, whatever else is there", () => {
    const { code, stderr } = synth({ workers: 1 });
    expect(stderr).toMatch(/^golazo: the setting region is missing: [^\n]*AWS_REGION[^\n]*\n$/);
    expect(code).toBe(2);
  });

  test("more workers than a host has GPUs are refused in one line", () => {
    const { code, stderr } = synth({ region: "eu-west-1", gpuWorkers: 2 });
    expect(stderr).toMatch(/^golazo: 2 workers need as many GPUs, one g4dn.2xlarge has 1: [^\n]*\n$/);
    expect(code).not.toBe(0);
  });

  test("a cdktf.json that is not JSON is named", () => {
    const { code, stderr } = synth({}, { CDKTF_CONTEXT_JSON: "{" });
    expect(stderr).toBe("golazo: CDKTF_CONTEXT_JSON is not JSON\n");
    expect(code).toBe(2);
  });

  test("settings are read from .env, and what the environment says counts more", () => {
    writeFileSync(join(folder, ".env"), "AWS_REGION=us-east-1\nGOLAZO_OWNER=me\n");
    expect(synth({ region: "eu-west-1" }, { GOLAZO_OWNER: "you" }).code).toBe(0);
    const [provider] = JSON.parse(stackText("gpu-stack")).provider.aws;
    expect(provider).toMatchObject({
      region: "us-east-1",
      default_tags: [{ tags: { "golazo:owner": "you" } }],
    });
  });

  test("data are kept when the environment says so, whatever cdktf.json says", () => {
    const context = { region: "eu-west-1", deleteDataOnDestroy: true };
    const keep = {
      GOLAZO_DELETE_DATA_ON_DESTROY: "false",
      CDKTF_CONTEXT_JSON: JSON.stringify({ golazo: context }),
    };
    expect(synth(context, keep).code).toBe(0);
    expect(stackText("gpu-stack")).toMatch(/"final_snapshot": true/);
    expect(synth(context).code).toBe(0);
    expect(stackText("gpu-stack")).toMatch(/"final_snapshot": false/);
  });

  test("another endpoint is used for every service when AWS_ENDPOINT_URL is set", () => {
    expect(synth({ region: "eu-west-1" }, { AWS_ENDPOINT_URL: "http://127.0.0.1:5000" }).code).toBe(0);
    const [provider] = JSON.parse(stackText("cpu-stack")).provider.aws;
    expect(new Set(Object.values(provider.endpoints[0]))).toEqual(new Set(["http://127.0.0.1:5000"]));
  });

  test("StatsBomb's password in .env gets into no stack and no bundle", () => {
    writeFileSync(
      join(folder, ".env"),
      "STATSBOMB_USER=canary-user-4711\nSTATSBOMB_PASSWORD=canary-word-4711\n",
    );
    expect(synth({ region: "eu-west-1" }).code).toBe(0);
    const found = spawnSync("grep", ["-rla", "canary-.*-4711", join(folder, "cdktf.out")], {
      encoding: "utf8",
    });
    expect(found.stdout).toBe("");
  });

  test("a password in a setting is found, and its value is not printed", () => {
    const { code, stderr } = synth(
      { region: "eu-west-1", owner: "canary-word-4711" },
      { STATSBOMB_PASSWORD: "canary-word-4711" },
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/^golazo: \[gpu-stack\] contains the value of STATSBOMB_PASSWORD: [^\n]*\n$/);
    expect(stderr).not.toContain("canary");
  });
});

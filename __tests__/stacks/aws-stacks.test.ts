import { applyRules } from "../../constructs/aspects/rules";
import { SERVICES } from "../../constructs/aws/provider";
import { App, Testing } from "../../constructs/cdktf";
import { CpuStack } from "../../stacks/cpu-stack";
import { GpuStack } from "../../stacks/gpu-stack";
import { keepState } from "../../stacks/remote-state";
import { parseSettings } from "../../stacks/settings";

type Block = Record<string, unknown>;
interface Stack {
  readonly resource: Record<string, Record<string, Block>>;
  readonly data: Record<string, Record<string, Block>>;
  readonly output: Record<string, { value: string }>;
  readonly terraform: { backend?: Record<string, Block> };
}

/** A stack as Terraform would get it, with the rules looked after. */
function synth(
  kind: typeof GpuStack | typeof CpuStack,
  given: object = {},
  deleteDataOnDestroy = true,
): Stack {
  const settings = parseSettings({ region: "eu-west-1", ...given }, {});
  const context = { golazo: { deleteDataOnDestroy } };
  const app = Testing.stubVersion(new App({ context, stackTraces: false, outdir: Testing.app().outdir }));
  const stack = new kind(app, kind === GpuStack ? "gpu-stack" : "cpu-stack", settings);
  keepState(stack, settings);
  applyRules(stack);
  return JSON.parse(Testing.synth(stack, true)) as Stack;
}

/** Every block of a type. */
const all = (stack: Stack, type: string): Block[] => Object.values(stack.resource[type] ?? {});

/** A stack without what changes with every line of source: hashes, scripts and the Compose file. */
function withoutSource(stack: Stack): unknown {
  return JSON.parse(JSON.stringify(stack), (key, value) => {
    if (key === "user_data" || key === "content" || key === "//") return undefined;
    return typeof value === "string" ? value.replaceAll(/\b[0-9A-Fa-f]{32}\b/g, "HASH") : value;
  });
}

describe.each([
  ["gpu-stack", GpuStack],
  ["cpu-stack", CpuStack],
] as const)("%s", (name, kind) => {
  test("is what it was", () => {
    expect(withoutSource(synth(kind))).toMatchSnapshot();
  });

  test("breaks no rule, with any kind of Kafka and with several hosts", () => {
    for (const kafka of ["docker", "msk-serverless", "msk-provisioned"]) {
      expect(() => synth(kind, { kafka })).not.toThrow();
    }
    expect(() => synth(kind, { kafka: "msk-serverless", workerHosts: 3, spot: true })).not.toThrow();
    expect(() => synth(kind, { profile: "seed", plainUbuntu: true })).not.toThrow();
  });

  test("prints how to get in, what stops the host, and where credentials are put", () => {
    const { output } = synth(kind, { idleMinutes: 30, lifetimeHours: 4 });
    expect(output.tunnel?.value).toMatch(/ssh -o ProxyCommand='aws ssm start-session .*AWS-StartSSHSession/);
    for (const port of [8888, 8080, 8081, 4040, 18080]) {
      expect(output.tunnel?.value).toContain(` -L ${port}:127.0.0.1:${port} `);
    }
    expect(output.stops_when_idle?.value).toBe("after 30 minutes without a Spark application");
    expect(output.stops_at_latest?.value).toBe("4 hours after each start");
    expect(output.put_statsbomb_credentials?.value).toMatch(/put-secret-value .* file:\/\/statsbomb.json/);
  });

  test("is reached by plain SSH where that was asked for", () => {
    const { output } = synth(kind, { allowedSshCidr: "203.0.113.7/32" });
    expect(output.tunnel?.value).toMatch(/&& ssh -N -L .* ubuntu@\$\{aws_instance\..*\.public_ip\}$/);
  });

  test("keeps its state in S3 with a lock where a bucket is named, apart from the other stack's", () => {
    const remote = {
      remoteStateBucket: "my-states",
      remoteStatePrefix: "team/golazo",
      remoteStateRegion: "us-east-1",
    };
    expect(synth(kind, remote).terraform.backend?.s3).toEqual({
      ...{ bucket: "my-states", key: `team/golazo/${name}.tfstate`, region: "us-east-1" },
      ...{ encrypt: true, use_lockfile: true },
    });
    expect(synth(kind).terraform).not.toHaveProperty("backend.s3");
  });

  test("leaves nothing behind when it is destroyed, and its data where that was asked for", () => {
    const scaledOut = { kafka: "msk-serverless", workerHosts: 1 };
    const gone = synth(kind, scaledOut);
    expect(all(gone, "aws_s3_bucket").map((bucket) => bucket.force_destroy)).toEqual([true, true]);
    expect(all(gone, "aws_ebs_volume").map((volume) => volume.final_snapshot)).toEqual([false]);
    expect(all(gone, "aws_secretsmanager_secret").map((each) => each.recovery_window_in_days)).toEqual([
      0, 0,
    ]);
    const kept = synth(kind, scaledOut, false);
    expect(
      all(kept, "aws_s3_bucket")
        .map((bucket) => bucket.force_destroy)
        .sort(),
    ).toEqual([false, true]);
    expect(all(kept, "aws_ebs_volume").map((volume) => volume.final_snapshot)).toEqual([true]);
  });

  test("has a budget only when there is one", () => {
    expect(all(synth(kind), "aws_budgets_budget")).toEqual([]);
    const stack = synth(kind, { budgetUsd: 100, budgetEmail: "me@example.com" });
    expect(all(stack, "aws_budgets_budget")).toMatchObject([{ limit_amount: "100" }]);
    expect(stack.output.budget?.value).toBe("100 USD a month for the account; me@example.com gets a mail");
  });
});

describe("both stacks", () => {
  test("stand side by side: no name of one is a name of the other", () => {
    const names = (stack: Stack) =>
      Object.values(stack.resource)
        .flatMap((blocks) => Object.values(blocks))
        .flatMap((block) =>
          ["name", "bucket_prefix", "name_prefix", "alarm_name", "cluster_name"].map((key) => block[key]),
        )
        .filter((value): value is string => typeof value === "string" && !value.startsWith("golazo-host-"))
        .filter((value) => value !== "golazo-kafka-");
    const given = { kafka: "msk-provisioned", budgetUsd: 1, workerHosts: 1 };
    const gpu = new Set(names(synth(GpuStack, given)));
    const cpu = names(synth(CpuStack, given));
    expect(cpu.length).toBeGreaterThan(5);
    expect(cpu.filter((name) => gpu.has(name))).toEqual([]);
  });

  test("keep every name within what AWS allows, with the longest prefix", () => {
    const given = { namePrefix: "a23456789012", kafka: "msk-serverless", workerHosts: 1 };
    const stack = synth(GpuStack, given);
    for (const bucket of all(stack, "aws_s3_bucket"))
      expect(`${bucket.bucket_prefix}`.length).toBeLessThan(38);
    for (const role of all(stack, "aws_iam_role")) expect(`${role.name_prefix}`.length).toBeLessThan(39);
  });

  test("differ in nothing but the GPU", () => {
    const types = (stack: Stack) =>
      Object.entries(stack.resource).map(([type, all]) => [type, Object.keys(all).length]);
    expect(types(synth(GpuStack))).toEqual(types(synth(CpuStack)));
  });

  test("ask only services whose address can be changed", () => {
    // GIVEN the part of a type's name that says which service it is
    const services: [RegExp, string][] = [
      [/^aws_(instance|vpc|subnet|route|internet|security|default_sec|ebs|volume|ec2)/, "ec2"],
      [/^aws_(iam)/, "iam"],
      [/^aws_s3/, "s3"],
      [/^aws_secretsmanager/, "secretsmanager"],
      [/^aws_ssm/, "ssm"],
      [/^aws_msk/, "kafka"],
      [/^aws_cloudwatch_log/, "logs"],
      [/^aws_cloudwatch_metric/, "cloudwatch"],
      [/^aws_budgets/, "budgets"],
      [/^aws_region/, "none: the provider knows it"],
    ];
    const known: string[] = [...SERVICES, "none: the provider knows it"];
    const stacks = ["msk-serverless", "msk-provisioned"].map((kafka) =>
      synth(GpuStack, { kafka, budgetUsd: 1, workerHosts: 1 }),
    );
    const types = stacks.flatMap(({ resource, data }) => [...Object.keys(resource), ...Object.keys(data)]);
    for (const type of types) {
      const service = services.find(([pattern]) => pattern.test(type))?.[1] ?? `nothing known of ${type}`;
      expect(known).toContain(service);
    }
  });
});

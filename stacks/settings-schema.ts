import { z } from "zod";
import { familyOf, GPU_FAMILIES } from "../constructs/aws/instance-types";
import { MOST_WORKERS, PROFILES } from "../constructs/services";

/** A bad setting, explained in one line: which one, what it was, what would do. */
const wrong = (fix: string) => ({ error: (issue: { input?: unknown }) => `${shown(issue.input)}: ${fix}` });
const shown = (input: unknown): string =>
  input === undefined ? "is missing" : `is ${JSON.stringify(input)}`;

/** Values from the environment are text, those from `cdktf.json` may be numbers and lists already. */
const whole = (from: number, to: number, fix: string) =>
  z.preprocess(
    (value) => (typeof value === "string" && /^\d+$/.test(value.trim()) ? Number(value) : value),
    z.int(wrong(fix)).min(from, wrong(fix)).max(to, wrong(fix)),
  );
const between = (from: number, to: number, what: string) =>
  whole(from, to, `give a whole number from ${from} to ${to}${what}`);

const flag = z.preprocess(
  (value) => (value === "true" || value === "1" ? true : value === "false" || value === "0" ? false : value),
  z.boolean(wrong("give true or false")),
);

/** What an environment variable can say of a list or an object, it says in commas or in JSON. */
const fromText = (value: unknown): unknown => {
  if (typeof value !== "string") return value;
  const text = value.trim();
  if (text.startsWith("{") || text.startsWith("[")) {
    try {
      return JSON.parse(text);
    } catch {
      return value;
    }
  }
  return text === "" ? [] : text.split(",").map((part) => part.trim());
};

const instanceType = (fallback: string) =>
  z
    .string(wrong(`give an EC2 instance type, for example ${fallback}`))
    .refine(
      (type) => familyOf(type) !== undefined,
      wrong(`no x86-64 instance type of that name is known; ${fallback} is one`),
    )
    .default(fallback);

const cidr = z
  .string()
  .refine(
    isNarrowCidr,
    wrong(
      "give the addresses that may open SSH, at most a /8, for example 203.0.113.7/32; leave it out to use Session Manager without an open port",
    ),
  )
  .optional();

function isNarrowCidr(text: string): boolean {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (!parts) return false;
  const numbers = parts.slice(1).map(Number);
  const bits = numbers.pop() ?? 0;
  return numbers.every((byte) => byte <= 255) && bits >= 8 && bits <= 32;
}

const kafkaKinds = ["docker", "msk-serverless", "msk-provisioned"] as const;
const profileNames = Object.keys(PROFILES) as [keyof typeof PROFILES, ...(keyof typeof PROFILES)[]];
const text = (pattern: RegExp, fix: string) => z.string(wrong(fix)).regex(pattern, wrong(fix));

/** Every key of the context's `golazo`, flat; each can be set as `GOLAZO_…` in the environment too. */
export const settingsSchema = z.strictObject({
  /** AWS region. Also `AWS_REGION` and `AWS_DEFAULT_REGION`. */
  region: text(
    /^[a-z]{2}(-[a-z]+)+-\d$/,
    "give an AWS region, for example eu-west-1, as AWS_REGION or in cdktf.json",
  ),
  /** Type of the hosts of `gpu-stack`. */
  gpuInstanceType: instanceType("g4dn.2xlarge").refine(
    (type) => familyOf(type)?.gpu !== false,
    wrong(`has no GPU; the families ${GPU_FAMILIES.join(", ")} have one`),
  ),
  /** Type of the hosts of `cpu-stack`. */
  cpuInstanceType: instanceType("m6i.2xlarge"),
  /** Spark workers on each host without a GPU; they share its cores and memory. Default 1 in AWS, 2 on a Docker engine. */
  workers: between(1, MOST_WORKERS, "").optional(),
  /** Spark workers on each host with GPUs: one GPU each. */
  gpuWorkers: between(1, 8, "").default(1),
  /** Cores of each worker on a Docker engine. */
  dockerCoresPerWorker: between(1, 128, "").default(1),
  /** Memory of each worker's executor on a Docker engine, MiB. */
  dockerExecutorMemoryMiB: between(512, 1_048_576, " MiB").default(1024),
  /** Hosts with workers beside the first one. */
  workerHosts: between(0, 20, "").default(0),
  /** Where Kafka runs. */
  kafka: z.enum(kafkaKinds, wrong(`give one of ${kafkaKinds.join(", ")}`)).default("docker"),
  /** Which tested combination of versions; see `constructs/versions.json`. */
  profile: z.enum(profileNames, wrong(`give one of ${profileNames.join(", ")}`)).default("current"),
  /** Names of zones; AWS is asked for two that offer the type without them. */
  zones: z
    .preprocess(
      fromText,
      z
        .array(text(/^[a-z0-9-]+$/, "give names of zones, for example eu-west-1a"))
        .max(3, wrong("give at most three zones")),
    )
    .default([]),
  /** Spot instances. */
  spot: flag.default(false),
  /** On GPU hosts: plain Ubuntu, with the driver installed at the first boot. */
  plainUbuntu: flag.default(false),
  /** SSM parameters with the machine images. */
  gpuAmiParameter: text(/^\/.+/, "give the name of an SSM parameter").optional(),
  cpuAmiParameter: text(/^\/.+/, "give the name of an SSM parameter").optional(),
  /** Size of the data volume, GiB. */
  dataVolumeGiB: between(10, 16384, " GiB").default(100),
  /** Whether the hosts send their logs and metrics to CloudWatch. */
  cloudWatchAgent: flag.default(false),
  /** Addresses that may open SSH. */
  allowedSshCidr: cidr,
  /** Who the resources' tags name. */
  owner: text(
    /^[\p{L}\p{N} _.:/=+@-]{1,64}$/u,
    "give a name of at most 64 letters, digits, spaces and _.:/=+-@",
  ).default("golazo"),
  /** Minutes without a job until a host stops; 0 for never. */
  idleMinutes: between(0, 10080, " (0 switches it off)").default(60),
  /** Hours after each start until a host stops. */
  lifetimeHours: between(1, 167, "").default(8),
  /** Budget of the account for a month, USD; 0 for none. */
  budgetUsd: between(0, 1_000_000, " USD (0 for no budget)").default(0),
  /** Who is told when the budget is spent. */
  budgetEmail: z.email(wrong("give an e-mail address")).optional(),
  /** Registry to pull images from instead of building them. */
  imageRegistry: text(
    /^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)*$/,
    "give HOST or HOST/PATH, without https://",
  ).optional(),
  /** Images that ours are built on. */
  baseImages: z
    .preprocess(
      fromText,
      z.strictObject(
        {
          debian: z.string().optional(),
          node: z.string().optional(),
          ubuntu: z.string().optional(),
          cuda: z.string().optional(),
        },
        wrong("give an object with debian, node, ubuntu and cuda, or some of them"),
      ),
    )
    .default({}),
  /** Docker engine of the Docker stacks. Also `DOCKER_HOST`. */
  dockerHost: text(
    /^(unix|tcp|ssh|npipe):\/\/.+/,
    "give the address of an engine, for example unix:///var/run/docker.sock or ssh://me@lab",
  ).optional(),
  /** Added to every published port of `gpu-docker`. */
  gpuPortOffset: between(0, 40000, "").default(0),
  /** Added to every published port of `cpu-docker`; not the other's, so that both can stand on one host. */
  cpuPortOffset: between(0, 40000, "").default(100),
  /** Begin of all names. */
  namePrefix: text(
    /^[a-z][a-z0-9-]{0,11}$/,
    "give at most 12 lower-case letters, digits and dashes, beginning with a letter: the names of buckets and roles begin with it",
  ).default("golazo"),
  /** Bucket for the state, instead of files beside this one. */
  remoteStateBucket: text(
    /^[a-z0-9][a-z0-9.-]{2,62}$/,
    "give the name of an S3 bucket that exists",
  ).optional(),
  /** Begin of the state's keys in it. */
  remoteStatePrefix: text(/^[\w./-]{1,100}$/, "give the begin of a key, for example golazo").default(
    "golazo",
  ),
  /** Region of that bucket. */
  remoteStateRegion: text(/^[a-z]{2}(-[a-z]+)+-\d$/, "give an AWS region").optional(),
  /** Whether `destroy` may delete models, checkpoints and runs without keeping a snapshot. */
  deleteDataOnDestroy: flag.default(false),
});

export type Settings = z.infer<typeof settingsSchema>;

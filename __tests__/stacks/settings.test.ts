import { parseSettings, SettingsError, variableOf } from "../../stacks/settings";
import { settingsSchema } from "../../stacks/settings-schema";

const good = { region: "eu-west-1" };
const parse = (context: unknown, environment: Record<string, string> = {}) =>
  parseSettings(context, environment);

describe("the configuration", () => {
  test("of a new user is a region and nothing else", () => {
    expect(parse(good)).toMatchObject({
      ...{ region: "eu-west-1", gpuInstanceType: "g4dn.2xlarge", cpuInstanceType: "m6i.2xlarge" },
      ...{ kafka: "docker", profile: "current", workerHosts: 0, idleMinutes: 60, lifetimeHours: 8 },
      ...{ deleteDataOnDestroy: false, namePrefix: "golazo", zones: [] },
    });
  });

  test("comes from the environment first: golazo's own variables, then AWS's", () => {
    const environment = { AWS_REGION: "us-east-1", AWS_DEFAULT_REGION: "us-east-2" };
    expect(parse(good, environment).region).toBe("us-east-1");
    expect(parse(good, { ...environment, GOLAZO_REGION: "sa-east-1" }).region).toBe("sa-east-1");
    expect(parse(good, { AWS_DEFAULT_REGION: "us-gov-west-1" }).region).toBe("us-gov-west-1");
  });

  test("of the environment is text, and means the same", () => {
    const environment = {
      GOLAZO_WORKERS: "3",
      GOLAZO_SPOT: "true",
      GOLAZO_ZONES: "eu-west-1a, eu-west-1b",
      GOLAZO_BASE_IMAGES: '{"debian": "mine:1"}',
      GOLAZO_DATA_VOLUME_GIB: "200",
      DOCKER_HOST: "ssh://me@lab",
    };
    expect(parse(good, environment)).toMatchObject({
      ...{ workers: 3, spot: true, zones: ["eu-west-1a", "eu-west-1b"], dataVolumeGiB: 200 },
      ...{ baseImages: { debian: "mine:1" }, dockerHost: "ssh://me@lab" },
    });
  });

  test("has one variable for each setting, named alike", () => {
    const names = Object.keys(settingsSchema.shape).map(variableOf);
    expect(names).toEqual(expect.arrayContaining(["GOLAZO_WORKER_HOSTS", "GOLAZO_BUDGET_USD"]));
    for (const name of names) expect(name).toMatch(/^GOLAZO(_[A-Z]+)+$/);
    expect(new Set(names).size).toBe(names.length);
  });

  test.each<[string, unknown, RegExp]>([
    ["region", undefined, /^the setting region is missing: give an AWS region, for example eu-west-1/],
    ["region", "", /^the setting region is "": give an AWS region/],
    ["region", "Ireland", /^the setting region is "Ireland": give an AWS region/],
    [
      "gpuInstanceType",
      "g4dn.2xlrge",
      /is "g4dn.2xlrge": no x86-64 instance type of that name is known; g4dn.2xlarge/,
    ],
    [
      "gpuInstanceType",
      "m6i.2xlarge",
      /is "m6i.2xlarge": has no GPU; the families g4dn, g5, g6, g6e, p3, p4d, p5 have/,
    ],
    ["cpuInstanceType", "m7g.2xlarge", /is "m7g.2xlarge": no x86-64 instance type/],
    ["allowedSshCidr", "0.0.0.0/0", /is "0.0.0.0\/0": give the addresses that may open SSH, at most a \/8/],
    ["allowedSshCidr", "::/0", /is "::\/0": give the addresses/],
    ["allowedSshCidr", "1.2.3.4", /is "1.2.3.4": give the addresses/],
    ["allowedSshCidr", "300.2.3.4/32", /is "300.2.3.4\/32": give the addresses/],
    ["namePrefix", "a-name-that-is-too-long", /is "a-name-that-is-too-long": give at most 12 lower-case/],
    ["namePrefix", "Golazo", /is "Golazo": give at most 12 lower-case/],
    ["workers", 0, /^the setting workers is 0: give a whole number from 1 to 16$/],
    ["workers", "many", /^the setting workers is "many": give a whole number from 1 to 16$/],
    ["workers", 1.5, /^the setting workers is 1.5: give a whole number/],
    ["workers", -1, /^the setting workers is -1: give a whole number/],
    ["gpuWorkers", "0", /^the setting gpuWorkers is "?0"?: give a whole number from 1 to 8$/],
    ["workerHosts", 21, /^the setting workerHosts is 21: give a whole number from 0 to 20$/],
    ["kafka", "msk", /is "msk": give one of docker, msk-serverless, msk-provisioned$/],
    ["profile", "latest", /is "latest": give one of current, seed$/],
    ["lifetimeHours", 0, /is 0: give a whole number from 1 to 167$/],
    ["lifetimeHours", 168, /is 168: give a whole number from 1 to 167$/],
    ["idleMinutes", "soon", /is "soon": give a whole number from 0 to 10080 \(0 switches it off\)$/],
    ["budgetEmail", "me", /is "me": give an e-mail address$/],
    ["imageRegistry", "https://r.example.com", /give HOST or HOST\/PATH, without https:/],
    ["owner", "a\nb", /give a name of at most 64 letters/],
    ["spot", "perhaps", /^the setting spot is "perhaps": give true or false$/],
    [
      "zones",
      ["eu-west-1a", "eu-west-1b", "eu-west-1c", "eu-west-1d"],
      /^the setting zones is .*: give at most three zones$/,
    ],
    [
      "zones",
      ["eu-west-1a", "eu-west-1a"],
      /^the setting zones is \["eu-west-1a","eu-west-1a"\]: name each zone once$/,
    ],
    ["remoteStateBucket", "B", /give the name of an S3 bucket that exists$/],
    ["dockerHost", "lab", /is "lab": give the address of an engine/],
    ["baseImages", { debain: "x" }, /^the setting baseImages .*debian, node, ubuntu and cuda/],
  ])("%s: %j is refused in one line that says what would do", (name, value, expected) => {
    const attempt = () => parse({ ...good, [name]: value });
    expect(attempt).toThrow(SettingsError);
    expect(attempt).toThrow(expected);
    expect(attempt).not.toThrow(/\n/);
  });

  test("a zone of another region is refused", () => {
    expect(() => parse({ ...good, zones: ["eu-west-1a", "us-east-1b"] })).toThrow(
      /^the setting zones is .*: us-east-1b is not in eu-west-1; name zones of that region, or none/,
    );
  });

  test("MSK with one zone is refused", () => {
    const attempt = () => parse({ ...good, kafka: "msk-serverless", zones: ["eu-west-1a"] });
    expect(attempt).toThrow(
      /^the setting zones is \["eu-west-1a"\]: msk-serverless needs two zones at least/,
    );
  });

  test("workers on other hosts are refused while Kafka is a container", () => {
    expect(() => parse({ ...good, workerHosts: 1 })).toThrow(
      /^the setting workerHosts is 1: .*set kafka to msk-/,
    );
    expect(parse({ ...good, workerHosts: 1, kafka: "msk-serverless" }).workerHosts).toBe(1);
  });

  test("workers on other hosts are refused where Spark is too old for what they share", () => {
    expect(() => parse({ ...good, workerHosts: 1, kafka: "msk-serverless", profile: "seed" })).toThrow(
      /^the setting profile is seed: its Spark 3\.3\.1 cannot keep checkpoints in S3.* profile to current$/,
    );
  });

  test("two Docker stacks on the same ports are refused", () => {
    expect(() => parse({ ...good, cpuPortOffset: 0 })).toThrow(
      /^the setting cpuPortOffset is 0: gpuPortOffset is/,
    );
  });

  test("a setting that does not exist is refused with the nearest one that does", () => {
    expect(() => parse({ ...good, workerHost: 1 })).toThrow(
      "the setting workerHost does not exist: did you mean workerHosts?",
    );
    expect(() => parse({ ...good, Region: 1 })).toThrow(/did you mean region\?$/);
  });

  test("something that is no configuration is refused", () => {
    expect(() => parse("region=eu-west-1")).toThrow(/is not an object/);
    expect(() => parse([good])).toThrow(/is not an object/);
  });
});

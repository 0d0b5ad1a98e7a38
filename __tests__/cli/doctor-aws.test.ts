import type { Finding } from "../../cli/doctor/finding";
import prices from "../../constructs/prices.json";
import { type Ended, golazo } from "../e2e/golazo";
import { AwsJsonStub } from "./aws-json-stub";
import { describeWithMoto, Moto } from "./moto";

function findingsOf({ output }: Ended): Record<string, Finding> {
  const json = output.slice(output.indexOf("["), output.lastIndexOf("]") + 1);
  return Object.fromEntries((JSON.parse(json) as Finding[]).map((finding) => [finding.check, finding]));
}

/** Nobody's credentials, and no settings of whoever runs the tests. */
const NOBODY = {
  AWS_CONFIG_FILE: "/no/such/file",
  AWS_SHARED_CREDENTIALS_FILE: "/no/such/file",
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_ACCESS_KEY_ID: "",
  AWS_SECRET_ACCESS_KEY: "",
  GOLAZO_REGION: "us-east-1",
};

test("without credentials the doctor says so, how to get some, and still what an hour would cost", async () => {
  const ended = await golazo(["doctor", "--aws", "--json"], NOBODY);
  const findings = findingsOf(ended);
  expect(ended.code).toBe(1);
  expect(findings.Credentials).toMatchObject({
    verdict: "failure",
    fix: expect.stringContaining("AWS_PROFILE"),
  });
  expect(findings["Cost, gpu-stack"]?.detail).toContain(
    `0.752 USD an hour (on-demand price of ${prices.asOf}); volumes and traffic come on top`,
  );
});

test("a price that is not known is not invented", async () => {
  const ended = await golazo(["doctor", "--aws", "--json"], { ...NOBODY, GOLAZO_REGION: "eu-west-1" });
  expect(findingsOf(ended)["Cost, cpu-stack"]).toMatchObject({
    verdict: "not checked",
    detail: expect.stringContaining("price not known for eu-west-1"),
  });
});

test("a setting that is wrong is refused in one line before AWS is asked", async () => {
  expect(await golazo(["doctor", "--aws"], { ...NOBODY, GOLAZO_WORKER_HOSTS: "many" })).toEqual({
    code: 2,
    output: expect.stringMatching(/^golazo: the setting workerHosts is "many".*\n$/),
  });
});

describeWithMoto("an account in moto, a mock of AWS", () => {
  let moto: Moto;
  let account: Record<string, string>;

  beforeAll(async () => {
    moto = await Moto.start();
    account = {
      ...NOBODY,
      AWS_ENDPOINT_URL: moto.url,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    };
  });

  afterAll(() => moto.stop());

  const examine = async (settings: Record<string, string> = {}): Promise<Record<string, Finding>> =>
    findingsOf(await golazo(["doctor", "--aws", "--json"], { ...account, ...settings }));

  test("is named, and said to be no AWS; zones are listed; quotas, which moto lacks, are not checked", async () => {
    expect(await examine()).toMatchObject({
      Credentials: { verdict: "ok", detail: expect.stringMatching(/account 123456789012.*not AWS itself/) },
      Region: { verdict: "ok" },
      "Zones, gpu-stack": { verdict: "ok", detail: expect.stringContaining("us-east-1a, us-east-1b") },
      "vCPU quota, gpu-stack": {
        verdict: "not checked",
        detail: expect.stringContaining("8 vCPUs are needed"),
      },
      MSK: { verdict: "not checked" },
    });
  });

  test("is asked for MSK and budgets when they would be made", async () => {
    const findings = await examine({ GOLAZO_KAFKA: "msk-serverless", GOLAZO_BUDGET_USD: "50" });
    expect(findings.MSK).toMatchObject({ verdict: "ok" });
    expect(findings.Budget).toMatchObject({ verdict: "ok", detail: expect.stringContaining("50 USD") });
  });

  test("zones that do not offer the type, and regions that do not exist, are failures", async () => {
    const zones = await examine({ GOLAZO_ZONES: "us-east-1a,us-east-1z" });
    expect(zones["Zones, gpu-stack"]).toMatchObject({
      verdict: "failure",
      detail: expect.stringContaining("not in us-east-1z"),
    });
    expect((await examine({ GOLAZO_REGION: "eu-west-9" })).Region).toMatchObject({ verdict: "failure" });
  });

  describe("with quotas and prices, which moto lacks, from a stub", () => {
    const quota = (Value: number) => ({ QuotaName: "Running On-Demand G and VT instances", Value });

    async function examineWith(
      answers: Record<string, unknown>,
      settings = {},
    ): Promise<Record<string, Finding>> {
      const stub = await AwsJsonStub.start(answers);
      const endpoints = { AWS_ENDPOINT_URL_SERVICE_QUOTAS: stub.url, AWS_ENDPOINT_URL_PRICING: stub.url };
      const findings = await examine({ ...endpoints, ...settings });
      stub.stop();
      return findings;
    }

    test("a new account's quota of 0 is a failure, with the command that asks for more", async () => {
      const findings = await examineWith({ GetAWSDefaultServiceQuota: { Quota: quota(0) } });
      expect(findings["vCPU quota, gpu-stack"]).toMatchObject({
        verdict: "failure",
        detail: "Running On-Demand G and VT instances: 0 vCPUs allowed, 0 in use, 1 × g4dn.2xlarge need 8",
        fix: expect.stringContaining("--quota-code L-DB2E81BA --desired-value 8"),
      });
    });

    test("a quota counts all hosts of the stack", async () => {
      const scaled = { GOLAZO_KAFKA: "msk-serverless", GOLAZO_WORKER_HOSTS: "2" };
      const small = await examineWith({ GetServiceQuota: { Quota: quota(16) } }, scaled);
      const large = await examineWith({ GetServiceQuota: { Quota: quota(24) } }, scaled);
      expect(small["vCPU quota, gpu-stack"]).toMatchObject({ verdict: "failure" });
      expect(large["vCPU quota, gpu-stack"]).toMatchObject({ verdict: "ok" });
    });

    test("today's price counts more than the dated table, in any region", async () => {
      const dimensions = { d: { unit: "Hrs", pricePerUnit: { USD: "0.8380000000" } } };
      const product = JSON.stringify({ terms: { OnDemand: { t: { priceDimensions: dimensions } } } });
      const findings = await examineWith(
        { GetProducts: { PriceList: [product] } },
        { GOLAZO_REGION: "eu-west-1" },
      );
      expect(findings["Cost, gpu-stack"]).toMatchObject({
        verdict: "ok",
        detail: expect.stringContaining("0.838 USD an hour (on-demand, AWS's price list today)"),
      });
    });
  });
});

import { parse } from "yaml";
import { MskServerless } from "../../../constructs/aws/msk-serverless";
import { Network } from "../../../constructs/aws/network";
import { SparkHost } from "../../../constructs/aws/spark-host";
import { blocks, synthesized } from "../synth";

const scaledOut = (gpu = false): string =>
  synthesized((stack) => {
    const network = new Network(stack, "Network");
    const kafka = new MskServerless(stack, "Kafka", { network });
    new SparkHost(stack, "Spark", { gpu, network, kafka, workerHosts: 2 });
  });

interface Compose {
  services: Record<
    string,
    { [key: string]: unknown; environment: Record<string, string>; command: string[] }
  >;
}

/** The Compose files in the bundle, by the names of their services. */
function composeFiles(json: string): Compose[] {
  return blocks(json, "resource", "aws_s3_object")
    .filter((object) => object.content)
    .map((object) => parse(String(object.content).replaceAll("$${", "${")) as Compose);
}

describe("workers on further hosts", () => {
  test("each is a host like the first, with a GPU of its own in the GPU stack", () => {
    const instances = blocks(scaledOut(true), "resource", "aws_instance");
    expect(instances).toHaveLength(3);
    expect(new Set(instances.map((each) => each.instance_type))).toEqual(new Set(["g4dn.2xlarge"]));
    expect(instances.filter((each) => `${each.user_data}`.includes("GOLAZO_ROLE='worker'"))).toHaveLength(2);
    expect(blocks(scaledOut(), "resource", "aws_cloudwatch_metric_alarm")).toHaveLength(3);
  });

  test("reach each other, and nobody else reaches them", () => {
    const rules = blocks(scaledOut(), "resource", "aws_vpc_security_group_ingress_rule");
    expect(rules.filter((rule) => "cidr_ipv4" in rule)).toEqual([]);
    const between = rules.find((rule) => rule.from_port === 1024);
    expect(between?.security_group_id).toBe(between?.referenced_security_group_id);
  });

  test("join the master at its private address", () => {
    const instances = blocks(scaledOut(), "resource", "aws_instance");
    const workers = instances.filter((each) => `${each.user_data}`.includes("GOLAZO_ROLE='worker'"));
    for (const { user_data } of workers) {
      expect(user_data).toMatch(/GOLAZO_MASTER='\$\{aws_instance\.Spark_Host_Instance_\w+\.private_ip\}'/);
    }
  });

  test("authenticate with a key that only the first host may make and that is in no state", () => {
    const json = scaledOut();
    const documents = JSON.stringify(blocks(json, "data", "aws_iam_policy_document"));
    expect(documents.match(/secretsmanager:PutSecretValue/g)).toHaveLength(1);
    expect(json).not.toMatch(/secret_version|random_password/);
  });

  test("cannot read StatsBomb's credentials: only the first host asks StatsBomb for anything", () => {
    const json = scaledOut();
    const policies = JSON.parse(json).resource.aws_iam_role_policy as Record<string, { role: string }>;
    const readers = Object.entries(policies).filter(([id]) => id.includes("Role_Statsbomb"));
    expect(readers.map(([, policy]) => policy.role)).toEqual([
      expect.stringMatching(/aws_iam_role\.Spark_Role_[0-9A-F]+\.id/),
    ]);
  });

  test.each([
    ["spark-worker", false],
    ["spark-worker-1", true],
  ])("run %s only, in the host's network, with authentication and encryption", (name, gpu) => {
    const worker = composeFiles(scaledOut(gpu)).find(({ services }) => !("spark-master" in services));
    expect(Object.keys(worker?.services ?? {})).toEqual([name]);
    expect(worker?.services[name]).toMatchObject({
      network_mode: "host",
      environment: {
        JDK_JAVA_OPTIONS: "@/run/golazo/spark.args",
        GOLAZO_STORAGE: `s3a://\${GOLAZO_DATA_BUCKET}`,
      },
      volumes: expect.arrayContaining([
        expect.objectContaining({ source: "/run/golazo/spark.args", read_only: true }),
      ]),
    });
    expect(worker?.services[name]).not.toHaveProperty("ports");
    expect(worker?.services[name]).not.toHaveProperty("depends_on");
  });

  test("run images that can use S3, which one host alone does not need", () => {
    const args = composeFiles(scaledOut()).map(({ services }) => JSON.stringify(services["spark-worker"]));
    expect(args.every((text) => text.includes('"WITH_S3":"1","HADOOP_VERSION":"3.3.4"'))).toBe(true);
  });

  test("run images that can log in to MSK, which a Kafka of their own does not need", () => {
    const args = composeFiles(scaledOut()).map(({ services }) => JSON.stringify(services["spark-worker"]));
    expect(args.every((text) => text.includes('"MSK_IAM_AUTH_VERSION":"2.3.2"'))).toBe(true);
  });

  test("have no Kafka beside them: everything asks MSK", () => {
    const first = composeFiles(scaledOut()).find(({ services }) => "spark-master" in services);
    expect(first?.services).not.toHaveProperty("kafka");
    expect(first?.services.producer?.command).toContain(`\${GOLAZO_KAFKA_BOOTSTRAP}`);
    expect(first?.services.producer?.environment.GOLAZO_KAFKA_AUTH).toBe("msk-iam");
    expect(JSON.stringify(first)).not.toContain("kafka:9092");
  });

  test("are refused while Kafka is a container of the first host", () => {
    const build = () => synthesized((stack) => new SparkHost(stack, "Spark", { workerHosts: 1 }));
    expect(build).toThrow(/with workerHosts above 0 Kafka cannot be a container of the first host/);
  });
});

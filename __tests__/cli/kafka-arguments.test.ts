import { readFileSync } from "node:fs";
import { kafkaArguments } from "../../cli/kafka-arguments";

const ADDRESS = "b-1.example:9098,b-2.example:9098";

describe("what a streaming job is told about Kafka", () => {
  test("is the address alone where Kafka wants no login", () => {
    const args = kafkaArguments({ bootstrap: ADDRESS, kafkaAuth: { kind: "none" } });
    expect(args).toEqual(["--bootstrap", ADDRESS]);
  });

  test("is a file of options besides for MSK, all of them Kafka's", () => {
    const kafkaAuth = { kind: "msk-iam", region: "eu-west-1" } as const;
    const [bootstrap, address, config, file] = kafkaArguments({ bootstrap: ADDRESS, kafkaAuth });
    expect([bootstrap, address, config]).toEqual(["--bootstrap", ADDRESS, "--kafka-config"]);
    const options = JSON.parse(readFileSync(file as string, "utf8"));
    expect(options).toMatchObject({
      "kafka.security.protocol": "SASL_SSL",
      "kafka.sasl.mechanism": "AWS_MSK_IAM",
    });
    expect(Object.keys(options).every((name) => name.startsWith("kafka."))).toBe(true);
  });
});

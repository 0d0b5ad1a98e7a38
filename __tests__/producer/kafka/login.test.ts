import { KafkaJSSASLAuthenticationError } from "kafkajs";
import { kafkaAuthFrom } from "../../../producer/kafka/access";
import { firstContact } from "../../../producer/kafka/client";
import { loginOf } from "../../../producer/kafka/login";
import { serviceCommand } from "../../../producer/service/command";

const MSK = { kind: "msk-iam", region: "eu-west-1" } as const;

/** Settings of this process, put back as they were. */
function withSettings(settings: Record<string, string>): void {
  const before = { ...process.env };
  beforeAll(() => Object.assign(process.env, settings));
  afterAll(() => {
    process.env = before;
  });
}

describe("the login to Kafka", () => {
  test("is none unless the environment says otherwise", () => {
    expect(kafkaAuthFrom({})).toEqual({ kind: "none" });
    expect(kafkaAuthFrom({ GOLAZO_KAFKA_AUTH: "", AWS_REGION: "eu-west-1" })).toEqual({ kind: "none" });
    expect(kafkaAuthFrom({ GOLAZO_KAFKA_AUTH: "msk-iam", AWS_REGION: "eu-west-1" })).toEqual(MSK);
  });

  test.each([
    [{ GOLAZO_KAFKA_AUTH: "iam" }, /^GOLAZO_KAFKA_AUTH is wrong: iam is no login .* none or msk-iam$/],
    [
      { GOLAZO_KAFKA_AUTH: "msk-iam" },
      /^GOLAZO_KAFKA_AUTH is wrong: .* set AWS_REGION, for example eu-west-1$/,
    ],
    [{ GOLAZO_KAFKA_AUTH: "msk-iam", AWS_REGION: "Ireland" }, /AWS_REGION=Ireland is no region/],
  ])("%j is refused in one line", (environment, expected) => {
    expect(() => kafkaAuthFrom(environment)).toThrow(expected);
  });

  test("that is refused is one line, at once", async () => {
    // Its types know nothing of the message it takes.
    const refused = Reflect.construct(KafkaJSSASLAuthenticationError, ["Access denied"]);
    const asked = firstContact({ bootstrap: "b:9098", kafkaAuth: MSK }, () => Promise.reject(refused));
    await expect(asked).rejects.toThrow(
      /^Kafka at b:9098 refuses the login msk-iam \(Access denied\): let the role use the cluster/,
    );
  });

  test("none adds nothing to a client, no encryption either", () => {
    expect(loginOf({ kind: "none" })).toEqual({});
  });
});

describe("the login of MSK", () => {
  withSettings({
    AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_REGION: "eu-south-2",
    GOLAZO_KAFKA_AUTH: "msk-iam",
  });

  test("is a request that AWS's own signer signed for the cluster's region, over TLS", async () => {
    const { ssl, sasl } = loginOf(MSK);
    expect(ssl).toBe(true);
    if (!sasl || !("oauthBearerProvider" in sasl)) throw new Error("another mechanism");
    const { value } = await sasl.oauthBearerProvider();
    const signed = new URL(Buffer.from(value, "base64url").toString());
    expect(signed.host).toBe("kafka.eu-west-1.amazonaws.com");
    expect(signed.searchParams.get("Action")).toBe("kafka-cluster:Connect");
    expect(signed.searchParams.get("X-Amz-Credential")).toMatch(
      /^AKIDEXAMPLE\/\d{8}\/eu-west-1\/kafka-cluster\/aws4_request$/,
    );
  });

  test("is taken by the producer's service from the environment, unless its command line says otherwise", () => {
    const needed = ["--listen", "8090", "--bootstrap", "kafka:9098", "--runs", "runs"];
    const kafkaAuth = (...more: string[]): unknown =>
      serviceCommand()
        .parse([...needed, ...more], { from: "user" })
        .opts().kafkaAuth;
    expect(kafkaAuth()).toEqual({ kind: "msk-iam", region: "eu-south-2" });
    expect(kafkaAuth("--kafka-auth", "none")).toEqual({ kind: "none" });
  });
});

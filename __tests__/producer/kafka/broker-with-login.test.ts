import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import tls from "node:tls";
import { TOPICS } from "../../../contracts";
import { ensureTopics, planReplay, runProducer } from "../../../producer";
import { producerCommand } from "../../../producer/command";
import type { KafkaAccess } from "../../../producer/kafka/access";
import { brokerAnswers } from "../../../producer/kafka/answers";
import { Broker, describeWithBroker } from "./broker";
import { readTopic } from "./topic";

/** AWS's signer, which here says what a test wants it to say. */
const generateAuthToken = jest.fn();
let isLoaded = false;
jest.mock("aws-msk-iam-sasl-signer-js", () => {
  isLoaded = true;
  return { generateAuthToken };
});

/** A token that Kafka's own validator for development takes: it is not signed. */
function unsignedToken(): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = { sub: "golazo", iat: now, exp: now + 900 };
  const parts = [{ alg: "none" }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  return `${parts.join(".")}.`;
}

const connect = tls.connect.bind(tls) as (options: tls.ConnectionOptions, then?: () => void) => tls.TLSSocket;

describeWithBroker("a producer and a real broker that wants TLS and a token", () => {
  let broker: Broker;
  let access: KafkaAccess;

  const play = async () => {
    const args = [
      "--bootstrap",
      access.bootstrap,
      "--manifest",
      "unused",
      "--rate",
      "2000",
      "--seconds",
      "1",
    ];
    const replay = await planReplay(producerCommand().parse(args, { from: "user" }).opts(), () => {});
    const manifestFile = join(mkdtempSync(join(tmpdir(), "golazo-login-")), "manifest.json");
    return runProducer({ ...access, replay, manifestFile, print: () => {} });
  };

  beforeAll(async () => {
    broker = await Broker.start({ wantsLogin: true });
    access = {
      bootstrap: broker.login?.bootstrap as string,
      kafkaAuth: { kind: "msk-iam", region: "eu-west-1" },
    };
    // As if the machine trusted the certificate; AWS's are trusted everywhere.
    jest
      .spyOn(tls, "connect")
      .mockImplementation(((options: tls.ConnectionOptions, then?: () => void) =>
        connect({ ...options, ca: broker.login?.certificate }, then)) as typeof tls.connect);
  }, 60_000);
  beforeEach(() => {
    generateAuthToken.mockReset().mockImplementation(async () => ({ token: unsignedToken() }));
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await broker.remove();
  });

  test("the signer is not even loaded where no login is wanted", async () => {
    await ensureTopics({ bootstrap: broker.bootstrap, kafkaAuth: { kind: "none" } });
    expect(isLoaded).toBe(false);
  });

  test("plays a replay with tokens signed for the region, and leaves the copies to the broker", async () => {
    const { state, totals } = await play();
    expect([state, totals?.events_acknowledged]).toEqual(["complete", 2000]);
    expect(generateAuthToken).toHaveBeenCalledWith({ region: "eu-west-1" });
    expect(await readTopic(broker.bootstrap, TOPICS.events.name)).toHaveLength(2000);
    expect(await brokerAnswers(access)).toBe(true);
  });

  test("a token the broker refuses is one line that names the login", async () => {
    generateAuthToken.mockResolvedValue({ token: "not.a.token" });
    await expect(play()).rejects.toThrow(
      /^no Kafka broker at 127\.0\.0\.1:\d+ answers to the login msk-iam: .*GOLAZO_KAFKA_AUTH$/,
    );
    expect(await brokerAnswers(access)).toBe(false);
  });

  test("a machine without AWS credentials is one line that says so", async () => {
    generateAuthToken.mockRejectedValue(new Error("Could not load credentials\nfrom any providers"));
    await expect(play()).rejects.toThrow(
      /^cannot log in to Kafka at .* msk-iam, .*\(Could not load credentials from any providers\): give the machine a role/,
    );
  });

  test("a client without a login gets nowhere", async () => {
    expect(await brokerAnswers({ ...access, kafkaAuth: { kind: "none" } })).toBe(false);
  });
});

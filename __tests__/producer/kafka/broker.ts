import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { brokerAnswers } from "../../../producer/kafka/answers";
import { skip } from "../../skip";

const JARS = resolve(__dirname, "..", "..", "..", ".golazo", "jars", "kafka");

/** Any identifier will do: the cluster lives as long as a test. */
const CLUSTER_ID = "MkU3OEVBNTcwNTJENDM2Qk";

const hasBroker = existsSync(JARS) && readdirSync(JARS).length > 0;

/** `describe` where the broker is installed, a loud skip where it is not. */
export const describeWithBroker = hasBroker
  ? describe
  : (name: string, tests: () => void): void =>
      skip(name, "no Kafka in .golazo/jars/kafka (./golazo up brings it)", tests);

/** What a broker of a test may have besides. */
interface BrokerOptions {
  /** A second listener: TLS with a certificate of its own, and bearer tokens, which Kafka then takes unsigned. */
  readonly wantsLogin?: boolean;
  /** Parts in which it keeps what it knows of groups of readers; many take it long to set up. Default 1. */
  readonly groupPartitions?: number;
}

/** The listener that wants a login. */
interface LoginListener {
  readonly bootstrap: string;
  /** The certificate that clients must trust, PEM. */
  readonly certificate: string;
}

/** A real broker on free ports of the loopback address. */
export class Broker {
  private constructor(
    readonly bootstrap: string,
    readonly login: LoginListener | undefined,
    private readonly folder: string,
    private child: ChildProcess,
  ) {}

  static async start({ wantsLogin = false, groupPartitions = 1 }: BrokerOptions = {}): Promise<Broker> {
    const folder = mkdtempSync(join(tmpdir(), "golazo-broker-"));
    const port = await freePort();
    const controller = await freePort();
    const loginPort = wantsLogin ? await freePort() : undefined;
    writeFileSync(
      join(folder, "server.properties"),
      properties(folder, port, controller, groupPartitions, loginPort),
    );
    const login = loginPort && { bootstrap: `127.0.0.1:${loginPort}`, certificate: makeCertificate(folder) };
    execFileSync("java", java(folder, "kafka.tools.StorageTool", "format", "-t", CLUSTER_ID, "-c"), {
      stdio: "ignore",
    });
    const broker = new Broker(`127.0.0.1:${port}`, login || undefined, folder, launch(folder));
    await broker.untilItAnswers();
    return broker;
  }

  /** A busy machine may take longer to start a broker than a command waits for one. */
  private async untilItAnswers(): Promise<void> {
    const giveUpAt = Date.now() + 60_000;
    while (!(await brokerAnswers({ bootstrap: this.bootstrap, kafkaAuth: { kind: "none" } }))) {
      if (Date.now() > giveUpAt) throw new Error("the broker did not answer within a minute");
      await sleep(200);
    }
  }

  /** Ends the broker as a power cut would. */
  async kill(): Promise<void> {
    const gone = new Promise((exit) => this.child.once("exit", exit));
    this.child.kill("SIGKILL");
    await gone;
  }

  /** Starts it again on what it had written. */
  restart(): void {
    this.child = launch(this.folder);
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

function launch(folder: string): ChildProcess {
  return spawn("java", ["-Xmx256m", ...java(folder, "kafka.Kafka")], { stdio: "ignore" });
}

function java(folder: string, main: string, ...args: string[]): string[] {
  return ["-cp", join(JARS, "*"), main, ...args, join(folder, "server.properties")];
}

/** Any will do: the key is as old as the broker. */
const PASSWORD = "changeit";

function makeCertificate(folder: string): string {
  const store = ["-keystore", join(folder, "broker.p12"), "-storepass", PASSWORD, "-alias", "broker"];
  const key = ["-keyalg", "EC", "-dname", "CN=broker", "-ext", "san=ip:127.0.0.1"];
  execFileSync("keytool", ["-genkeypair", ...store, ...key], { stdio: "ignore" });
  return execFileSync("keytool", ["-exportcert", "-rfc", ...store], { encoding: "utf8" });
}

function properties(
  folder: string,
  port: number,
  controller: number,
  groupPartitions: number,
  loginPort?: number,
): string {
  const login = loginPort === undefined ? "" : `,SASL_SSL://127.0.0.1:${loginPort}`;
  return Object.entries({
    "process.roles": "broker,controller",
    "node.id": 1,
    "controller.quorum.voters": `1@127.0.0.1:${controller}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}${login}`,
    ...(login && loginProperties(folder)),
    "controller.listener.names": "CONTROLLER",
    "log.dirs": join(folder, "data"),
    "offsets.topic.replication.factor": 1,
    "offsets.topic.num.partitions": groupPartitions,
    "group.initial.rebalance.delay.ms": 0,
    // A restarted broker is let in once the session of the killed one is over: 9 s by default.
    "broker.session.timeout.ms": 1000,
    "broker.heartbeat.interval.ms": 200,
    "auto.create.topics.enable": false,
  })
    .map(([key, value]) => `${key}=${value}\n`)
    .join("");
}

function loginProperties(folder: string): Record<string, string> {
  const module = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule";
  return {
    "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL",
    "sasl.enabled.mechanisms": "OAUTHBEARER",
    "listener.name.sasl_ssl.oauthbearer.sasl.jaas.config": `${module} required;`,
    "ssl.keystore.type": "PKCS12",
    "ssl.keystore.location": join(folder, "broker.p12"),
    "ssl.keystore.password": PASSWORD,
  };
}

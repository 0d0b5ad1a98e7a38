import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isFree } from "../../cli/embedded/ports";
import { STATE } from "../../cli/paths";
import { runCommand } from "../../cli/run-command";
import { type Dependency, resolveJars } from "../../cli/setup/jars";
import { findJava } from "../../cli/setup/java";

const FOLDER = join(__dirname, "object-store");
const VERSION = "2.6.0";
const SERVER: Dependency = {
  name: "s3proxy",
  version: VERSION,
  ivyFile: join(FOLDER, "ivy.xml"),
  properties: { "golazo.s3proxy": VERSION },
};
const REGION = "us-east-1";

/** An S3 server on the loopback address with one bucket, which asks for credentials and signatures as Amazon's does. */
export class ObjectStore {
  static readonly BUCKET = "golazo-test";
  private readonly folder = mkdtempSync(join(tmpdir(), "golazo-s3-"));
  private readonly log = join(this.folder, "log");
  private readonly key = "golazo-test";
  private readonly secret = randomBytes(32).toString("hex");

  private process: ChildProcess | null = null;

  private constructor(private readonly url: string) {}

  static async start(): Promise<ObjectStore> {
    let port = 7071;
    while (!(await isFree(port))) port++;
    const store = new ObjectStore(`http://127.0.0.1:${port}`);
    await store.begin();
    return store;
  }

  /** What a client needs in its environment. */
  get environment(): Readonly<Record<string, string>> {
    return {
      AWS_ACCESS_KEY_ID: this.key,
      AWS_SECRET_ACCESS_KEY: this.secret,
      AWS_ENDPOINT_URL_S3: this.url,
      AWS_REGION: REGION,
    };
  }

  /** Keys of the objects in the bucket, but for the empty ones that stand for folders. */
  keys(): string[] {
    const listing = this.ask("GET", `/${ObjectStore.BUCKET}?list-type=2`);
    const keys = [...listing.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) => key as string);
    return keys.filter((key) => !key.endsWith("/"));
  }

  async stop(): Promise<void> {
    const { process } = this;
    if (process) {
      const ended = new Promise((exit) => process.once("exit", exit));
      process.kill("SIGTERM");
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async begin(): Promise<void> {
    const settings = {
      "s3proxy.endpoint": this.url,
      "s3proxy.authorization": "aws-v4",
      "s3proxy.identity": this.key,
      "s3proxy.credential": this.secret,
      "jclouds.provider": "transient",
      "jclouds.identity": "memory",
      "jclouds.credential": "memory",
    };
    const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(join(this.folder, "conf"), lines.join(""), { mode: 0o600 });
    this.process = spawn(
      (await findJava()) ?? "java",
      [
        ...["-Xmx512m", `-Dlogback.configurationFile=${join(FOLDER, "logback.xml")}`],
        ...[
          "-cp",
          `${await serverJars()}/*`,
          "org.gaul.s3proxy.Main",
          "--properties",
          join(this.folder, "conf"),
        ],
      ],
      { stdio: ["ignore", openSync(this.log, "a"), openSync(this.log, "a")] },
    );
    for (let attempt = 0; attempt < 300; attempt++) {
      try {
        this.ask("PUT", `/${ObjectStore.BUCKET}`);
        return;
      } catch {
        await sleep(200);
      }
    }
    throw new Error(`the S3 server did not answer within a minute:\n${readFileSync(this.log, "utf8")}`);
  }

  private ask(method: string, path: string): string {
    const signed = ["--aws-sigv4", `aws:amz:${REGION}:s3`, "--user", `${this.key}:${this.secret}`];
    const header = ["--header", "x-amz-content-sha256: UNSIGNED-PAYLOAD"];
    const curl = ["--silent", "--fail", "--request", method, ...signed, ...header, `${this.url}${path}`];
    return execFileSync("curl", curl, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  }
}

/** Brought once, as the broker's jars are. */
async function serverJars(): Promise<string> {
  const folder = join(STATE, "jars", `${SERVER.name}-${VERSION}`);
  if (existsSync(folder)) return folder;
  await resolveJars(SERVER, folder, async (name, command, args) => {
    const { failed, stdout, stderr } = await runCommand(command, args);
    if (failed) throw new Error(`${name}:\n${(stdout + stderr).slice(-2000)}`);
  });
  return folder;
}

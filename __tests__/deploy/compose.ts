import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { REPOSITORY } from "../e2e/golazo";
import type { TestEngine } from "./engine";

/** The Compose of the machine or, where there is none, the one that Debian {@link DEBIAN_WITH_COMPOSE} packages, brought once. */
function composeProgram(): string[] {
  if (hasPlugin()) return ["docker", "compose"];
  const folder = join(REPOSITORY, ".golazo", "test", "compose");
  const binary = join(folder, "usr", "libexec", "docker", "cli-plugins", "docker-compose");
  if (!existsSync(binary)) bringCompose(folder);
  return [binary];
}

/** Debian 12 has no Compose that is a program of its own; this one's runs there too. */
const DEBIAN_WITH_COMPOSE = "trixie";
/** With which Debian signs its archive; Debian's machines alone have them. */
const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** Unpacks Debian's package into a folder, from the archive this machine uses, and installs nothing. */
function bringCompose(folder: string): void {
  if (!existsSync(KEYRING)) throw new Error("docker compose is missing: install it as a plugin of Docker");
  const apt = join(folder, "apt");
  for (const path of ["lists/partial", "cache/archives/partial"])
    mkdirSync(join(apt, path), { recursive: true });
  const sources = join(apt, "sources.list");
  writeFileSync(sources, `deb [signed-by=${KEYRING}] ${debianArchive()} ${DEBIAN_WITH_COMPOSE} main\n`);
  const settings = {
    "Dir::Etc::SourceList": sources,
    "Dir::Etc::SourceParts": "/dev/null",
    "Dir::State::Lists": join(apt, "lists"),
    "Dir::Cache": join(apt, "cache"),
    // The usual one may not look into folders of this checkout.
    "APT::Sandbox::User": userInfo().username,
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ["--option", `${name}=${value}`]);
  const run = (...command: readonly [string, ...string[]]): void => {
    const [program, ...args] = command;
    execFileSync(program, args, { cwd: apt, stdio: ["ignore", "ignore", "inherit"] });
  };
  run("apt-get", ...options, "update");
  run("apt-get", ...options, "download", "docker-compose");
  const archive = readdirSync(apt).find((file) => file.endsWith(".deb"));
  if (archive === undefined) throw new Error(`apt-get brought no package into ${apt}`);
  run("dpkg-deb", "--extract", archive, folder);
}

/** Where this machine gets its own packages from. */
function debianArchive(): string {
  const format = ["--format", "$(REPO_URI) $(RELEASE)", "Identifier: Packages"];
  const lines = execFileSync("apt-get", ["indextargets", ...format], { encoding: "utf8" }).split("\n");
  // Releases beside the main one have a name with a hyphen: bookworm-updates, bookworm-security.
  const main = lines.map((line) => line.split(" ")).find(([, release]) => release && !release.includes("-"));
  if (!main?.[0]) throw new Error("apt-get names no archive of Debian");
  return main[0];
}

function hasPlugin(): boolean {
  try {
    execFileSync("docker", ["compose", "version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Runs Compose on a file against an engine and gives what it prints; rejects with all of it when it fails. */
export function compose(engine: TestEngine, file: string, args: readonly string[]): string {
  const [program = "", ...first] = composeProgram();
  try {
    return execFileSync(program, [...first, "--file", file, ...args], {
      env: { ...process.env, DOCKER_HOST: engine.host, DOCKER_BUILDKIT: "0" },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      maxBuffer: 2 ** 28,
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`compose ${args.join(" ")} failed:\n${stdout}\n${stderr}`);
  }
}

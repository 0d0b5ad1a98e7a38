import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ONE_COMPILER } from "../../cli/commands/test";
import type { TestEngine } from "./engine";

const DEBIAN = "golazo-test/debian:bookworm";
const NODE = "golazo-test/node:20";

/**
 * Images to build on, for an engine that cannot pull any: Debian from its package archive, and Node from this machine on
 * top of it. An engine that was there pulls the real ones.
 *
 * @returns the setting `baseImages` for `GOLAZO_BASE_IMAGES`
 */
export function baseImages(engine: TestEngine): Record<string, string> {
  const isThere = (image: string): boolean => engine.docker(["images", "-q", image]).trim() !== "";
  if (!engine.isPrivate && !isThere(DEBIAN)) return {};
  if (!isThere(DEBIAN)) makeDebian(engine);
  if (!isThere(NODE)) makeNode(engine);
  return { debian: DEBIAN, ubuntu: DEBIAN, node: NODE };
}

function makeDebian(engine: TestEngine): void {
  const folder = mkdtempSync(join(tmpdir(), "golazo-debian-"));
  try {
    execFileSync("debootstrap", ["--variant=minbase", "bookworm", folder], { stdio: "ignore" });
    // Networks whose proxy signs connections itself are networks people build images in, too.
    const authorities = "/usr/local/share/ca-certificates";
    const extra = existsSync(authorities) ? readdirSync(authorities) : [];
    mkdirSync(join(folder, authorities), { recursive: true });
    for (const file of extra) cpSync(join(authorities, file), join(folder, authorities, file));
    const archive = execFileSync("tar", ["-C", folder, "-c", "."], { maxBuffer: 2 ** 30 });
    const variables = Object.entries(ONE_COMPILER).map(([name, value]) => `${name}=${value}`);
    engine.docker(["import", "--change", `ENV ${variables.join(" ")}`, "-", DEBIAN], archive);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the official image has: `node` and `npm` below `/usr/local`. */
function makeNode(engine: TestEngine): void {
  const folder = mkdtempSync(join(tmpdir(), "golazo-node-"));
  try {
    const binaries = join(folder, "local", "bin");
    const modules = join(folder, "local", "lib", "node_modules");
    for (const path of [binaries, modules]) mkdirSync(path, { recursive: true });
    cpSync(process.execPath, join(binaries, "node"));
    const npm = realpathSync(execFileSync("/bin/sh", ["-c", "command -v npm"], { encoding: "utf8" }).trim());
    cpSync(dirname(dirname(npm)), join(modules, "npm"), { recursive: true });
    symlinkSync("../lib/node_modules/npm/bin/npm-cli.js", join(binaries, "npm"));
    writeFileSync(join(folder, "Dockerfile"), `FROM ${DEBIAN}\nCOPY local /usr/local\n`);
    engine.docker(["build", "--quiet", "--tag", NODE, folder]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

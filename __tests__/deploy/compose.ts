import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../e2e/golazo";
import type { TestEngine } from "./engine";
import { has } from "./needs";

/** The Compose of the machine or, where there is none, one built from its Go module, once. */
function composeProgram(): string[] {
  if (hasPlugin()) return ["docker", "compose"];
  const binary = join(REPOSITORY, ".golazo", "test", "docker-compose");
  if (existsSync(binary)) return [binary];
  if (!has("go")) throw new Error("neither docker compose nor go to build it is there");
  mkdirSync(join(REPOSITORY, ".golazo", "test"), { recursive: true });
  // As it is built once and used twice, it is not optimised: three quarters of the work.
  const quick = ["-gcflags=all=-N -l", "-ldflags=-s -w"];
  execFileSync("go", ["build", "-mod=mod", ...quick, "-o", binary, "github.com/docker/compose/v2/cmd"], {
    cwd: join(__dirname, "docker-compose"),
    stdio: ["ignore", "ignore", "inherit"],
  });
  return [binary];
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

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../e2e/golazo";
import { skip } from "../skip";

/** The engine tests may use: one that is there, or a private one they start themselves. */
export type EngineChoice = { readonly host: string } | "private";

/** Whether a program is on the path. */
export function has(program: string): boolean {
  try {
    execFileSync("/bin/sh", ["-c", `command -v ${program}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** The first of Terraform and OpenTofu that is on the path. */
export function terraformBinary(): string | undefined {
  return (
    [process.env.TERRAFORM_BINARY_NAME, "terraform", "tofu"].find((name) => name && has(name)) || undefined
  );
}

/** Whether this machine has an NVIDIA GPU. */
export const hasGpu = has("nvidia-smi");

/** Terraform's state of a stack that is deployed from this checkout. */
export function stateOf(stack: string): string {
  return join(REPOSITORY, `terraform.${stack}.tfstate`);
}

/** Which engine the tests use, or why there is none. `stacks` are those they deploy and destroy. */
function chooseEngine(stacks: readonly string[]): {
  readonly engine?: EngineChoice;
  readonly missing?: string;
} {
  if (!terraformBinary()) return { missing: "neither terraform nor tofu is on the path" };
  const standing = stacks.find((stack) => existsSync(stateOf(stack)));
  if (standing) {
    const undo = `./golazo down ${standing}`;
    return {
      missing: `${standing} is deployed from this checkout, and the tests would destroy it (${undo})`,
    };
  }
  const host =
    process.env.DOCKER_HOST ?? (existsSync("/var/run/docker.sock") ? "unix:///var/run/docker.sock" : "");
  if (host !== "") return { engine: { host } };
  if (process.getuid?.() !== 0) return { missing: "no Docker engine is there, and only root can start one" };
  const needed = ["dockerd", "debootstrap", "iptables"].filter((program) => !has(program));
  if (needed.length > 0)
    return { missing: `no Docker engine is there, and ${needed.join(", ")} to make one are not` };
  return { engine: "private" };
}

/** `describe` where an engine can be had, a loud skip where it cannot. `stacks` are those the tests deploy and destroy. */
export function describeWithEngine(
  name: string,
  stacks: readonly string[],
  tests: (engine: EngineChoice) => void,
): void {
  const { engine, missing } = chooseEngine(stacks);
  if (engine) {
    describe(name, () => tests(engine));
    return;
  }
  skip(name, `${missing}`, () => tests("private"));
}

import { runCommand } from "../../run-command";
import { type Finding, failure, ok, warning } from "../finding";
import type { Plan } from "./plan";

/** CDK for Terraform asks for 1.2; S3 holds its own lock since 1.10. */
const OLDEST_TERRAFORM = { local: [1, 2], remote: [1, 10] } as const;

/** Looks for the programs that deploy, and for those that open a tunnel. */
export async function examineTools(plan: Plan): Promise<Finding[]> {
  return Promise.all([terraform(plan), sessionManager()]);
}

async function terraform({ remoteState }: Plan): Promise<Finding> {
  const check = "Terraform";
  const binary = process.env.TERRAFORM_BINARY_NAME || "terraform";
  const { failed, stdout } = await runCommand(binary, ["version", "-json"]);
  const version = failed ? undefined : /"terraform_version":\s*"([\d.]+)/.exec(stdout)?.[1];
  if (version === undefined) {
    return failure(
      check,
      `${binary} is not here`,
      "install Terraform (https://developer.hashicorp.com/terraform/install), or OpenTofu and TERRAFORM_BINARY_NAME=tofu",
    );
  }
  const [major, minor] = remoteState ? OLDEST_TERRAFORM.remote : OLDEST_TERRAFORM.local;
  const [hasMajor = 0, hasMinor = 0] = version.split(".").map(Number);
  if (hasMajor > major || (hasMajor === major && hasMinor >= minor)) return ok(check, `${binary} ${version}`);
  return failure(check, `${binary} ${version} is too old`, `install ${major}.${minor} or newer`);
}

/** Only the tunnel needs them, and a person can log in by the console as well. */
async function sessionManager(): Promise<Finding> {
  const check = "Session Manager";
  const programs = ["aws", "session-manager-plugin", "ssh"];
  const found = await Promise.all(
    programs.map((program) => runCommand("/bin/sh", ["-c", `command -v ${program}`])),
  );
  const missing = programs.filter((_, i) => found[i]?.failed);
  if (missing.length === 0) return ok(check, `${programs.join(", ")} are here`);
  return warning(
    check,
    `not here: ${missing.join(", ")}`,
    "./golazo tunnel needs them: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html",
  );
}

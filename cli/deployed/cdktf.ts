import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "@golazo/producer";
import { HOME } from "../paths";
import type { StackName } from "./stacks";

const CDKTF = join(HOME, "node_modules", ".bin", "cdktf");

/**
 * Runs `cdktf deploy` or `cdktf destroy` on a deployment, without asking again, its output on this terminal.
 *
 * @param settings settings for this run, by the variable of the environment that overrides `cdktf.json`
 * @throws InputError when CDK for Terraform is not installed
 * @throws Error when it failed; what it printed says why
 */
export async function cdktf(
  command: "deploy" | "destroy",
  stack: StackName,
  settings: Readonly<Record<string, string>> = {},
): Promise<void> {
  if (!existsSync(CDKTF)) {
    throw new InputError("CDK for Terraform is not installed: npm install in the checkout brings it");
  }
  // A mirror of providers on this machine does not have the checksums of other platforms.
  const mirror = process.env.TF_CLI_CONFIG_FILE ? ["--skip-provider-lock"] : [];
  const child = spawn(CDKTF, [command, stack, "--auto-approve", ...mirror], {
    cwd: HOME,
    env: { ...process.env, ...settings },
    stdio: "inherit",
  });
  const [code, signal] = await once(child, "exit");
  if (code !== 0) throw new Error(`cdktf ${command} ${stack} ended with ${signal ?? `exit code ${code}`}`);
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "@golazo/producer";
import { HOME } from "../paths";
import { runCommand } from "../run-command";
import type { StackName } from "./stacks";

/**
 * Takes the volumes of a Docker deployment out of Terraform's state, so that destroying it leaves them; the next deploy
 * finds them by their names.
 *
 * @returns the resources that are no longer Terraform's
 * @throws InputError when the deployment is not one of a Docker engine, or was never deployed from here
 */
export async function keepData(stack: StackName): Promise<string[]> {
  if (!stack.endsWith("-docker")) {
    throw new InputError(
      `--keep-data is for Docker: the data volume of ${stack} is kept by its setting deleteData`,
    );
  }
  const folder = folderOf(stack);
  if (!existsSync(join(folder, ".terraform"))) {
    throw new InputError(`${stack} was not deployed from this checkout: npx cdktf deploy ${stack}`);
  }
  const resources = (await terraform(folder, ["state", "list"])).split("\n");
  const volumes = resources.filter((resource) => resource.startsWith("docker_volume."));
  if (volumes.length > 0) await terraform(folder, ["state", "rm", ...volumes]);
  return volumes;
}

/**
 * What a deployment said at its end: its outputs, by name.
 *
 * @throws InputError when it is not deployed
 */
export async function outputsOf(stack: StackName): Promise<Readonly<Record<string, unknown>>> {
  const text = await terraform(folderOf(stack), ["output", "-json"]).catch((error: Error) => {
    const reason = /Error: (.+)/.exec(error.message)?.[1] ?? "Terraform has no state of it";
    throw new InputError(
      `${stack} is not deployed from this checkout (${reason}): npx cdktf deploy ${stack}`,
    );
  });
  const outputs = JSON.parse(text) as Record<string, { value: unknown }>;
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
}

function folderOf(stack: StackName): string {
  return join(HOME, "cdktf.out", "stacks", stack);
}

async function terraform(folder: string, args: readonly string[]): Promise<string> {
  const binary = process.env.TERRAFORM_BINARY_NAME || "terraform";
  const { failed, stdout, stderr } = await runCommand(binary, [`-chdir=${folder}`, ...args]);
  if (failed) throw new Error(`${binary} ${args.slice(0, 2).join(" ")} failed:\n${stderr.trim()}`);
  return stdout;
}

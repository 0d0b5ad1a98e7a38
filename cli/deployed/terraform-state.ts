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
  const folder = join(HOME, "cdktf.out", "stacks", stack);
  if (!existsSync(join(folder, ".terraform"))) {
    throw new InputError(`${stack} was not deployed from this checkout: npx cdktf deploy ${stack}`);
  }
  const resources = (await terraform(folder, ["state", "list"])).split("\n");
  const volumes = resources.filter((resource) => resource.startsWith("docker_volume."));
  if (volumes.length > 0) await terraform(folder, ["state", "rm", ...volumes]);
  return volumes;
}

async function terraform(folder: string, args: readonly string[]): Promise<string> {
  const binary = process.env.TERRAFORM_BINARY_NAME || "terraform";
  const { failed, stdout, stderr } = await runCommand(binary, [`-chdir=${folder}`, ...args]);
  if (failed) throw new Error(`${binary} ${args.slice(0, 2).join(" ")} failed:\n${stderr.trim()}`);
  return stdout;
}

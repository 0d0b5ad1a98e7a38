import { Command } from "commander";
import { chooseServices } from "../deployed/containers";
import { engineOf } from "../deployed/engine";
import { parseStackName, type StackName } from "../deployed/stacks";

/** `golazo restart STACK [SERVICE]`: restarts containers of a deployment; their data stay. */
export function restartCommand(): Command {
  return new Command("restart")
    .summary("restart its services, or one")
    .description("restart the services of a deployment, or one of them; their data stay")
    .argument("<stack>", "for example cpu-docker", parseStackName)
    .argument("[service]", "for example kafka")
    .action(restart);
}

async function restart(stack: StackName, service: string | undefined): Promise<void> {
  const docker = await engineOf(stack);
  for (const { container, name } of await chooseServices(docker, stack, service)) {
    await container.restart();
    console.log(`restarted ${name}`);
  }
}

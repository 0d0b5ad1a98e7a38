import { Command } from "commander";
import { addressLines } from "../deployed/addresses";
import { chooseServices } from "../deployed/containers";
import { engineOf } from "../deployed/engine";
import { parseStackName, type StackName } from "../deployed/stacks";
import { Interrupted, Interruption } from "../interruption";
import { routeTo } from "../tunnel/route";
import { type OpenedTunnel, openTunnelTo } from "../tunnel/tunnel";

/** `golazo tunnel STACK`: brings the pages of a deployment to this machine, until Ctrl-C. */
export function tunnelCommand(): Command {
  return new Command("tunnel")
    .summary("bring its pages to this machine")
    .description(
      "bring Jupyter, the live page, Spark's pages and the producer of a deployment to this machine, until Ctrl-C; for a stack in AWS " +
        "the commands that ask or change its containers work meanwhile, too",
    )
    .argument("<stack>", "for example gpu-stack", parseStackName)
    .action(tunnel);
}

async function tunnel(stack: StackName): Promise<void> {
  const route = await routeTo(stack);
  if (route === null) {
    const services = await chooseServices(await engineOf(stack), stack);
    console.log(`${stack} is on this machine, no tunnel is needed:`);
    for (const line of await addressLines(stack, services)) console.log(line);
    return;
  }
  const interruption = new Interruption();
  try {
    const opened = await openTunnelTo(stack, route);
    await hold(stack, opened, interruption).finally(opened.close);
  } finally {
    route.dispose();
    interruption.dispose();
  }
}

async function hold(stack: StackName, tunnel: OpenedTunnel, interruption: Interruption): Promise<void> {
  for (const line of await addressLines(stack, tunnel.services)) console.log(line);
  console.log("The tunnel is open; Ctrl-C closes it.");
  try {
    const reason = await Promise.race([tunnel.ended, interruption.happened]);
    throw new Error(`the tunnel to ${stack} broke: ${reason}`);
  } catch (error) {
    // Being closed is how a tunnel ends well.
    if (!(error instanceof Interrupted)) throw error;
    console.log("The tunnel is closed.");
  }
}

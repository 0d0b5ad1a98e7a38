import { Command } from "commander";
import { addressLines } from "../embedded/addresses";
import { processesOf } from "../embedded/processes";
import { savedStates } from "../embedded/state";
import { givenAddressLines, givenCluster } from "../given-cluster";

/** `golazo status`: which clusters run on this machine, and where. */
export function statusCommand(): Command {
  return new Command("status")
    .summary("say what runs, and where")
    .description("say which embedded clusters run and on which addresses")
    .action(status);
}

async function status(): Promise<void> {
  const given = givenCluster();
  if (given) {
    console.log("the environment gives a cluster (GOLAZO_SPARK_MASTER):");
    for (const line of givenAddressLines(given)) console.log(`  ${line}`);
    return;
  }
  const states = savedStates();
  if (states.length === 0) console.log("no cluster is up: start one with ./golazo up, or run ./golazo demo");
  for (const state of states) {
    const processes = await processesOf(state.id);
    const owner = state.ownerProcess === null ? "until ./golazo down" : `for process ${state.ownerProcess}`;
    console.log(`${state.id}: ${processes.length} processes, since ${state.startedAt}, ${owner}`);
    for (const line of addressLines(state)) console.log(`  ${line}`);
  }
}

import { setTimeout as sleep } from "node:timers/promises";
import { InputError } from "@golazo/producer";
import Table from "cli-table3";
import { Command, InvalidArgumentError } from "commander";
import { addressLines } from "../deployed/addresses";
import { chooseServices, type DeployedService } from "../deployed/containers";
import { engineOf } from "../deployed/engine";
import { lastLogLines } from "../deployed/logs";
import { parseStackName, type StackName } from "../deployed/stacks";

/** How often a deployment is looked at while it comes up. */
const LOOK_EVERY_MS = 1000;

interface PsFlags {
  readonly wait?: number;
  readonly addresses?: boolean;
}

/** `golazo ps STACK`: what runs of a deployment; with `--wait`, not before all of it answers. */
export function psCommand(): Command {
  return new Command("ps")
    .summary("say what runs of a deployment")
    .description("say what runs of a deployment, whether it is healthy, and on which addresses")
    .argument("<stack>", "for example cpu-docker", parseStackName)
    .option(
      "--wait <seconds>",
      "wait until everything is healthy; otherwise show the log of what is not",
      seconds,
    )
    .option("--addresses", "where to find its pages; with the token where one is asked for")
    .action((stack: StackName, flags: PsFlags) =>
      flags.addresses ? addresses(stack) : ps(stack, flags.wait),
    );
}

async function addresses(stack: StackName): Promise<void> {
  const services = await chooseServices(await engineOf(stack), stack);
  const running = services.filter(({ state }) => state === "running");
  const lines = await addressLines(stack, running);
  if (lines.length === 0 && running.length > 0) {
    throw new InputError(`${stack} is on another machine: ./golazo tunnel ${stack} brings its pages here`);
  }
  for (const line of lines) console.log(line);
}

async function ps(stack: StackName, wait: number | undefined): Promise<void> {
  const docker = await engineOf(stack);
  const deadline = Date.now() + (wait ?? 0) * 1000;
  let services = await chooseServices(docker, stack);
  while (wait !== undefined && !services.every(isWell) && Date.now() < deadline) {
    await sleep(LOOK_EVERY_MS);
    services = await chooseServices(docker, stack);
  }
  console.log(tableOf(services));
  const ill = services.filter((service) => !isWell(service));
  if (wait === undefined || ill.length === 0) return;
  for (const service of ill) console.error(`== ${service.name}\n${await lastLogLines(service, 20)}`);
  const names = ill.map(({ name, state, health }) => `${name} (${state}, ${health})`).join(", ");
  throw new Error(`not healthy after ${wait} s: ${names}; its last log lines are above`);
}

function isWell({ state, health }: DeployedService): boolean {
  return state === "running" && health === "healthy";
}

function tableOf(services: readonly DeployedService[]): string {
  const table = new Table({
    head: ["container", "state", "health", "addresses"],
    style: { head: [], border: [] },
  });
  for (const { name, state, health, ports } of services) table.push([name, state, health, ports.join("\n")]);
  return table.toString();
}

function seconds(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("Give a whole number of seconds, for example 120.");
  return Number(text);
}

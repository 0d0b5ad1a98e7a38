import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "@golazo/producer";
import { Command } from "commander";
import { chooseServices } from "../deployed/containers";
import { engineOf } from "../deployed/engine";
import { followLog, lastLogLines } from "../deployed/logs";
import { isStackName, type StackName } from "../deployed/stacks";
import { lastLines } from "../embedded/service-process";
import { standingCluster } from "../embedded/state";
import { latestRun } from "../run-folder";

interface LogsFlags {
  readonly lines: string;
  readonly follow?: boolean;
}

/** `golazo logs [STACK] [SERVICE]`: the last log lines of a deployment, of the cluster that is up, or of the latest run. */
export function logsCommand(): Command {
  return new Command("logs")
    .summary("show the last log lines")
    .description(
      "show the last log lines of every service, or of one; of a deployment when one is named first",
    )
    .argument(
      "[stack]",
      "a deployment, for example cpu-docker; without it the cluster or run on this machine",
    )
    .argument("[service]", "for example kafka, spark-master, spark-worker-1")
    .option("-n, --lines <count>", "how many lines of each", "20")
    .option("-f, --follow", "go on showing what a deployment's services print")
    .action(logs);
}

async function logs(first: string | undefined, second: string | undefined, flags: LogsFlags): Promise<void> {
  const count = Number(flags.lines);
  if (!Number.isInteger(count) || count < 1)
    throw new InputError("--lines wants a whole number, for example 20");
  if (isStackName(first)) return logsOfDeployment(first, second, count, flags.follow ?? false);
  if (flags.follow)
    throw new InputError("--follow needs a deployment, for example ./golazo logs cpu-docker -f");
  if (second !== undefined) throw new InputError(`${first} is not a deployment: name one service only`);
  logsOfRun(first, count);
}

async function logsOfDeployment(
  stack: StackName,
  service: string | undefined,
  count: number,
  follow: boolean,
): Promise<void> {
  const services = await chooseServices(await engineOf(stack), stack, service);
  if (follow) {
    await Promise.all(services.map((one) => followLog(one, count)));
    return;
  }
  for (const one of services) console.log(`== ${one.name}\n${await lastLogLines(one, count)}`);
}

function logsOfRun(service: string | undefined, count: number): void {
  const folder = standingCluster()?.logs ?? join(latestRun(), "logs");
  const names = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".log")) : [];
  const chosen = service === undefined ? names : names.filter((file) => file === `${service}.log`);
  if (chosen.length === 0) {
    const known = names.map((file) => file.replace(".log", "")).join(", ") || "none";
    throw new InputError(`no log of ${service ?? "any service"} in ${folder}; there are: ${known}`);
  }
  for (const file of chosen) console.log(`== ${join(folder, file)}\n${lastLines(join(folder, file), count)}`);
}

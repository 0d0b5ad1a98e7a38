import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "@golazo/producer";
import { Argument, Command } from "commander";
import { lastLines } from "../embedded/service-process";
import { standingCluster } from "../embedded/state";
import { latestRun } from "../run-folder";

/** `golazo logs [SERVICE]`: the last log lines of the cluster that is up, or of the latest run. */
export function logsCommand(): Command {
  return new Command("logs")
    .summary("show the last log lines")
    .description("show the last log lines of every service, or of one")
    .addArgument(new Argument("[service]", "for example kafka, spark-master, spark-worker-1"))
    .option("-n, --lines <count>", "how many lines of each", "20")
    .action(logs);
}

function logs(service: string | undefined, options: { lines: string }): void {
  const count = Number(options.lines);
  if (!Number.isInteger(count) || count < 1)
    throw new InputError("--lines wants a whole number, for example 20");
  const folder = standingCluster()?.logs ?? join(latestRun(), "logs");
  const names = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".log")) : [];
  const chosen = service === undefined ? names : names.filter((file) => file === `${service}.log`);
  if (chosen.length === 0) {
    const known = names.map((file) => file.replace(".log", "")).join(", ") || "none";
    throw new InputError(`no log of ${service ?? "any service"} in ${folder}; there are: ${known}`);
  }
  for (const file of chosen) console.log(`== ${join(folder, file)}\n${lastLines(join(folder, file), count)}`);
}

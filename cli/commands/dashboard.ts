import { startDashboard } from "@golazo/dashboard";
import {
  bootstrapServers,
  cannotListen,
  kafkaClient,
  type ListenAddress,
  listenAddress,
} from "@golazo/producer";
import { PORTS } from "@golazo/services";
import { Command, InvalidArgumentError } from "commander";
import { type DashboardSources, dashboardSources } from "../dashboard-sources";
import { chooseDashboardPort, LOOPBACK } from "../embedded/ports";
import { Interrupted, Interruption } from "../interruption";
import { PAGE, RUNS } from "../paths";
import { install } from "../setup/install";

/** Variable that holds the token visitors from other machines must know; on a command line everybody could read it. */
const TOKEN_VARIABLE = "GOLAZO_DASHBOARD_TOKEN";

interface DashboardFlags {
  readonly listen?: ListenAddress;
  readonly bootstrap?: string;
  readonly beside?: string;
}

/** `golazo dashboard`: the live page, until Ctrl-C. */
export function dashboardCommand(): Command {
  return new Command("dashboard")
    .summary("the live page of what is on the topics")
    .description(
      "serve the live page until Ctrl-C: every match with its win probability, the system, and runs beside each other; " +
        "of the cluster that is up, a given one, or any broker",
    )
    .option(
      "--listen <address>",
      `port, or address and port; an address other than this machine's own asks visitors for a token (${TOKEN_VARIABLE}, ` +
        "or one that is printed)",
      listenAddress(PORTS.dashboard),
    )
    .option(
      "--bootstrap <host:port>",
      "Kafka (default: the given cluster's, or the one `golazo up` started)",
      bootstrapServers,
    )
    .option("--beside <url>", "another live page, whose system is shown beside this one's", pageUrl)
    .action(dashboard);
}

async function dashboard(flags: DashboardFlags): Promise<void> {
  const sources = dashboardSources(flags.bootstrap);
  const listen = flags.listen ?? { host: LOOPBACK, port: await chooseDashboardPort() };
  await install({ page: true });
  const interruption = new Interruption();
  try {
    const page = await serve(sources, listen, flags.beside);
    console.log(`Live page: ${page.url} (Ctrl-C ends it)`);
    await interruption.happened.catch((error) => {
      if (!(error instanceof Interrupted)) throw error;
    });
    await page.close();
  } finally {
    interruption.dispose();
  }
}

function serve({ access, ...sources }: DashboardSources, listen: ListenAddress, beside: string | undefined) {
  return startDashboard({
    ...sources,
    kafka: kafkaClient(access),
    bootstrap: access.bootstrap,
    ...{ pageFolder: PAGE, runsFolder: RUNS, listen, beside },
    token: process.env[TOKEN_VARIABLE] || undefined,
  }).catch((error) => {
    throw cannotListen(listen, error);
  });
}

function pageUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new InvalidArgumentError("Give the address of a live page, for example http://127.0.0.1:8061.");
  }
  return text;
}

import { jobPages, startDashboard } from "@golazo/dashboard";
import { kafkaClient } from "@golazo/producer";
import { chooseDashboardPort, LOOPBACK } from "../embedded/ports";
import { givenCluster } from "../given-cluster";
import type { JobCluster } from "../job-cluster";
import { PAGE, RUNS } from "../paths";
import { replayOf } from "../replays";
import { install } from "../setup/install";

/** The live page of a run. */
export interface LivePage {
  /** Where it is, for people. */
  readonly line: string;
  close(): Promise<void>;
}

/** Serves the live page while a run lasts; a run is worth as much without it, so what keeps it away is said and no more. */
export async function serveLivePage(cluster: JobCluster): Promise<LivePage> {
  if (givenCluster()) {
    return {
      line: "Live page       ./golazo ps STACK --addresses prints its address, where the deployment was made",
      close: async () => {},
    };
  }
  try {
    await install({ page: true });
    const page = await startDashboard({
      name: cluster.architecture,
      kafka: kafkaClient(cluster),
      bootstrap: cluster.bootstrap,
      sparkPages: () =>
        cluster.applicationUiPort === undefined ? [] : jobPages(LOOPBACK, cluster.applicationUiPort),
      producer: () => replayOf(cluster.id),
      listen: { host: LOOPBACK, port: await chooseDashboardPort() },
      ...{ pageFolder: PAGE, runsFolder: RUNS },
    });
    return { line: `Live page       ${page.url}`, close: page.close };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    return { line: `Live page       not served: ${reason}`, close: async () => {} };
  }
}

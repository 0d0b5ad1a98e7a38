import { join } from "node:path";
import { NO_AUTH } from "@golazo/producer";
import { masterUrl } from "@golazo/services";
import type { JobCluster } from "../job-cluster";
import { CACHE } from "../paths";
import { addressLines } from "./addresses";
import type { ClusterState } from "./state";

/** An embedded cluster as a job sees it. */
export function embeddedJobCluster(state: ClusterState): JobCluster {
  const { id, host, ports, data, coresPerWorker, executorMemoryMiB } = state;
  return {
    ...{ id, coresPerWorker, executorMemoryMiB },
    architecture: "cpu",
    addresses: addressLines(state),
    masterUrl: masterUrl({ addressOf: () => host, ports }),
    bootstrap: `${host}:${ports.kafka}`,
    kafkaAuth: NO_AUTH,
    driverHost: host,
    applicationUiPort: ports.sparkApplicationUi,
    localFolder: data,
    checkpointFolder: join(data, "checkpoint"),
    cacheFolder: CACHE,
    storage: null,
    settings: {},
  };
}

import { join } from "node:path";
import { NO_AUTH } from "@golazo/producer";
import { type ClusterSize, masterUrl } from "@golazo/services";
import type { Architecture, JobCluster } from "../job-cluster";
import { CACHE, GPU_DISCOVERY_SCRIPT } from "../paths";
import { addressLines } from "./addresses";
import type { ClusterState } from "./state";

/** An embedded cluster as a job sees it. */
export function embeddedJobCluster(state: ClusterState): JobCluster {
  const { id, host, ports, data, coresPerWorker, executorMemoryMiB } = state;
  const architecture = architectureOf(state);
  return {
    ...{ id, coresPerWorker, executorMemoryMiB },
    architecture,
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
    settings:
      architecture === "gpu" ? { "spark.executor.resource.gpu.discoveryScript": GPU_DISCOVERY_SCRIPT } : {},
  };
}

/** Workers with GPUs are what makes the difference. */
export function architectureOf({ gpusPerWorker = 0 }: ClusterSize): Architecture {
  return gpusPerWorker > 0 ? "gpu" : "cpu";
}

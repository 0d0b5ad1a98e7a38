import type { ClusterState } from "./state";

/** Where a person or a client reaches the parts of a cluster, one line each. */
export function addressLines({ host, ports }: ClusterState): string[] {
  return [
    `Kafka           ${host}:${ports.kafka}`,
    `Spark master    spark://${host}:${ports.sparkMaster}  http://${host}:${ports.sparkMasterUi}`,
    ...ports.sparkWorkerUis.map((port, i) => `Spark worker ${i + 1}  http://${host}:${port}`),
    `Spark job       http://${host}:${ports.sparkApplicationUi} (while one runs)`,
  ];
}

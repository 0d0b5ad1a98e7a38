import { containerPlacement, describeDeployment, PROFILES } from "@golazo/services";

/** A port as the services' description has it. */
export interface DescribedPort {
  readonly port: number;
  /** What answers there, for people. */
  readonly what: string;
}

/** The ports of each service by its name; all workers are `spark-worker`. The seed profile has the most services. */
export const DESCRIBED_PORTS: ReadonlyMap<string, readonly DescribedPort[]> = new Map(
  describeDeployment(containerPlacement({ profile: PROFILES.seed, workers: 1 }), {
    workers: 1,
    coresPerWorker: 1,
    executorMemoryMiB: 0,
  }).map(({ name, replicaOf, ports }) => [replicaOf ?? name, ports]),
);

import type { NotRun } from "@golazo/compare";
import { InputError } from "@golazo/producer";
import type { ClusterFlags } from "../cluster-options";
import { givenCluster } from "../given-cluster";
import { gpuReadiness } from "../gpus";
import type { Architecture } from "../job-cluster";

/** On which architectures the same replay is run, and which of those asked for cannot be. */
export interface ChosenArchitectures {
  readonly run: readonly Architecture[];
  readonly notRun?: NotRun;
}

/**
 * What `--arch` means on this machine. A machine without a GPU can still run one side; a GPU that is there and cannot be
 * used is a fault to mend, and no reason to leave its side out.
 *
 * @param look how the machine's GPUs are looked for
 * @throws InputError for such a GPU
 */
export async function chooseArchitectures(
  { arch, workers }: Pick<ClusterFlags, "arch" | "workers">,
  look = gpuReadiness,
): Promise<ChosenArchitectures> {
  const given = givenCluster();
  if (given) return { run: [given.architecture] };
  if (arch !== "both") return { run: [arch] };
  const readiness = await look(workers);
  if (readiness.kind === "ready") return { run: ["cpu", "gpu"] };
  const { kind, reason } = readiness;
  if (kind === "absent") return { run: ["cpu"], notRun: { architecture: "gpu", reason } };
  throw new InputError(
    `--arch both cannot run here: ${reason}. ./golazo doctor --gpu says more; mend it, or --arch cpu`,
  );
}

/** One run of a series. */
export interface PlannedRun {
  readonly architecture: Architecture;
  /** Unique in the series, for example `gpu-2`. */
  readonly name: string;
  /** Of a run of the batch-size sweep. */
  readonly batchLimit?: number;
}

/**
 * The order of a series: one repeat after the other, every second one the other way round, so that what drifts on the machine
 * meets both architectures alike.
 */
export function inOrder(architectures: readonly Architecture[], repeats: number): PlannedRun[] {
  return Array.from({ length: repeats }, (_, index) => {
    const turn = index % 2 === 0 ? architectures : [...architectures].reverse();
    return turn.map((architecture) => ({ architecture, name: `${architecture}-${index + 1}` }));
  }).flat();
}

/** The runs of a batch-size sweep: each size on each architecture. */
export function sweepOf(architectures: readonly Architecture[], sizes: readonly number[]): PlannedRun[] {
  return sizes.flatMap((batchLimit) =>
    architectures.map((architecture) => ({
      architecture,
      name: `${architecture}-batch-${batchLimit}`,
      batchLimit,
    })),
  );
}

import {
  type ComparedSide,
  type Comparison,
  type Fallbacks,
  type RunRecord,
  validate,
} from "@golazo/contracts";
import { refuseOtherWork, refuseUnreliable, warningsOf } from "./comparability";
import { compareCost } from "./cost";
import { compareResults } from "./equality";
import { LATENCY_FIGURES, MAIN_FIGURES, STAGE_FIGURES } from "./figure-table";
import { compareFigures, meanSpeedup } from "./figures";
import { gpuOverTime } from "./gpu-over-time";
import type { Run } from "./load";
import { withoutPlan } from "./plan";
import type { Pricing } from "./prices";
import { besideNotRun, type Labels, type NotRun, type Side, takeSides } from "./sides";
import { compareSweep, sortRuns } from "./sweep";
import { verdictOf } from "./verdict";

/** What a comparison is made with besides the runs. */
export interface ComparisonOptions {
  readonly labels?: Labels;
  /** The other side, where the runs are of one architecture because the other could not be run. */
  readonly notRun?: NotRun;
  readonly pricing: Pricing;
  /** What a plan check said. Default: that there was none. */
  readonly fallbacks?: Fallbacks;
  /** Version of Golazo that compares. */
  readonly golazo: string;
  readonly now?: Date;
}

/**
 * Compares runs of the same work: results first, then what each side took.
 *
 * @throws ComparisonRefused when they cannot be compared
 */
export async function compareRuns(runs: readonly Run[], options: ComparisonOptions): Promise<Comparison> {
  refuseUnreliable(runs);
  refuseOtherWork(runs);
  const { main: compared, sweep } = sortRuns(runs);
  const sides = options.notRun ? besideNotRun(compared, options.notRun) : takeSides(compared, options.labels);
  const main = compareFigures(MAIN_FIGURES, sides);
  const stages = compareFigures(STAGE_FIGURES, sides);
  const comparison: Omit<Comparison, "verdict"> = {
    schema_version: 1,
    made_at: (options.now ?? new Date()).toISOString(),
    golazo: options.golazo,
    equality: await compareResults(sides),
    handicap: sides.handicap?.what ?? null,
    a: describe(sides.a),
    b: describe(sides.b),
    synthetic: runs.some(({ record }) => record.synthetic),
    warnings: warningsOf(sides),
    main,
    latency: compareFigures(LATENCY_FIGURES, sides),
    stages,
    geometric_mean: meanSpeedup(stages),
    sweep: compareSweep(sweep, sides),
    fallbacks: options.fallbacks ?? withoutPlan(),
    gpu: gpuOverTime(sides),
    cost: compareCost(main, sides, options.pricing),
  };
  return validate<Comparison>("comparison", { ...comparison, verdict: verdictOf(comparison) });
}

function describe({ name, runs, notRun }: Side): ComparedSide {
  return {
    name,
    not_run: notRun ?? null,
    runs: runs.map(({ record }) => {
      const { machine, cluster } = record;
      return {
        run_id: record.run_id,
        started_at: record.started_at,
        architecture: record.architecture,
        machine: `${machine.cpu_model}, ${machine.cpu_cores} cores`,
        cluster: `${cluster.kind}, cores per worker: ${cluster.cores_per_worker}, workers: ${cluster.workers}`,
        gpu: gpusOf(record),
        git_commit: record.versions.git_commit,
      };
    }),
  };
}

/** The GPUs that executors had, each kind once; else the one of the machine the command ran on. */
function gpusOf({ jobs, machine }: RunRecord): string | null {
  const names = new Set(jobs.stream?.gpu?.devices?.map(({ name }) => name));
  return names.size > 0 ? [...names].join(", ") : machine.gpu;
}

import { InputError } from "@golazo/producer";
import type { Command } from "commander";
import { addClusterOptions, type ClusterFlags, sizeFor } from "./cluster-options";
import { OwnPlannedCluster, StandingPlannedCluster } from "./embedded/planned-cluster";
import { choosePorts } from "./embedded/ports";
import { removeLeftovers, standingCluster } from "./embedded/state";
import { GivenPlannedCluster } from "./given/planned-cluster";
import { type GivenCluster, givenCluster } from "./given-cluster";
import { requireGpus } from "./gpus";
import type { PlannedCluster } from "./planned-cluster";
import { refuseJavaOptions } from "./setup/java";

/**
 * The cluster for the main job: the one the environment gives, else one of its own.
 *
 * @param id the run's
 * @param command took {@link addClusterOptions}, parsed
 * @param flags its options, where one of its own is to be of another shape
 * @throws InputError for what cannot be had
 */
export async function ownOrGivenCluster(
  id: string,
  command: Command,
  flags = command.opts<ClusterFlags>(),
): Promise<PlannedCluster> {
  await refuseJavaOptions();
  const given = givenCluster();
  if (!given) return planOwnCluster(id, flags);
  refuseClusterOptions(command, given);
  return GivenPlannedCluster.plan(id, given);
}

/** The cluster for a batch job: the one the environment gives, the one `golazo up` started, else one of its own. */
export async function anyCluster(id: string, command: Command): Promise<PlannedCluster> {
  const planned = await ownOrGivenCluster(id, command);
  const standing = standingCluster();
  return planned instanceof OwnPlannedCluster && standing ? new StandingPlannedCluster(standing) : planned;
}

/**
 * The cluster for a query of what is on the topic: the one the environment gives, else the one `golazo up` started.
 *
 * @throws InputError when there is none
 */
export async function clusterThatIsUp(id: string): Promise<PlannedCluster> {
  await refuseJavaOptions();
  const given = givenCluster();
  if (given) return GivenPlannedCluster.plan(id, given);
  const standing = standingCluster();
  if (!standing) throw new InputError("no cluster is up: start one with ./golazo up");
  return new StandingPlannedCluster(standing);
}

/** Cleans up after killed commands and plans a cluster; throws InputError for what cannot be had. */
export async function planOwnCluster(id: string, flags: ClusterFlags): Promise<OwnPlannedCluster> {
  if (flags.arch === "gpu") await requireGpus(flags.workers);
  for (const line of await removeLeftovers()) console.log(line);
  const size = sizeFor(flags);
  return new OwnPlannedCluster(id, size, await choosePorts(flags, size.workers));
}

/** What shapes a cluster of one's own would be ignored in silence. */
function refuseClusterOptions(command: Command, { masterUrl }: GivenCluster): void {
  const { options } = addClusterOptions(command.createCommand());
  const idle = options.find((option) => command.getOptionValueSource(option.attributeName()) === "cli");
  if (idle) {
    throw new InputError(
      `${idle.long} shapes a cluster of one's own, and GOLAZO_SPARK_MASTER gives ${masterUrl}: leave one of them out`,
    );
  }
}

/**
 * Runs beside a command with its standard input tied to it. When that input ends, the command is gone, however it
 * went: whatever it left of a cluster, or of its jobs on a given one, is ended at once instead of at the next start.
 *
 * Usage: reap.ts CLUSTER_ID
 */
import { endProcessesOf } from "./processes";
import { removeCluster, savedStates } from "./state";

/** How long what is left may take to end by itself. */
const GRACE_SECONDS = 3;

async function reap(clusterId: string | undefined): Promise<void> {
  const state = savedStates().find((saved) => saved.id === clusterId);
  if (state) await removeCluster(state, GRACE_SECONDS);
  else if (clusterId !== undefined) await endProcessesOf(clusterId, GRACE_SECONDS);
}

void reap(process.argv[2]);

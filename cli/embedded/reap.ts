/**
 * Runs beside an embedded cluster with its standard input tied to the command that started it. When that input
 * ends, the command is gone, however it went: whatever it left is ended at once instead of at the next start.
 *
 * Usage: reap.ts CLUSTER_ID
 */
import { removeCluster, savedStates } from "./state";

async function reap(clusterId: string | undefined): Promise<void> {
  const state = savedStates().find((saved) => saved.id === clusterId);
  if (state) await removeCluster(state, 3);
}

void reap(process.argv[2]);

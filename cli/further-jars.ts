import { existsSync, readdirSync } from "node:fs";
import { InputError } from "@golazo/producer";
import type { JobCluster } from "./job-cluster";
import { MSK_JARS, RAPIDS_JARS, S3_JARS } from "./paths";
import { install } from "./setup/install";

/** What decides which jars driver and executors need on top of the Kafka connector. */
type Needing = Pick<JobCluster, "architecture" | "kafkaAuth" | "storage">;

/** Folders of those jars, the same on every machine of the cluster. */
export function furtherJars({ architecture, kafkaAuth, storage }: Needing): string[] {
  return [
    ...(kafkaAuth.kind === "msk-iam" ? [MSK_JARS] : []),
    ...(storage !== null ? [S3_JARS] : []),
    ...(architecture === "gpu" ? [RAPIDS_JARS] : []),
  ];
}

/**
 * Makes sure of the jars on this machine. The accelerator's 600 MB are of use on a machine with a GPU alone, so they are
 * never brought in passing.
 *
 * @throws InputError when some are missing
 */
export async function provideFurtherJars(cluster: Needing): Promise<void> {
  if (cluster.kafkaAuth.kind === "msk-iam") {
    await install({ python: "production", msk: true });
    requireJars("the login msk-iam", "aws-msk-iam-auth", MSK_JARS, "GOLAZO_MSK_JARS");
  }
  if (cluster.storage !== null) {
    await install({ python: "production", s3: true });
    requireJars("GOLAZO_STORAGE", "Hadoop's S3 client", S3_JARS, "GOLAZO_S3_JARS");
  }
  if (cluster.architecture === "gpu") {
    requireJars("the architecture gpu", "the RAPIDS Accelerator", RAPIDS_JARS, "GOLAZO_RAPIDS_JARS");
  }
}

function requireJars(who: string, what: string, folder: string, variable: string): void {
  if (existsSync(folder) && readdirSync(folder).some((file) => file.endsWith(".jar"))) return;
  throw new InputError(
    `${who} needs ${what}, and ${folder} holds no jar: run this in the image that is built for it, or name the folder with ${variable}`,
  );
}

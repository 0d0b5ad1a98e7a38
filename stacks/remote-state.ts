import { S3Backend, type TerraformStack } from "../constructs/cdktf";
import type { Settings } from "./settings";

/** Keeps a stack's state in the bucket the settings name; in a file beside `cdktf.json` without one. */
export function keepState(stack: TerraformStack, settings: Settings): void {
  if (!settings.remoteStateBucket) return;
  const backend = new S3Backend(stack, {
    bucket: settings.remoteStateBucket,
    key: `${settings.remoteStatePrefix}/${stack.node.id}.tfstate`,
    region: settings.remoteStateRegion ?? settings.region,
    encrypt: true,
  });
  // Newer than CDKTF: S3 itself holds the lock, no table is needed.
  backend.addOverride("use_lockfile", true);
}

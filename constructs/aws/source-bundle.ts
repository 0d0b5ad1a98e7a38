import { createHash } from "node:crypto";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { Construct } from "constructs";
import { AssetType, TerraformAsset } from "../cdktf";
import { PrivateBucket } from "./private-bucket";
import { sourceFolder } from "./source-folder";
import { CLOUD_INIT_FOLDER, escapeForTerraform } from "./user-data";

export interface SourceBundleProps {
  /** Begin of the bucket's name, at most 37 characters. */
  readonly namePrefix: string;
  /**
   * Whether the images' sources are in it: not when hosts pull images that are ready.
   * @default true
   */
  readonly withSource?: boolean;
}

/** Everything under this prefix is made by `deploy` and may be read by the hosts. */
const PREFIX = "host/";

/**
 * What hosts fetch at their first boot: their scripts, the Compose file and what the images are built from. Each key has
 * the hash of its content, so a change of any of them changes the host's settings, and with them the host.
 */
export class SourceBundle extends Construct {
  public readonly store: PrivateBucket;
  /** Everything under it may be read by a host. */
  public readonly prefix = PREFIX;
  public readonly scriptsKey: string;
  /** Undefined when hosts build nothing. */
  public readonly sourceKey?: string;
  /** What must be there before a host starts. */
  public readonly objects: S3Object[] = [];

  constructor(scope: Construct, id: string, props: SourceBundleProps) {
    super(scope, id);
    this.store = new PrivateBucket(this, "Store", { namePrefix: props.namePrefix, onlyDeployed: true });
    this.scriptsKey = this.addFolder("Scripts", CLOUD_INIT_FOLDER);
    if (props.withSource ?? true) this.sourceKey = this.addFolder("Source", sourceFolder(this));
  }

  /** Puts a Compose file in, and says under which key. */
  addCompose(id: string, text: string): string {
    const hash = createHash("sha256").update(text).digest("hex").slice(0, 32);
    return this.add(id, `${PREFIX}${hash}/compose.yaml`, { content: escapeForTerraform(text) });
  }

  private addFolder(id: string, path: string): string {
    const asset = new TerraformAsset(this, `${id}Files`, { path, type: AssetType.ARCHIVE });
    const key = `${PREFIX}${asset.assetHash}/${id.toLowerCase()}.zip`;
    return this.add(id, key, { source: asset.path, sourceHash: asset.assetHash });
  }

  private add(id: string, key: string, content: { content?: string; source?: string; sourceHash?: string }) {
    const bucket = this.store.bucket.id;
    this.objects.push(new S3Object(this, id, { bucket, key, ...content }));
    return key;
  }
}

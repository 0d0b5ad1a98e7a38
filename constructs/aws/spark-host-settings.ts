import type { Profile } from "../services";
import { gpuDriverSettings } from "./gpu-driver";
import type { SourceBundle } from "./source-bundle";
import type { SparkHostProps } from "./spark-host-props";
import type { HostSettings } from "./user-data";

/** Minutes without a Spark application after which a host stops: long enough to think about a result. */
export const DEFAULT_IDLE_MINUTES = 60;

/** Hours after which a host stops in any case: a working day. */
export const DEFAULT_LIFETIME_HOURS = 8;

/** What of a host its settings name. */
interface SetUpHost {
  readonly name: string;
  readonly architecture: "cpu" | "gpu";
  readonly region: string;
  readonly bundle: SourceBundle;
  readonly logGroup?: string;
  readonly versions: Profile;
}

/** What the scripts of a host and its Compose file must know; see `cloud-init/`. */
export function hostSettings(host: SetUpHost, props: SparkHostProps): HostSettings {
  return {
    GOLAZO_STACK: host.name,
    GOLAZO_ROLE: "master",
    GOLAZO_ARCHITECTURE: host.architecture,
    GOLAZO_REGION: host.region,
    GOLAZO_BUCKET: host.bundle.store.bucket.bucket,
    GOLAZO_SCRIPTS_OBJECT: host.bundle.scriptsKey,
    GOLAZO_SOURCE_OBJECT: host.bundle.sourceKey,
    GOLAZO_IMAGE_REGISTRY: props.imageRegistry,
    GOLAZO_KAFKA_BOOTSTRAP: props.kafka?.bootstrap,
    GOLAZO_IDLE_MINUTES: props.idleMinutes ?? DEFAULT_IDLE_MINUTES,
    GOLAZO_LIFETIME_HOURS: props.lifetimeHours ?? DEFAULT_LIFETIME_HOURS,
    GOLAZO_LOG_GROUP: host.logGroup,
    // The provider does not notice when a host is no longer to be a spot host; changed settings it does
    // (https://github.com/hashicorp/terraform-provider-aws/issues/38141).
    GOLAZO_MARKET: props.spot ? "spot" : undefined,
    ...(host.architecture === "gpu" ? gpuDriverSettings(host.versions) : {}),
  };
}

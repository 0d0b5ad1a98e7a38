import { composeFile, DEFAULT_PROFILE_NAME, type Profile } from "../services";
import { hostCompose } from "./host-compose";
import { sizeFor } from "./host-size";
import type { SparkHostProps } from "./spark-host-props";

/** What of a host its Compose file depends on. */
interface ComposedHost {
  readonly name: string;
  readonly architecture: "cpu" | "gpu";
  readonly instanceType: string;
  readonly versions: Profile;
}

/** The Compose file of the first host. */
export function composeOf(host: ComposedHost, props: SparkHostProps): string {
  return hostCompose(props.compose ?? described(host, props), {
    kafkaOutside: props.kafka !== undefined,
    severalHosts: (props.workerHosts ?? 0) > 0,
  });
}

/** The Compose file of the further hosts: nothing but workers. */
export function workerComposeOf(host: ComposedHost, props: SparkHostProps): string {
  return hostCompose(props.compose ?? described(host, props), {
    kafkaOutside: true,
    severalHosts: true,
    workersOnly: true,
  });
}

function described(
  { name, architecture, instanceType, versions }: ComposedHost,
  props: SparkHostProps,
): string {
  return composeFile({
    name,
    // The name of the stack, whatever prefix its resources have: commands look for it.
    stack: `${architecture}-stack`,
    architecture,
    profile: versions,
    profileName: props.profile ?? DEFAULT_PROFILE_NAME,
    size: sizeFor(instanceType, props.workers ?? 1, architecture === "gpu"),
    imageRegistry: props.imageRegistry,
    baseImages: props.baseImages,
    mskIam: props.kafka !== undefined,
    s3: (props.workerHosts ?? 0) > 0,
  });
}

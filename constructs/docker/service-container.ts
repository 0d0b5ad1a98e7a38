import { Container as DockerContainer } from "@cdktf/provider-docker/lib/container";
import type { Image as DockerImage } from "@cdktf/provider-docker/lib/image";
import type { Network } from "@cdktf/provider-docker/lib/network";
import type { Volume as DockerVolume } from "@cdktf/provider-docker/lib/volume";
import {
  type Container,
  containerOf,
  LABELS,
  type Placement,
  type Service,
  type Volume,
} from "@golazo/services";
import { Construct } from "constructs";
import type { ITerraformDependable } from "../cdktf";

/** What a container of a deployment needs besides its service's description. */
export interface ServiceContainerProps {
  readonly service: Service;
  readonly placement: Placement;
  /** Name of the container. */
  readonly name: string;
  /** Which deployment it belongs to: its label. */
  readonly stack: string;
  readonly image: DockerImage;
  readonly network: Network;
  /** The volume for a name of the description. */
  readonly volume: (name: Volume) => DockerVolume;
  /** What must be there before. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** One service of the description as a container: it restarts by itself, keeps small logs and has no right it does not need. */
export class ServiceContainer extends Construct {
  readonly container: DockerContainer;

  constructor(scope: Construct, id: string, props: ServiceContainerProps) {
    super(scope, id);
    const { service, placement, stack } = props;
    const rendered = containerOf(service, placement);
    this.container = new DockerContainer(this, "Container", {
      name: props.name,
      hostname: service.name,
      image: props.image.imageId,
      command: [...rendered.command],
      env: Object.entries(rendered.environment).map(([key, value]) => terraformLiteral(`${key}=${value}`)),
      init: true,
      restart: "unless-stopped",
      capabilities: { drop: ["ALL"] },
      securityOpts: ["no-new-privileges:true"],
      logDriver: "json-file",
      logOpts: { "max-size": "10m", "max-file": "3" },
      networksAdvanced: [{ name: props.network.name, aliases: [service.name] }],
      ports: service.ports.map(({ port, published }) => ({
        internal: port,
        external: published,
        ip: placement.outside?.host,
      })),
      volumes: service.volumes.map(({ volume, path, readOnly }) => ({
        volumeName: props.volume(volume).name,
        containerPath: path,
        readOnly,
      })),
      labels: [
        { label: LABELS.stack, value: stack },
        { label: LABELS.service, value: service.replicaOf ?? service.name },
      ],
      healthcheck: healthcheckOf(rendered),
      ...(service.gpus > 0 || service.watchesGpus ? { gpus: "all" } : {}),
      // Stopping in order takes a broker a few seconds; Docker's own ten are short on a busy machine.
      destroyGraceSeconds: 30,
      stopTimeout: 30,
      dependsOn: [...props.dependsOn],
    });
  }
}

function healthcheckOf({ health }: Container): {
  test: string[];
  interval: string;
  timeout: string;
  retries: number;
  startPeriod: string;
} {
  return {
    test: [...health.test],
    interval: `${health.intervalSeconds}s`,
    timeout: `${health.timeoutSeconds}s`,
    retries: health.retries,
    startPeriod: duration(health.startPeriodSeconds),
  };
}

/** A duration as the engine writes it back: anything else would be a change at the next deployment. */
function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes > 0 ? `${minutes}m${seconds % 60}s` : `${seconds}s`;
}

/** Terraform replaces `${…}` and `%{…}` in strings; what is written here is meant as it stands. */
function terraformLiteral(text: string): string {
  return text.replaceAll("${", "$${").replaceAll("%{", "%%{");
}

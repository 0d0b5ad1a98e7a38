import { Network } from "@cdktf/provider-docker/lib/network";
import { Volume as DockerVolume } from "@cdktf/provider-docker/lib/volume";
import {
  type ClusterSize,
  containerPlacement,
  describeDeployment,
  type ImageOptions,
  LABELS,
  type Service,
  type Volume,
} from "@golazo/services";
import { Construct } from "constructs";
import type { ITerraformDependable } from "../cdktf";
import { DockerImages } from "./docker-images";
import { ServiceContainer } from "./service-container";

/** What a deployment on a Docker engine is. */
export interface DockerDeploymentProps extends ImageOptions {
  /** Which deployment this is, for example `cpu-docker`: commands find its parts by this label. */
  readonly stack: string;
  /** Put before the name of everything it creates. Default `golazo`. */
  readonly namePrefix?: string;
  readonly size: ClusterSize;
  /** Added to every published port, so that deployments can stand side by side. Default 0. */
  readonly portOffset?: number;
  /** Absolute path of the checkout the images are built from. */
  readonly checkout: string;
  /** Checked before anything is created. */
  readonly after?: readonly ITerraformDependable[];
}

/** The services as containers of one engine, on a network of their own, reachable from the host's loopback address only. */
export class DockerDeployment extends Construct {
  readonly services: readonly Service[];
  readonly containers: ReadonlyMap<string, ServiceContainer>;
  private readonly volumes: ReadonlyMap<Volume, DockerVolume>;

  constructor(scope: Construct, id: string, props: DockerDeploymentProps) {
    super(scope, id);
    const { size, profile, portOffset, stack, namePrefix = "golazo", after = [] } = props;
    const name = `${namePrefix}-${stack}`;
    const placement = containerPlacement({ profile, workers: size.workers, portOffset });
    this.services = describeDeployment(placement, size);
    const images = new DockerImages(this, "Images", { ...props, services: this.services, after });
    const network = new Network(this, "Network", { name, labels: labelsOf(stack), dependsOn: [...after] });
    this.volumes = this.createVolumes(name, stack, after);
    const containers = new Map<string, ServiceContainer>();
    for (const service of this.services) {
      const dependsOn = service.dependsOn.flatMap((before) => containers.get(before)?.container ?? []);
      const container = new ServiceContainer(this, service.name, {
        service,
        placement,
        stack,
        name: `${name}-${service.name}`,
        image: images.image(service.image),
        network,
        volume: (volume) => this.volume(volume),
        dependsOn,
      });
      containers.set(service.name, container);
    }
    this.containers = containers;
  }

  private createVolumes(
    name: string,
    stack: string,
    after: readonly ITerraformDependable[],
  ): Map<Volume, DockerVolume> {
    const wanted = new Set(this.services.flatMap((service) => service.volumes.map(({ volume }) => volume)));
    const volumes = new Map<Volume, DockerVolume>();
    for (const volume of wanted) {
      const created = new DockerVolume(this, `Volume-${volume}`, {
        name: `${name}-${volume}`,
        labels: labelsOf(stack),
        dependsOn: [...after],
      });
      volumes.set(volume, created);
    }
    return volumes;
  }

  private volume(name: Volume): DockerVolume {
    const volume = this.volumes.get(name);
    if (!volume) throw new Error(`no volume ${name} was created`);
    return volume;
  }
}

function labelsOf(stack: string): { label: string; value: string }[] {
  return [{ label: LABELS.stack, value: stack }];
}

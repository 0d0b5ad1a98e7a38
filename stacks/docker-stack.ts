import { DockerProvider } from "@cdktf/provider-docker/lib/provider";
import type { Construct } from "constructs";
import { type ITerraformDependable, TerraformOutput, TerraformStack } from "../constructs/cdktf";
import { DockerDeployment, type DockerDeploymentProps } from "../constructs/docker/docker-deployment";
import { LocalCommand } from "../constructs/docker/local-command";

/** How long the services may take to answer after their containers were started, seconds. */
const PATIENCE_SECONDS = 180;

/** Settings of a stack on a Docker engine. */
export interface DockerStackProps extends Omit<DockerDeploymentProps, "after"> {
  /** The engine, for example `ssh://user@host` or `unix:///var/run/docker.sock`. Default: the engine of `DOCKER_HOST`. */
  readonly dockerHost?: string;
}

/** `gpu-docker` and `cpu-docker`: the services on any Docker engine. */
export class DockerStack extends TerraformStack {
  readonly deployment: DockerDeployment;

  constructor(scope: Construct, id: string, props: DockerStackProps) {
    super(scope, id);
    new DockerProvider(this, "Docker", props.dockerHost ? { host: props.dockerHost } : {});
    const after = props.architecture === "gpu" ? [this.refuseWithoutGpu(props)] : [];
    this.deployment = new DockerDeployment(this, "Deployment", { ...props, after });
    this.waitUntilHealthy(props);
    this.printAddresses();
  }

  /** Nothing is created on an engine whose containers would not see a GPU. */
  private refuseWithoutGpu({ checkout, profileName }: DockerStackProps): ITerraformDependable {
    const command = `doctor --docker --gpu --profile ${profileName}`;
    return new LocalCommand(this, "Preflight", { command, checkout }).resource;
  }

  /** The deployment ends when everything answers, or says what does not and shows its log. */
  private waitUntilHealthy({ checkout, stack }: DockerStackProps): void {
    const containers = [...this.deployment.containers.values()].map(({ container }) => container);
    new LocalCommand(this, "Ready", {
      command: `ps ${stack} --wait ${PATIENCE_SECONDS}`,
      checkout,
      triggers: containers.map((container) => container.id),
      dependsOn: containers,
    });
  }

  private printAddresses(): void {
    for (const { name, ports } of this.deployment.services) {
      for (const { what, published } of ports) {
        const id = `${name}-${what}`.replaceAll(/[^A-Za-z0-9]+/g, "-");
        new TerraformOutput(this, id, { value: `127.0.0.1:${published}`, description: what });
      }
    }
  }
}

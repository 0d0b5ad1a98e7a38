import { DockerProvider } from "@cdktf/provider-docker/lib/provider";
import type { Construct } from "constructs";
import { TerraformOutput, TerraformStack } from "../constructs/cdktf";
import { DockerDeployment, type DockerDeploymentProps } from "../constructs/docker/docker-deployment";

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
    this.deployment = new DockerDeployment(this, "Deployment", props);
    this.printAddresses();
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

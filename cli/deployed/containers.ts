import { InputError } from "@golazo/producer";
import { LABELS } from "@golazo/services";
import type Docker from "dockerode";
import { DESCRIBED_PORTS } from "./described-ports";
import type { StackName } from "./stacks";

/** A container of a deployment. */
export interface DeployedService {
  /** The service it runs, for example `kafka` or `spark-worker`. */
  readonly service: string;
  /** Unique on the engine, for example `golazo-cpu-docker-spark-worker-2`. */
  readonly name: string;
  readonly container: Docker.Container;
  /** For example `running` or `exited`. */
  readonly state: string;
  /** `healthy`, `unhealthy` or `starting`. */
  readonly health: string;
  /** Published ports, `127.0.0.1:8180→8080`; those of a container in its host's own network are `host:8080→8080`. */
  readonly ports: readonly string[];
}

/** Every container of a deployment, in the order of their names. */
export async function servicesOf(docker: Docker, stack: StackName): Promise<DeployedService[]> {
  const found = await docker.listContainers({ all: true, filters: { label: [`${LABELS.stack}=${stack}`] } });
  return found.map((info) => describe(docker, info)).sort((a, b) => a.name.localeCompare(b.name));
}

/**
 * The containers of a deployment, or of one of its services.
 *
 * @param service for example `spark-worker`, which are all workers, or `spark-worker-2`
 * @throws InputError when nothing is deployed, or no such service
 */
export async function chooseServices(
  docker: Docker,
  stack: StackName,
  service?: string,
): Promise<DeployedService[]> {
  const all = await servicesOf(docker, stack);
  if (all.length === 0) throw new InputError(`${stack} is not deployed: npx cdktf deploy ${stack}`);
  if (service === undefined) return all;
  const chosen = all.filter((one) => one.service === service || one.name.endsWith(`-${service}`));
  if (chosen.length > 0) return chosen;
  const known = [...new Set(all.map((one) => one.service))].join(", ");
  throw new InputError(`${stack} has no service ${service}; there are: ${known}`);
}

/** Address on which a port of a service can be reached from outside, `127.0.0.1:8180`; undefined when it cannot. */
export function publishedAt(
  services: readonly DeployedService[],
  service: string,
  port: number,
): string | undefined {
  const ports = services.filter((one) => one.service === service).flatMap((one) => one.ports);
  return ports.find((text) => text.endsWith(`→${port}`))?.split("→")[0];
}

function describe(docker: Docker, info: Docker.ContainerInfo): DeployedService {
  const name = info.Names[0]?.replace(/^\//, "") ?? info.Id;
  const service = info.Labels[LABELS.service] ?? name;
  return {
    service,
    name,
    container: docker.getContainer(info.Id),
    state: info.State,
    health: /\((?:health: )?(\w+)\)/.exec(info.Status)?.[1] ?? "unknown",
    ports: info.HostConfig?.NetworkMode === "host" ? portsOfHost(service) : publishedPorts(info),
  };
}

function publishedPorts({ Ports }: Docker.ContainerInfo): string[] {
  const published = Ports.filter((port) => port.PublicPort !== undefined);
  return published.map((port) => `${port.IP}:${port.PublicPort}→${port.PrivatePort}`).sort();
}

/** Docker knows nothing of the ports of a container that shares its host's network. */
function portsOfHost(service: string): string[] {
  return (DESCRIBED_PORTS.get(service) ?? []).map(({ port }) => `host:${port}→${port}`).sort();
}

import { PORTS } from "./ports";
import type { HealthCheck, Placement, Program, Service } from "./service";
import type { Profile } from "./versions";

/** Folder inside the images that holds everything of Golazo. */
export const IMAGE_HOME = "/opt/golazo";

/** Folder of a service, or of a shared volume, inside the images. */
export function containerFolder(name: string): string {
  return `${IMAGE_HOME}/${name}`;
}

/** Where the images keep the two sets of jars. */
const IMAGE_JARS = { kafka: `${IMAGE_HOME}/kafka/libs`, spark: `${IMAGE_HOME}/spark/jars` } as const;

/** Labels by which commands find what belongs to a deployment, whoever started it. */
export const LABELS = { stack: "golazo.stack", service: "golazo.service" } as const;

/** A service as any engine of containers is told of it. */
export interface Container {
  readonly service: Service;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly health: ContainerHealth;
}

/** A command inside the container that fails when the service does not answer. */
export interface ContainerHealth {
  readonly test: readonly string[];
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly retries: number;
  readonly startPeriodSeconds: number;
}

/** Where the containers of one stack stand. */
export interface ContainerPlacementOptions {
  readonly profile: Profile;
  readonly workers: number;
  /** Added to every published port, so that stacks can stand side by side on one host. Default 0. */
  readonly portOffset?: number;
}

/** Containers listen on every address of their own network; from outside they are on the host's loopback address only. */
export function containerPlacement(options: ContainerPlacementOptions): Placement {
  const { profile, workers, portOffset = 0 } = options;
  return {
    listen: "0.0.0.0",
    addressOf: (service) => service,
    ports: {
      kafka: PORTS.kafkaInside,
      kafkaController: PORTS.kafkaController,
      sparkMaster: PORTS.sparkMaster,
      sparkMasterUi: PORTS.sparkMasterUi,
      // Each worker has a container of its own, so all may have the same port.
      sparkWorkerUis: Array.from({ length: workers }, () => PORTS.sparkWorkerUi),
    },
    folder: containerFolder,
    sparkHome: `${IMAGE_HOME}/spark`,
    profile,
    outside: { host: "127.0.0.1", published: (port, n = 0) => port + n + portOffset },
  };
}

/** A service's command, environment and health check, for a container. */
export function containerOf(service: Service, placement: Placement): Container {
  const folder = placement.folder(service.name);
  const files = service.files.map((file, i) => ({ ...file, variable: `GOLAZO_FILE_${i}` }));
  const write = files.map(
    ({ name, variable }) => `printf '%s' "$${variable}" > ${quote(`${folder}/${name}`)}`,
  );
  const programs = [...service.prepare, service.program].map((one) => argv(one).map(quote).join(" "));
  const last = programs.pop();
  const script = [...write, ...programs, `exec ${last}`].join("\n");
  const isPlain = write.length === 0 && service.prepare.length === 0;
  return {
    service,
    command: isPlain ? argv(service.program) : ["/bin/sh", "-euc", script],
    environment: {
      ...service.environment,
      ...Object.fromEntries(files.map(({ variable, content }) => [variable, content])),
    },
    health: healthOf(service),
  };
}

/** A program as a list of arguments, the first of them found on the image's path. */
function argv(program: Program): string[] {
  if ("command" in program) return [...program.command];
  const properties = Object.entries(program.properties ?? {}).map(([key, value]) => `-D${key}=${value}`);
  return [
    ...["java", `-Xmx${program.heapMiB}m`, ...properties],
    ...["-cp", `${IMAGE_JARS[program.jars]}/*`, program.mainClass, ...program.args],
  ];
}

function quote(text: string): string {
  return /^[\w@%+=:,./*-]+$/.test(text) && !text.includes("*") ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function healthOf(service: Service): ContainerHealth {
  return {
    test: ["CMD", ...probe(service.health)],
    intervalSeconds: 10,
    timeoutSeconds: 5,
    retries: 6,
    startPeriodSeconds: service.readyWithinSeconds,
  };
}

function probe(health: HealthCheck): string[] {
  if ("http" in health)
    return ["curl", "--fail", "--silent", "--show-error", "--output", "/dev/null", health.http];
  // The shell's own way to open a connection: starting a Java program every ten seconds would cost a tenth of a core.
  return ["/bin/bash", "-c", `exec 3<>/dev/tcp/127.0.0.1/${health.tcp}`];
}

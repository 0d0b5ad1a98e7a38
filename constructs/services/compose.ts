import { stringify } from "yaml";
import { describeDeployment } from "./cluster";
import { type Container, containerOf, containerPlacement, LABELS } from "./container";
import { type ImageOptions, imageOf } from "./images";
import { MOST_WORKERS } from "./ports";
import type { ClusterSize, Placement, Service } from "./service";

/** What a Compose file is made for. */
export interface ComposeOptions extends ImageOptions {
  /** Name of the project, for example `golazo-gpu`: prefix of its containers, network and volumes. */
  readonly name: string;
  /** Which deployment this is: commands find its parts by this label. Default: the name. */
  readonly stack?: string;
  readonly size: ClusterSize;
  /** Added to every published port. Default 0. */
  readonly portOffset?: number;
  /** Registry the images are pulled from instead of being built, for example `registry.example.com/team`. */
  readonly imageRegistry?: string;
  /** Folder of the checkout as seen from where the file lies. Default `.`. */
  readonly context?: string;
}

/** Containers of a host that keeps them running: small logs, no right that is not needed. */
const CONTAINER_RULES = {
  init: true,
  restart: "unless-stopped",
  // A broker flushes, a producer waits for acknowledgements; ten seconds are short on a busy machine.
  stop_grace_period: "30s",
  cap_drop: ["ALL"],
  security_opt: ["no-new-privileges:true"],
  logging: { driver: "json-file", options: { "max-size": "10m", "max-file": "3" } },
} as const;

/** The services as a `docker-compose.yml`; workers are one entry, so `--scale spark-worker=N` works. */
export function composeFile(options: ComposeOptions): string {
  const { name, size, profile, portOffset } = options;
  const placement = containerPlacement({ profile, workers: size.workers, portOffset });
  const services = describeDeployment(placement, size);
  const entries = services
    .filter((service) => !isCopy(service) || service.name.endsWith("-1"))
    .map((service) => [entryName(service), entryOf(service, placement, options)]);
  const volumes = [...new Set(services.flatMap((service) => service.volumes.map(({ volume }) => volume)))];
  return stringify(
    {
      name,
      services: Object.fromEntries(entries),
      volumes: Object.fromEntries(volumes.map((volume) => [volume, {}])),
    },
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
}

/** Equal copies are one entry with a scale. Workers with GPUs are not equal: each has GPUs of its own. */
function isCopy(service: Service): boolean {
  return service.replicaOf !== undefined && service.gpus === 0;
}

function entryName(service: Service): string {
  return isCopy(service) ? (service.replicaOf ?? service.name) : service.name;
}

function entryOf(service: Service, placement: Placement, options: ComposeOptions): Record<string, unknown> {
  const container = containerOf(service, placement);
  return {
    ...imageEntry(service, options),
    ...(isCopy(service) ? { scale: options.size.workers } : { hostname: service.name }),
    command: container.command.map(literal),
    environment: mapValues(container.environment, literal),
    ports: portEntries(service, placement),
    volumes: service.volumes.map(({ volume, path, readOnly }) => `${volume}:${path}${readOnly ? ":ro" : ""}`),
    labels: {
      [LABELS.stack]: options.stack ?? options.name,
      [LABELS.service]: service.replicaOf ?? service.name,
    },
    ...dependencies(service),
    healthcheck: healthEntry(container),
    ...gpuEntry(service),
    ...CONTAINER_RULES,
  };
}

function imageEntry(service: Service, options: ComposeOptions): Record<string, unknown> {
  const { tag, dockerfile, target, args } = imageOf(service.image, options);
  if (options.imageRegistry !== undefined) return { image: `${options.imageRegistry}/${tag}` };
  const context = options.context ?? ".";
  return { image: tag, build: { context, dockerfile, ...(target ? { target } : {}), args } };
}

/** Copies of a service share a range of ports: each takes one that is free. */
function portEntries(service: Service, { outside }: Placement): string[] {
  const host = outside?.host ?? "127.0.0.1";
  return service.ports.map(({ port, published }) => {
    const range = isCopy(service) ? `${published}-${published + MOST_WORKERS - 1}` : `${published}`;
    return `${host}:${range}:${port}`;
  });
}

function dependencies(service: Service): Record<string, unknown> {
  if (service.dependsOn.length === 0) return {};
  const healthy = service.dependsOn.map((name) => [name, { condition: "service_healthy" }]);
  return { depends_on: Object.fromEntries(healthy) };
}

function healthEntry({ health }: Container): Record<string, unknown> {
  return {
    test: [...health.test],
    interval: `${health.intervalSeconds}s`,
    timeout: `${health.timeoutSeconds}s`,
    retries: health.retries,
    start_period: `${health.startPeriodSeconds}s`,
  };
}

/** All of the host's; which are a worker's own, its environment says. Who only watches gets NVIDIA's tools, and no CUDA. */
function gpuEntry({ gpus, watchesGpus }: Service): Record<string, unknown> {
  if (gpus === 0 && !watchesGpus) return {};
  const capabilities = gpus > 0 ? ["gpu"] : ["gpu", "utility"];
  const devices = [{ driver: "nvidia", count: "all", capabilities }];
  return { deploy: { resources: { reservations: { devices } } } };
}

/** Compose replaces `$NAME`; what is written here is meant as it stands. */
function literal(text: string): string {
  return text.replaceAll("$", "$$$$");
}

function mapValues(
  record: Readonly<Record<string, string>>,
  change: (value: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

import { TOPICS } from "@golazo/contracts";
import {
  containerPlacement,
  DEFAULT_PROFILE,
  describeDeployment,
  LIVE_PAGE,
  type Service,
  WORKBENCH,
} from "@golazo/services";

/**
 * The services of a deployment as a Mermaid drawing: names, ports and who starts after whom from their description, the
 * topics from the contracts. Solid arrows are data, dotted ones mean "starts after".
 */
export function architecture(): string {
  const size = { workers: 1, coresPerWorker: 1, executorMemoryMiB: 1024 };
  const services = describeDeployment(containerPlacement({ profile: DEFAULT_PROFILE, workers: 1 }), size);
  return ["flowchart LR", ...data(services), ...services.flatMap(boxOf), ...order(services)].join("\n");
}

/** The way of an event: from a match to the page on which its probability is seen. */
function data(services: readonly Service[]): string[] {
  for (const name of ["producer", "kafka", WORKBENCH, LIVE_PAGE]) {
    if (!services.some((service) => service.name === name)) {
      throw new Error(`the drawing has data pass through ${name}, which is no service any more`);
    }
  }
  return [
    '  matches(["matches: synthetic, open data, StatsBomb\'s API"]) --> producer',
    "  producer --> events",
    "  events --> stats & predict",
    "  stats --> windowStatistics",
    "  predict --> predictions",
    "  stats & predict --> deadLetters",
    '  stats & predict --> runs(["runs: record, Parquet tables"])',
    `  events & windowStatistics & predictions & deadLetters & runs --> ${idOf(LIVE_PAGE)}`,
  ];
}

/** A service as a box; what is inside it stands in it. */
function boxOf(service: Service): string[] {
  const inside = insideOf(service.name);
  const label = `["${nameOf(service)}${portsOf(service)}"]`;
  if (inside.length === 0) return [`  ${idOf(service.name)}${label}`];
  return [`  subgraph ${idOf(service.name)}${label}`, ...inside.map((line) => `    ${line}`), "  end"];
}

function insideOf(service: string): string[] {
  if (service === "kafka") return Object.entries(TOPICS).map(([role, { name }]) => `${role}[("${name}")]`);
  return service === WORKBENCH ? ['stats("query stats")', 'predict("query predict")'] : [];
}

function order(services: readonly Service[]): string[] {
  return services.flatMap(({ name, dependsOn }) =>
    dependsOn.map((before) => `  ${idOf(before)} -.-> ${idOf(name)}`),
  );
}

function nameOf({ name, replicaOf }: Service): string {
  return replicaOf === undefined ? name : `${replicaOf}-N`;
}

function portsOf({ ports }: Service): string {
  return ports.length === 0 ? "" : `<br/>${ports.map(({ published }) => published).join(", ")}`;
}

function idOf(service: string): string {
  return service.replaceAll("-", "_");
}

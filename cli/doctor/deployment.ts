import type Docker from "dockerode";
import { reachableAt } from "../deployed/addresses";
import { servicesOf } from "../deployed/containers";
import type { StackName } from "../deployed/stacks";
import { type Finding, failure, notChecked, ok, warning } from "./finding";
import { gpuOfWorker, portsOf, volumesOf } from "./inside";
import {
  type Deployment,
  examineJupyter,
  examineKafka,
  examineLivePage,
  examineProducer,
  examineWorkers,
} from "./services";

/** Asks every service of a deployment, from outside, whether it does its work. */
export async function examineDeployment(
  docker: Docker,
  stack: StackName,
  gpuWanted: boolean,
): Promise<Finding[]> {
  const services = await servicesOf(docker, stack);
  if (services.length === 0) {
    return [failure("Containers", `${stack} is not deployed on this engine`, `npx cdktf deploy ${stack}`)];
  }
  const deployment = { stack, services };
  const findings = await Promise.all([
    ...askServices(deployment),
    volumesOf(deployment),
    ...(gpuWanted ? [gpuOfWorker(deployment)] : []),
  ]);
  return [containersOf(deployment), ...findings, portsOf(deployment)];
}

/** What a client of each service sees; on another machine without a tunnel it would see nothing, or something else. */
function askServices(deployment: Deployment): Promise<Finding>[] {
  const { stack, services } = deployment;
  const published = services.flatMap(({ ports }) => ports.map((text) => text.split("→")[0]));
  if (published.some((address) => reachableAt(stack, address) !== undefined)) {
    return [examineKafka, examineWorkers, examineProducer, examineLivePage, examineJupyter].map((ask) =>
      ask(deployment),
    );
  }
  const there = notChecked(
    "Services",
    "they are on another machine",
    `open ./golazo tunnel ${stack} in another terminal first`,
  );
  return [Promise.resolve(there)];
}

function containersOf({ stack, services }: Deployment): Finding {
  const ill = services.filter(({ state, health }) => state !== "running" || health !== "healthy");
  const [first] = ill;
  if (!first) return ok("Containers", `${services.length} run and are healthy`);
  if (ill.every(({ state, health }) => state === "running" && health === "starting")) {
    const names = ill.map(({ name }) => name).join(", ");
    return warning(
      "Containers",
      `still starting: ${names}`,
      `./golazo ps ${stack} --wait 120 waits for them`,
    );
  }
  const names = ill.map(({ name, state, health }) => `${name} (${state}, ${health})`).join(", ");
  return failure("Containers", `not healthy: ${names}`, `./golazo logs ${stack} ${first.service} says why`);
}

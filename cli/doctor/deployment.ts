import type Docker from "dockerode";
import { servicesOf } from "../deployed/containers";
import type { StackName } from "../deployed/stacks";
import { type Finding, failure, ok } from "./finding";
import { gpuOfWorker, portsOf, volumesOf } from "./inside";
import { type Deployment, examineJupyter, examineKafka, examineProducer, examineWorkers } from "./services";

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
    examineKafka(deployment),
    examineWorkers(deployment),
    examineProducer(deployment),
    examineJupyter(deployment),
    volumesOf(deployment),
    ...(gpuWanted ? [gpuOfWorker(deployment)] : []),
  ]);
  return [containersOf(deployment), ...findings, portsOf(deployment)];
}

function containersOf({ stack, services }: Deployment): Finding {
  const ill = services.filter(({ state, health }) => state !== "running" || health !== "healthy");
  const [first] = ill;
  if (!first) return ok("Containers", `${services.length} run and are healthy`);
  const names = ill.map(({ name, state, health }) => `${name} (${state}, ${health})`).join(", ");
  return failure("Containers", `not healthy: ${names}`, `./golazo logs ${stack} ${first.service} says why`);
}

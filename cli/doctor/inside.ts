import { containerFolder, WORKBENCH } from "@golazo/services";
import { run } from "../deployed/execution";
import { type Finding, failure, notChecked, ok, reasonOf } from "./finding";
import type { Deployment } from "./services";

/** What every part of a job writes to. */
const SHARED = ["runs", "models"] as const;

/** The user of the containers may write models and runs: volumes made by root are the classic reason for "permission denied". */
export async function volumesOf({ services }: Deployment): Promise<Finding> {
  const check = "Volumes";
  const users = services.filter(({ service, state }) => isJobPart(service) && state === "running");
  if (users.length === 0) return notChecked(check, "no container runs that uses them");
  const denied: string[] = [];
  for (const { container, name } of users) {
    for (const volume of SHARED) {
      const folder = containerFolder(volume);
      await run(container, ["test", "-w", folder]).catch(() => denied.push(`${folder} in ${name}`));
    }
  }
  if (denied.length === 0)
    return ok(check, `${SHARED.join(" and ")} can be written in ${users.length} containers`);
  return failure(
    check,
    `cannot be written: ${denied.join(", ")}`,
    `give them to the containers' user: docker exec --user root CONTAINER chown -R golazo ${SHARED.map(containerFolder).join(" ")}`,
  );
}

/** A worker's container sees a GPU. */
export async function gpuOfWorker({ stack, services }: Deployment): Promise<Finding> {
  const check = "GPU in a worker";
  const worker = services.find(({ service, state }) => service === "spark-worker" && state === "running");
  if (!worker) return notChecked(check, "no worker runs");
  try {
    return ok(check, (await run(worker.container, ["nvidia-smi", "-L"])).trim().replaceAll("\n", "; "));
  } catch (error) {
    return failure(
      check,
      `${worker.name} sees no GPU (${reasonOf(error)})`,
      `see the driver and the runtime above; a container keeps what it was started with: ./golazo restart ${stack} spark-worker`,
    );
  }
}

/** Nothing is published for other machines. */
export function portsOf({ services }: Deployment): Finding {
  const check = "Published ports";
  const ports = services.flatMap((service) => service.ports.map((port) => ({ name: service.name, port })));
  const open = ports.filter(({ port }) => !/^(127\.|\[?::1|host:)/.test(port));
  // Hosts that work together share their own network; there the security group keeps others out.
  const inHost = ports.filter(({ port }) => port.startsWith("host:")).length;
  if (open.length === 0 && inHost > 0) return notChecked(check, `${inHost} are in the host's own network`);
  if (open.length === 0) return ok(check, `${ports.length}, all on the host's loopback address only`);
  const names = open.map(({ name, port }) => `${name} ${port}`).join(", ");
  return failure(check, `open to other machines: ${names}`, "publish on 127.0.0.1 and deploy again");
}

function isJobPart(service: string): boolean {
  return service === "spark-worker" || service === WORKBENCH;
}

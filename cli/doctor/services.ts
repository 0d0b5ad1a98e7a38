import { kafkaClient, NO_AUTH } from "@golazo/producer";
import { LIVE_PAGE, PORTS, WORKBENCH } from "@golazo/services";
import got, { type Response } from "got";
import { reachableAt } from "../deployed/addresses";
import { type DeployedService, publishedAt } from "../deployed/containers";
import type { StackName } from "../deployed/stacks";
import { type Finding, failure, notChecked, ok, reasonOf, warning } from "./finding";

/** Deployed on this machine, or brought here by a tunnel, a service answers in less. */
const TIMEOUT_MS = 5000;

/** What runs of a deployment. */
export interface Deployment {
  readonly stack: StackName;
  readonly services: readonly DeployedService[];
}

/** Where a port of a service is found from here; undefined when it is not. */
export function addressOf(
  { stack, services }: Deployment,
  service: string,
  port: number,
): string | undefined {
  return reachableAt(stack, publishedAt(services, service, port));
}

/** Kafka answers a client outside its network, and sends it back to an address that client can reach. */
export async function examineKafka(deployment: Deployment): Promise<Finding> {
  const check = "Kafka";
  const address = addressOf(deployment, "kafka", PORTS.kafka);
  if (address === undefined) return notChecked(check, "no container publishes it: it may be MSK");
  const patience = { connectionTimeout: TIMEOUT_MS, requestTimeout: TIMEOUT_MS, retry: { retries: 0 } };
  const admin = kafkaClient({ bootstrap: address, kafkaAuth: NO_AUTH }, patience).admin();
  try {
    await admin.connect();
    const { brokers } = await admin.describeCluster();
    const topics = await admin.listTopics();
    const advertised = brokers.map(({ host, port }) => `${host}:${port}`).join(", ");
    const seen = `${address} answers, topics: ${topics.length}; it sends clients to ${advertised}`;
    if (advertised === address) return ok(check, seen);
    return warning(
      check,
      `${seen}, which is not this Kafka`,
      `free port ${advertised.split(":").at(-1)} here and open the tunnel again`,
    );
  } catch (error) {
    return failure(
      check,
      `${address} does not answer (${reasonOf(error)})`,
      `look at its log, then ./golazo restart ${deployment.stack} kafka`,
    );
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

/** Every worker's container is a worker the master knows. */
export async function examineWorkers(deployment: Deployment): Promise<Finding> {
  const check = "Spark workers";
  const { stack, services } = deployment;
  const address = addressOf(deployment, "spark-master", PORTS.sparkMasterUi);
  const containers = services.filter(({ service }) => service === "spark-worker").length;
  const answer = await ask(address, "/json/");
  if (typeof answer === "string") {
    return failure(
      check,
      `the master's page does not answer (${answer})`,
      `look at its log, then ./golazo restart ${stack} spark-master`,
    );
  }
  const alive = Number((JSON.parse(answer.body) as { aliveworkers?: unknown }).aliveworkers);
  if (alive === containers) return ok(check, `${alive} of ${containers} are registered at the master`);
  return failure(
    check,
    `${alive} of ${containers} are registered at the master`,
    `./golazo logs ${stack} spark-worker says why; ./golazo restart ${stack} spark-worker registers them anew`,
  );
}

/** The producer is up and reaches Kafka. */
export async function examineProducer(deployment: Deployment): Promise<Finding> {
  const check = "Producer";
  const answer = await ask(addressOf(deployment, "producer", PORTS.producer), "/health");
  if (typeof answer !== "string" && answer.statusCode === 200)
    return ok(check, "it answers and reaches Kafka");
  const seen = typeof answer === "string" ? `does not answer (${answer})` : `says ${firstLine(answer.body)}`;
  return failure(
    check,
    `the producer ${seen}`,
    `see Kafka above; then ./golazo restart ${deployment.stack} producer`,
  );
}

/** Jupyter is up, and lets nobody in without its token. */
export function examineJupyter(deployment: Deployment): Promise<Finding> {
  return examineGuarded(deployment, {
    ...{ check: "Jupyter", service: WORKBENCH, port: PORTS.jupyter },
    ...{ open: "/api", closed: "/api/contents", refusal: 403, shows: "its files" },
    fix: "end the deployment, and look for a changed Jupyter configuration in its volume jupyter-home",
  });
}

/** The live page is up, and lets nobody in without its token. */
export function examineLivePage(deployment: Deployment): Promise<Finding> {
  return examineGuarded(deployment, {
    ...{ check: "Live page", service: LIVE_PAGE, port: PORTS.dashboard },
    ...{ open: "/health", closed: "/api/runs", refusal: 401, shows: "its runs" },
    fix: "end the deployment, and look for another program on its port",
  });
}

/** A page that everybody may ask whether it is there, and nothing else without its token. */
interface GuardedPage {
  readonly check: string;
  readonly service: string;
  readonly port: number;
  readonly open: string;
  readonly closed: string;
  /** Status with which it refuses who has no token. */
  readonly refusal: number;
  /** What would be seen without one. */
  readonly shows: string;
  readonly fix: string;
}

async function examineGuarded(deployment: Deployment, page: GuardedPage): Promise<Finding> {
  const { check, service, port, refusal, shows, fix } = page;
  const address = addressOf(deployment, service, port);
  const [open, closed] = await Promise.all([ask(address, page.open), ask(address, page.closed)]);
  if (typeof open === "string" || open.statusCode !== 200) {
    const seen = typeof open === "string" ? open : `status ${open.statusCode}`;
    const advice = `look at its log, then ./golazo restart ${deployment.stack} ${service}`;
    return failure(check, `${check} does not answer (${seen})`, advice);
  }
  if (typeof closed !== "string" && closed.statusCode === refusal) {
    return ok(check, `http://${address} answers and wants its token`);
  }
  return failure(check, `http://${address} shows ${shows} without a token`, fix);
}

/** The answer, whatever its status; or why there is none. */
async function ask(address: string | undefined, path: string): Promise<Response<string> | string> {
  if (address === undefined) return "it publishes no port";
  try {
    return await got(`http://${address}${path}`, {
      timeout: { request: TIMEOUT_MS },
      retry: { limit: 0 },
      throwHttpErrors: false,
      followRedirect: false,
    });
  } catch (error) {
    return reasonOf(error);
  }
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0]?.slice(0, 120) ?? "";
}

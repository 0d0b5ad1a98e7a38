import {
  containerFolder,
  JUPYTER_TOKEN_FILE,
  LIVE_PAGE,
  LIVE_PAGE_TOKEN_FILE,
  PORTS,
  WORKBENCH,
} from "@golazo/services";
import type { DeployedService } from "./containers";
import { DESCRIBED_PORTS } from "./described-ports";
import { dockerHost } from "./engine";
import { run } from "./execution";
import { isAwsStack, type StackName } from "./stacks";
import { openTunnel } from "./tunnels";

/** Pages that ask for a token: the service, its port, where on it people begin, and the token's file in its folder. */
const WITH_TOKEN = [
  { name: WORKBENCH, inside: PORTS.jupyter, path: "/lab", file: JUPYTER_TOKEN_FILE },
  { name: LIVE_PAGE, inside: PORTS.dashboard, path: "/", file: LIVE_PAGE_TOKEN_FILE },
] as const;

/** What speaks HTTP with people; the others speak protocols of their own. */
const NO_PAGES: readonly number[] = [PORTS.kafka, PORTS.sparkMaster, PORTS.zookeeper];

/**
 * Where something published as `127.0.0.1:8180` on a deployment's machine is found from here; undefined when only a
 * tunnel would lead there.
 */
export function reachableAt(stack: StackName, published: string | undefined): string | undefined {
  const tunnel = openTunnel(stack);
  const port = published?.split(":").at(-1);
  if (tunnel && port !== undefined) {
    const here = tunnel.ports[port];
    return here === undefined ? undefined : `127.0.0.1:${here}`;
  }
  const isHere = !isAwsStack(stack) && dockerHost().startsWith("unix://");
  return isHere ? published : undefined;
}

/** Where a person reaches the services of a deployment, one line each; with the token where one is asked for. */
export async function addressLines(
  stack: StackName,
  services: readonly DeployedService[],
): Promise<string[]> {
  const lines: Array<[string, string]> = [];
  for (const service of services) {
    for (const text of service.ports) {
      const [published, inside] = text.split("→");
      const address = reachableAt(stack, published);
      if (address === undefined) continue;
      lines.push([nameOf(service, Number(inside)), await linkTo(service, address, Number(inside))]);
    }
  }
  const width = Math.max(0, ...lines.map(([what]) => what.length));
  return lines.map(([what, where]) => `${`${what}:`.padEnd(width + 1)} ${where}`);
}

/** What people call what answers on a port; a worker's name has its number at the end. */
function nameOf({ service, name }: DeployedService, port: number): string {
  const described = DESCRIBED_PORTS.get(service)?.find((one) => one.port === port);
  const what = described?.what ?? `${service} ${port}`;
  return service === "spark-worker" ? what.replace("1", /\d+$/.exec(name)?.[0] ?? "") : what;
}

async function linkTo(
  { service, container }: DeployedService,
  address: string,
  port: number,
): Promise<string> {
  if (NO_PAGES.includes(port)) return address;
  const page = WITH_TOKEN.find(({ name, inside }) => name === service && inside === port);
  if (!page) return `http://${address}`;
  // Read when it is asked for and written nowhere: not in a state, a log or a file of this machine.
  const token = await run(container, ["cat", `${containerFolder(service)}/${page.file}`]);
  return `http://${address}${page.path}?token=${token.trim()}`;
}

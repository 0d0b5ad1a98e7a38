import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "@golazo/producer";
import type Docker from "dockerode";
import { HOME } from "../paths";
import { isAwsStack, type StackName } from "./stacks";
import { openTunnel } from "./tunnels";

/** Where Docker listens when nothing else is said. */
const DEFAULT_HOST = "unix:///var/run/docker.sock";

/**
 * The Docker engine a deployment runs on: that of `DOCKER_HOST`, as for the `docker` command, or the one at the other
 * end of the tunnel to AWS.
 *
 * @throws InputError when it does not answer
 */
export async function engineOf(stack: StackName): Promise<Docker> {
  const host = isAwsStack(stack) ? socketOfTunnel(stack) : dockerHost();
  const docker = await connectTo(host);
  try {
    await docker.ping();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const fix = isAwsStack(stack)
      ? `close ./golazo tunnel ${stack} and open it again`
      : "start it, or name another with DOCKER_HOST";
    throw new InputError(`no Docker engine answers at ${host} for ${stack} (${reason}): ${fix}`);
  }
  return docker;
}

/** Address of the Docker engine on which containers are deployed: as `cdktf deploy` finds it. */
export function dockerHost(): string {
  const { GOLAZO_DOCKER_HOST, DOCKER_HOST } = process.env;
  return GOLAZO_DOCKER_HOST || DOCKER_HOST || configuredHost() || DEFAULT_HOST;
}

/** The setting `dockerHost` in `cdktf.json`, for those whose engine is always the same one elsewhere. */
function configuredHost(): string | undefined {
  const file = join(HOME, "cdktf.json");
  // Images have no such file.
  if (!existsSync(file)) return undefined;
  const { context } = JSON.parse(readFileSync(file, "utf8")) as {
    context?: { golazo?: { dockerHost?: string } };
  };
  return context?.golazo?.dockerHost;
}

function socketOfTunnel(stack: StackName): string {
  const socket = openTunnel(stack)?.socket;
  if (socket === undefined) {
    throw new InputError(`${stack} is in AWS: open ./golazo tunnel ${stack} first, in another terminal`);
  }
  return `unix://${socket}`;
}

/**
 * A client of the engine at an address; nothing is asked yet.
 *
 * @throws InputError when the address is none
 */
export async function connectTo(host: string): Promise<Docker> {
  // With SSH and gRPC in it, it would make every other command start later.
  const { default: Docker } = await import("dockerode");
  if (host.startsWith("unix://")) return new Docker({ socketPath: host.slice("unix://".length) });
  const url = URL.canParse(host) ? new URL(host) : null;
  if (url?.protocol === "ssh:") {
    const port = url.port === "" ? 22 : Number(url.port);
    const { SSH_AUTH_SOCK: agent } = process.env;
    return new Docker({
      protocol: "ssh",
      host: url.hostname,
      port,
      username: url.username,
      sshOptions: { agent },
    });
  }
  if (url?.protocol === "tcp:") return new Docker({ host: url.hostname, port: Number(url.port || 2375) });
  throw new InputError(
    `DOCKER_HOST=${host} is not understood: give unix:///path, ssh://user@host or tcp://host:port`,
  );
}

import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "@golazo/producer";
import type Docker from "dockerode";
import { type DeployedService, servicesOf } from "../deployed/containers";
import { connectTo, engineOf } from "../deployed/engine";
import type { StackName } from "../deployed/stacks";
import { forgetTunnel, openTunnel, rememberTunnel, TUNNELS } from "../deployed/tunnels";
import { isFree } from "../embedded/ports";
import type { Route } from "./route";
import { endSession, SshSession } from "./ssh-session";

/** Longest path of a Unix socket on macOS; SSH adds 17 characters to its own while it connects. */
const LONGEST_SOCKET = 104 - 17;

/** An open tunnel, and what runs at its other end. */
export interface OpenedTunnel {
  readonly services: readonly DeployedService[];
  /** Resolves with why it ended. */
  readonly ended: Promise<string>;
  close(): Promise<void>;
}

/**
 * Brings the published ports of a deployment here, on the same numbers where they are free, and its engine's socket.
 *
 * @throws InputError when it is open already, or nothing is deployed there
 */
export async function openTunnelTo(stack: StackName, route: Route): Promise<OpenedTunnel> {
  const [control, socket] = await socketsFor(stack);
  const session = await SshSession.open(route, control);
  const close = async (): Promise<void> => {
    forgetTunnel(stack);
    await session.close();
    rmSync(socket, { force: true });
    route.dispose();
  };
  try {
    const engine = await engineThrough(session, route, socket, stack);
    const services = await servicesOf(engine, stack);
    if (services.length === 0) {
      throw new InputError(
        `no container of ${stack} runs there yet: look again in a few minutes, or deploy it`,
      );
    }
    const ports = await forwardPorts(session, services);
    rememberTunnel(stack, { ownerProcess: process.pid, ports, ...(route.socket ? { socket } : {}) });
    return { services, ended: session.ended, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function socketsFor(stack: StackName): Promise<[control: string, engine: string]> {
  const other = openTunnel(stack);
  if (other) throw new InputError(`the tunnel to ${stack} is open already, in process ${other.ownerProcess}`);
  mkdirSync(TUNNELS, { recursive: true, mode: 0o700 });
  const [control, engine] = [join(TUNNELS, `${stack}.ssh`), join(TUNNELS, `${stack}.sock`)];
  if (control.length > LONGEST_SOCKET) {
    throw new InputError(`the path ${TUNNELS} is too long for sockets: move the checkout to a shorter one`);
  }
  // Whoever was killed leaves a connection and its sockets behind.
  if (existsSync(control)) await endSession(control);
  for (const file of [control, engine]) rmSync(file, { force: true });
  return [control, engine];
}

async function engineThrough(
  session: SshSession,
  route: Route,
  socket: string,
  stack: StackName,
): Promise<Docker> {
  if (route.socket === undefined) return engineOf(stack);
  await session.forward(socket, route.socket);
  return connectTo(`unix://${socket}`);
}

/** Ports by what they are there; a port that is taken here gives way to the next free one. */
async function forwardPorts(
  session: SshSession,
  services: readonly DeployedService[],
): Promise<Record<string, number>> {
  const ports: Record<string, number> = {};
  const published = services.flatMap((service) => service.ports.map((text) => text.split("→")[0] ?? ""));
  for (const there of published) {
    const port = there.split(":").at(-1) ?? "";
    let here = Number(port);
    while (Object.values(ports).includes(here) || !(await isFree(here))) here++;
    await session.forward(`127.0.0.1:${here}`, there.replace(/^host:/, "127.0.0.1:"));
    ports[port] = here;
  }
  return ports;
}

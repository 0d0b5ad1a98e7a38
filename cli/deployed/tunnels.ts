import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAlive } from "../embedded/processes";
import { STATE } from "../paths";
import type { StackName } from "./stacks";

/** Where tunnels keep what they need while they are open. */
export const TUNNELS = join(STATE, "tunnels");

/** A tunnel to the machine a deployment runs on. */
export interface Tunnel {
  /** Process of `golazo tunnel`; the tunnel is open as long as it lives. */
  readonly ownerProcess: number;
  /** Local socket of that machine's Docker engine, where it is not reached otherwise. */
  readonly socket?: string;
  /** Port here by port there. */
  readonly ports: Readonly<Record<string, number>>;
}

const stateFile = (stack: StackName): string => join(TUNNELS, `${stack}.json`);

/** The open tunnel of a deployment, or null. */
export function openTunnel(stack: StackName): Tunnel | null {
  if (!existsSync(stateFile(stack))) return null;
  const tunnel = JSON.parse(readFileSync(stateFile(stack), "utf8")) as Tunnel;
  return isAlive(tunnel.ownerProcess) ? tunnel : null;
}

/** Remembers a tunnel for other commands; the file appears whole or not at all. */
export function rememberTunnel(stack: StackName, tunnel: Tunnel): void {
  mkdirSync(TUNNELS, { recursive: true });
  writeFileSync(`${stateFile(stack)}.partial`, JSON.stringify(tunnel, null, 2));
  renameSync(`${stateFile(stack)}.partial`, stateFile(stack));
}

export function forgetTunnel(stack: StackName): void {
  rmSync(stateFile(stack), { force: true });
}

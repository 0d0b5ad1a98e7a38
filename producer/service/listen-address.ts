import { InvalidArgumentError } from "commander";
import { InputError } from "../input-error";

/** Where a server listens. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** Anybody who reaches a server can make it work, so others are let in only when asked for. */
const LOOPBACK = "127.0.0.1";

/**
 * Reads the option --listen: `port` (this machine only) or `address:port`.
 *
 * @param example port that the message about wrong input shows
 */
export function listenAddress(example: number): (text: string) => ListenAddress {
  return (text) => {
    const match = /^(?:(?<host>[^\s/]+):)?(?<port>\d{1,5})$/.exec(text);
    const port = Number(match?.groups?.port);
    if (!match || port > 65_535) {
      throw new InvalidArgumentError(
        `Give a port or address:port, for example ${example} or ${LOOPBACK}:${example}.`,
      );
    }
    return { host: match.groups?.host?.replace(/^\[(.*)\]$/, "$1") ?? LOOPBACK, port };
  };
}

/** What to say when a server could not listen; any other trouble stays what it is. */
export function cannotListen({ host, port }: ListenAddress, error: NodeJS.ErrnoException): Error {
  if (error.syscall !== "listen" && error.syscall !== "getaddrinfo") return error;
  return new InputError(`cannot listen on ${host}:${port} (${error.code}): choose another with --listen`);
}

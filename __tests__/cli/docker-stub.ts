import { createServer, type Server } from "node:http";
import type { Socket } from "node:net";

/** What is answered to anybody who asks for the content of a file in a container. */
export interface DockerStub {
  readonly server: Server;
  close(): void;
}

/**
 * As much of Docker's API as listing containers and running a short command takes, on a Unix socket.
 *
 * @param containers as the API lists them
 * @param output what every command prints
 */
export function startDockerStub(
  socket: string,
  containers: readonly unknown[],
  output: string,
): Promise<DockerStub> {
  const server = createServer((request, response) => {
    const answer = answerTo(request.url ?? "", containers);
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
  // Docker takes the connection over for a command's output.
  server.on("upgrade", (_request, connection: Socket) => {
    connection.write("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
    const header = Buffer.alloc(8);
    header.writeUInt8(1, 0);
    header.writeUInt32BE(Buffer.byteLength(output), 4);
    connection.end(Buffer.concat([header, Buffer.from(output)]));
  });
  return new Promise((resolve) => {
    server.listen(socket, () => resolve({ server, close: () => server.close() }));
  });
}

function answerTo(url: string, containers: readonly unknown[]): unknown {
  if (url.startsWith("/containers/json")) return containers;
  if (/^\/containers\/[^/]+\/exec/.test(url)) return { Id: "e1" };
  if (url.startsWith("/exec/e1/json")) return { ExitCode: 0 };
  return "OK";
}

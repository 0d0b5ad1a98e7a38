import { mkdtempSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What an engine that is not there says. */
export interface DockerAnswers {
  /** As the API lists them. */
  readonly containers?: readonly unknown[];
  /** What every command in a container prints, and how it ends. */
  readonly output?: string;
  readonly exitCode?: number;
  /** Instead of, or besides, what an engine without a GPU says of itself. */
  readonly info?: Readonly<Record<string, unknown>>;
}

const INFO = {
  ServerVersion: "28.3.0",
  OperatingSystem: "Debian GNU/Linux 12",
  Architecture: "x86_64",
  NCPU: 2,
  MemTotal: 8 * 1024 ** 3,
  DockerRootDir: "/no/such/folder",
  Runtimes: { runc: {} },
};

/** As much of Docker's API as looking at an engine, listing containers and running a short command takes. */
export class DockerStub {
  private constructor(
    readonly socket: string,
    private readonly server: Server,
  ) {}

  static async start(answers: DockerAnswers): Promise<DockerStub> {
    const socket = join(mkdtempSync(join(tmpdir(), "golazo-docker-")), "docker.sock");
    const server = createServer((request, response) => {
      const answer = JSON.stringify(answerTo(request.url ?? "", answers));
      response.writeHead(200, { "content-type": "application/json" }).end(answer);
    });
    // Docker takes the connection over for a command's output.
    server.on("upgrade", (_request, connection: Socket) => {
      connection.write("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
      connection.end(frame(answers.output ?? ""));
    });
    await new Promise<void>((done) => server.listen(socket, done));
    return new DockerStub(socket, server);
  }

  get host(): string {
    return `unix://${this.socket}`;
  }

  stop(): void {
    this.server.close();
  }
}

function answerTo(url: string, { containers = [], info, exitCode = 0 }: DockerAnswers): unknown {
  if (url.startsWith("/containers/json")) return containers;
  if (/^\/containers\/[^/]+\/exec/.test(url)) return { Id: "e1" };
  if (url.startsWith("/exec/e1/json")) return { ExitCode: exitCode };
  if (url.startsWith("/info")) return { ...INFO, ...info };
  if (url.startsWith("/version")) return { ApiVersion: "1.51" };
  return "OK";
}

/** A piece of standard output as Docker sends it: a header of 8 bytes with its length, then the piece. */
function frame(text: string): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt8(1, 0);
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

/** A running, healthy container as Docker's API lists it; `ports` are published port by port inside. */
export function containerOf(
  stack: string,
  service: string,
  ports: Readonly<Record<number, number>> = {},
  ip = "127.0.0.1",
): Record<string, unknown> {
  return {
    Id: `id-of-${service}`,
    Names: [`/golazo-${stack}-${service}`],
    State: "running",
    Status: "Up 2 minutes (healthy)",
    Labels: { "golazo.stack": stack, "golazo.service": service.replace(/-\d+$/, "") },
    Ports: Object.entries(ports).map(([inside, published]) => ({
      IP: ip,
      PublicPort: published,
      PrivatePort: Number(inside),
      Type: "tcp",
    })),
  };
}

/** A page that answers each path with a status and a text. */
export class Page {
  private constructor(
    readonly port: number,
    private readonly server: Server,
  ) {}

  static async start(paths: Readonly<Record<string, [status: number, text: string]>>): Promise<Page> {
    const server = createServer((request, response) => {
      const [status, text] = paths[request.url ?? ""] ?? [404, "there is no such page"];
      response.writeHead(status).end(text);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    return new Page((server.address() as AddressInfo).port, server);
  }

  stop(): void {
    this.server.close();
  }
}

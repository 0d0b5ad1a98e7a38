import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** In the place of a service of AWS that moto lacks: the same answers to everybody, by the operation's name. */
export class AwsJsonStub {
  private constructor(
    readonly url: string,
    private readonly server: Server,
  ) {}

  static async start(answers: Readonly<Record<string, unknown>>): Promise<AwsJsonStub> {
    const server = createServer((request, response) => {
      const operation = String(request.headers["x-amz-target"]).split(".").at(-1) ?? "";
      const known = Object.hasOwn(answers, operation);
      response.writeHead(known ? 200 : 400, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify(known ? answers[operation] : { __type: "NoSuchResourceException" }));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    return new AwsJsonStub(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, server);
  }

  stop(): void {
    this.server.close();
  }
}

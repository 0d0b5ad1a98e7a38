import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** An answer of the mock: JSON, or only a status. */
export type Answer = object | number;

/** A running mock of the StatsBomb data API. */
export interface MockApi {
  readonly address: string;
  /** Paths asked for, in order, refused ones included. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** The only credentials the mock accepts. */
export const MOCK_USER = { STATSBOMB_USER: "someone@example.com", STATSBOMB_PASSWORD: "correct horse" };

/**
 * A mock: nobody can test against the real API without paid credentials. It checks basic authentication and answers the
 * paths it is given with StatsBomb's shapes; several answers to one path are given one after another, the last for ever. A public
 * mock asks for no credentials: it stands for the address of the open data.
 */
export async function mockApi(
  answers: Readonly<Record<string, readonly Answer[]>>,
  { isPublic = false } = {},
): Promise<MockApi> {
  const asked: string[] = [];
  const { STATSBOMB_USER: user, STATSBOMB_PASSWORD: password } = MOCK_USER;
  const accepted = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    const before = asked.filter((other) => other === path).length;
    asked.push(path);
    const known = answers[path] ?? [404];
    const answer =
      isPublic || request.headers.authorization === accepted
        ? known[Math.min(before, known.length - 1)]
        : 401;
    const status = typeof answer === "number" ? answer : 200;
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> => new Promise((closed) => server.close(() => closed()));
  return { address: `http://127.0.0.1:${port}`, asked, close };
}

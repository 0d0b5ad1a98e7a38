import { readFileSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import { ContractError, type ReplayControl, validate } from "@golazo/contracts";
import fastify, { type FastifyError, type FastifyInstance } from "fastify";
import type { Watch } from "../protocol";
import { type ReplayLink, ReplayRefused } from "../replay-link";
import { finishedRuns } from "../runs";
import type { System } from "../system/system";
import { guard, HEALTH } from "./access";
import type { Audience } from "./audience";

/** What the server needs to answer. */
export interface PageServerOptions {
  readonly audience: Audience;
  readonly system: System;
  readonly replay: ReplayLink;
  /** Folder with the built page. */
  readonly pageFolder: string;
  /** Folder with the finished runs. */
  readonly runsFolder: string;
  /** What visitors must know; null on the loopback address. */
  readonly token: string | null;
  /** Called whenever somebody looks: there is something to read for from then on. */
  readonly begin: () => void;
}

/** Addresses of the page; the page itself tells them apart. */
const PAGES = ["/", "/match/:id", "/system", "/compare"];

/** A change of a replay is a handful of bytes. */
const BODY_LIMIT_BYTES = 4 * 1024;

/**
 * - `GET /live?watch=matches|match:ID|system|compare` tells what changes, as server-sent events (`protocol.ts`);
 * - `GET /api/system` tells how the system is, for another live page;
 * - `GET /api/runs` lists the finished runs;
 * - `PATCH /api/replay` changes how the replay is played (contract `replay-control`);
 * - `GET /health` says that the page is there, to everybody;
 * - everything else is the built page, and nothing outside its folder.
 */
export async function pageServer(options: PageServerOptions): Promise<FastifyInstance> {
  const { audience, system, replay, pageFolder, runsFolder, token, begin } = options;
  const server = fastify({ bodyLimit: BODY_LIMIT_BYTES, forceCloseConnections: true });
  guard(server, token);
  // Names of built files hold a digest of their content: they never change.
  await server.register(fastifyStatic, {
    root: join(pageFolder, "assets"),
    prefix: "/assets/",
    immutable: true,
    maxAge: "365d",
  });
  const index = readFileSync(join(pageFolder, "index.html"), "utf8");
  const icon = readFileSync(join(pageFolder, "icon.svg"), "utf8");
  for (const path of PAGES)
    server.get(path, async (_, reply) => reply.type("text/html; charset=utf-8").send(index));
  server.get("/icon.svg", async (_, reply) => reply.type("image/svg+xml").send(icon));

  server.get<{ Querystring: { watch?: unknown } }>("/live", async ({ query }, reply) => {
    const watch = watchOf(query.watch);
    if (!watch) return reply.code(400).send({ error: "watch is one of matches, match:ID, system, compare" });
    if (audience.isFull) return reply.code(503).send({ error: "too many browsers watch: close some" });
    begin();
    reply.hijack();
    const headers = Object.entries(reply.getHeaders());
    for (const [name, value] of headers) if (value !== undefined) reply.raw.setHeader(name, value);
    audience.join(watch, reply.raw);
    return reply;
  });
  server.get(HEALTH, async () => ({ browsers: audience.size }));
  server.get("/api/system", async () => {
    begin();
    return system.view();
  });
  server.get("/api/runs", async () => finishedRuns(runsFolder));
  server.patch("/api/replay", async ({ body }) =>
    replay.control(validate<ReplayControl>("replay-control", body)),
  );

  server.setNotFoundHandler(async ({ method, headers }, reply) => {
    reply.code(404);
    const wantsPage = method === "GET" && String(headers.accept).includes("text/html");
    return wantsPage
      ? reply.type("text/html; charset=utf-8").send(index)
      : { error: "there is nothing here" };
  });
  server.setErrorHandler(async (error: FastifyError, _, reply) => {
    reply.code(statusFor(error));
    return { error: error.message };
  });
  return server;
}

function statusFor(error: FastifyError): number {
  if (error instanceof ReplayRefused) return error.statusCode;
  if (error instanceof ContractError) return 400;
  return error.statusCode ?? 500;
}

function watchOf(text: unknown): Watch | null {
  if (text === "matches" || text === "system" || text === "compare") return { view: text };
  const id = /^match:(\d{1,15})$/.exec(String(text))?.[1];
  return id === undefined ? null : { view: "match", id: Number(id) };
}

import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

/** What tells no more than that the page is there, for whoever keeps it running. */
export const HEALTH = "/health";

/** Names under which a machine reaches itself. */
const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Nothing but what this server gives; the page has no script or style in its markup. */
const POLICY =
  "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";

/** Whether a server that listens there is reached from this machine alone. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.has(host) || host === "::1" || host.startsWith("127.");
}

/**
 * Keeps out who may not look: without a token whoever does not come through this machine's own names (another site's
 * page that had its name point here), with one whoever does not know it. The token comes once in the address, then in
 * a cookie that no script reads.
 *
 * @param token null: the server listens on the loopback address only
 */
export function guard(server: FastifyInstance, token: string | null): void {
  server.addHook("onRequest", async (request, reply) => {
    reply.headers({
      "content-security-policy": POLICY,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    });
    if (token === null) return refuseOtherNames(request, reply);
    if (request.url === HEALTH) return undefined;
    return askForToken(request, reply, token);
  });
}

function refuseOtherNames(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
  const host = (request.headers.host ?? "").replace(/:\d+$/, "");
  if (isLoopback(host)) return undefined;
  return reply.code(403).send({
    error: "this page is for its own machine: open it as http://127.0.0.1, or start it with --listen",
  });
}

function askForToken(request: FastifyRequest, reply: FastifyReply, token: string): FastifyReply | undefined {
  const url = new URL(request.url, "http://page");
  const given = url.searchParams.get("token");
  const name = cookieOf(token);
  if (given !== null && isSame(given, token)) {
    reply.header("set-cookie", `${name}=${token}; HttpOnly; SameSite=Strict; Path=/`);
    if (url.pathname.startsWith("/api/")) return undefined;
    url.searchParams.delete("token");
    return reply.redirect(`${url.pathname}${url.search}`, 303);
  }
  const cookie = new RegExp(`(?:^|;\\s*)${name}=([^;]*)`).exec(request.headers.cookie ?? "")?.[1];
  if (cookie !== undefined && isSame(cookie, token)) return undefined;
  return reply
    .code(401)
    .type("text/plain; charset=utf-8")
    .send(
      "This page asks for a token: open the address that ./golazo dashboard, or ./golazo ps STACK --addresses, prints.\n",
    );
}

/** Another for each token: a browser keeps one set of cookies for all ports of a machine, and two stacks may stand on it. */
function cookieOf(token: string): string {
  return `golazo_${createHash("sha256").update(token).digest("hex").slice(0, 12)}`;
}

/** Takes as long for a near miss as for a far one. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

import { type IncomingMessage, request } from "node:http";
import type { Dashboard } from "../../dashboard/server";
import type { StatusMessage, UnknownMatchMessage } from "../../dashboard/server/protocol";
import { NOBODY, servePage, Watcher } from "./page";

/** Asks as no browser would: the path as it is, any headers. */
function ask(
  url: string,
  path: string,
  headers: Record<string, string> = {},
  method = "GET",
): Promise<{ status: number; text: string; headers: IncomingMessage["headers"] }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const asked = request({ hostname, port, path, headers, method }, (response) => {
      let text = "";
      response.on("data", (chunk) => (text += String(chunk)));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, text, headers: response.headers }),
      );
    });
    asked.on("error", reject);
    asked.end();
  });
}

describe("the page's server", () => {
  let page: Dashboard;
  beforeAll(async () => {
    page = await servePage();
  });
  afterAll(() => page.close());

  test.each(["/", "/match/900500001", "/system", "/compare"])("gives the page at %s", async (path) => {
    const { status, text, headers } = await ask(page.url, path);
    expect(status).toBe(200);
    expect(text).toContain("<title>Golazo</title>");
    expect(headers["content-security-policy"]).toContain("default-src 'self'");
  });

  test.each([
    "/secret.txt",
    "/../secret.txt",
    "/assets/../secret.txt",
    "/assets/../../secret.txt",
    "/assets/%2e%2e/%2e%2e/secret.txt",
    "/assets/..%2f..%2fsecret.txt",
    "/assets/....//secret.txt",
    "/assets//etc/passwd",
    "/assets/%00",
    "/%2e%2e/%2e%2e/etc/passwd",
  ])("gives nothing outside its folder: %s", async (path) => {
    const { status, text } = await ask(page.url, path);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(text).not.toMatch(/secret$|root:/);
  });

  test("an address that is none gets the page, which says so, and 404", async () => {
    const { status, text } = await ask(page.url, "/nowhere", { accept: "text/html" });
    expect([status, text.includes("<title>Golazo</title>")]).toEqual([404, true]);
  });

  test("says that Kafka does not answer, and goes on", async () => {
    const watcher = new Watcher(page.url, "matches");
    const { kafka } = await watcher.told(
      (message): message is StatusMessage => message.kind === "status" && message.kafka.reason !== null,
    );
    expect(kafka).toMatchObject({ state: "waiting", reason: { code: "no-answer" }, bootstrap: NOBODY });
    await watcher.leave();
  });

  test("an unknown match is said to be unknown", async () => {
    const watcher = new Watcher(page.url, "match:12");
    const message = await watcher.told((one): one is UnknownMatchMessage => one.kind === "unknown-match");
    expect(message.id).toBe(12);
    await watcher.leave();
  });

  test.each(["", "match:", "match:x", "match:99999999999999999999", "everything"])(
    "nobody can watch %p",
    async (watch) => {
      const { status, text } = await ask(page.url, `/live?watch=${watch}`);
      expect(status).toBe(400);
      expect(text).toContain("watch is one of");
    },
  );

  test("another site whose name points here gets nothing", async () => {
    const { status } = await ask(page.url, "/", { host: "evil.example:80" });
    expect(status).toBe(403);
  });

  test("there is no replay to pause, in one line", async () => {
    const response = await fetch(`${page.url}/api/replay`, {
      method: "PATCH",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ paused: true }),
    });
    expect(response.status).toBe(409);
    expect(String(Object(await response.json()).error)).toMatch(/^no replay is playing: start one/);
  });

  test("an order that is none is refused with the rule", async () => {
    const response = await fetch(`${page.url}/api/replay`, {
      method: "PATCH",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ paused: "perhaps" }),
    });
    expect(response.status).toBe(400);
    expect(String(Object(await response.json()).error)).toContain("/paused must be boolean");
  });
});

describe("a page that other machines can reach", () => {
  let page: Dashboard;
  let open: URL;
  beforeAll(async () => {
    page = await servePage(NOBODY, { listen: { host: "0.0.0.0", port: 0 } });
    open = new URL(page.url);
  });
  afterAll(() => page.close());

  test.each(["/", "/live?watch=matches", "/api/system", "/assets/index.js", "/?token=guessed"])(
    "asks for its token at %s",
    async (path) => {
      const { status, text } = await ask(page.url, path);
      expect(status).toBe(401);
      expect(text).toContain("asks for a token");
    },
  );

  test("gives itself to who knows the token, which then goes from the address into a cookie", async () => {
    const { status, headers } = await ask(page.url, `/system${open.search}`);
    expect([status, headers.location]).toEqual([303, "/system"]);
    const [cookie = ""] = headers["set-cookie"] ?? [];
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
    const { status: after } = await ask(page.url, "/system", { cookie: cookie.split(";")[0] ?? "" });
    expect(after).toBe(200);
  });

  test("tells everybody that it is there, and nothing else", async () => {
    expect(await ask(page.url, "/health")).toMatchObject({ status: 200, text: '{"browsers":0}' });
    for (const path of ["/health/", "/health?x=1", "//health", "/health/../api/runs"]) {
      expect((await ask(page.url, path)).status).not.toBe(200);
    }
  });

  test("and another on the same machine each keep who came in: browsers keep one set of cookies for all ports", async () => {
    const other = await servePage(NOBODY, { listen: { host: "0.0.0.0", port: 0 } });
    const cookies: string[] = [];
    for (const { url } of [page, other]) {
      const { headers } = await ask(url, `/${new URL(url).search}`);
      cookies.push(headers["set-cookie"]?.[0]?.split(";")[0] ?? "");
    }
    // A browser keeps one cookie of each name.
    const kept = new Map(cookies.map((cookie) => [cookie.split("=")[0], cookie]));
    const cookie = [...kept.values()].join("; ");
    for (const { url } of [page, other]) expect((await ask(url, "/system", { cookie })).status).toBe(200);
    await other.close();
  });

  test("has a token nobody guesses", () => {
    expect(open.searchParams.get("token")).toMatch(/^[\w-]{24}$/);
  });
});

import { createServer } from "node:net";
import { golazo, start } from "../e2e/golazo";

/** A broker nobody started: the page waits for it. */
const NOBODY = ["--bootstrap", "127.0.0.1:1"];

/** Starts the command, looks where it says the page is, and ends it. */
async function addressOf(args: readonly string[], environment: Record<string, string> = {}): Promise<URL> {
  const running = start(["dashboard", ...NOBODY, ...args], environment);
  await running.printed("(Ctrl-C ends it)");
  running.child.kill("SIGINT");
  const { code, output } = await running.ended;
  expect(code).toBe(0);
  return new URL(/Live page: (\S+)/.exec(output)?.[1] ?? "");
}

describe("./golazo dashboard", () => {
  test("listens on this machine only unless told otherwise, and needs no token then", async () => {
    const { hostname, search } = await addressOf([]);
    expect([hostname, search]).toEqual(["127.0.0.1", ""]);
  }, 90_000);

  test("told otherwise makes a token that is part of the address it prints, or takes the one it is given", async () => {
    const made = await addressOf(["--listen", "0.0.0.0:0"]);
    expect(made.searchParams.get("token")).toMatch(/^[\w-]{24}$/);
    const given = await addressOf(["--listen", "0.0.0.0:0"], { GOLAZO_DASHBOARD_TOKEN: "of-my-own" });
    expect(given.searchParams.get("token")).toBe("of-my-own");
  }, 90_000);

  test.each([
    [["--listen", "everywhere"], /Give a port or address:port, for example 8060/],
    [["--listen", "127.0.0.1:99999"], /Give a port or address:port/],
    [["--bootstrap", "nowhere"], /Give host:port, for example 127\.0\.0\.1:9093/],
    [["--beside", "ftp://127.0.0.1"], /Give the address of a live page/],
    [["--beside", "8061"], /Give the address of a live page/],
  ])(
    "refuses %j with the form it wants",
    async (args, words) => {
      const { code, output } = await golazo(["dashboard", ...NOBODY, ...args]);
      expect(output).toMatch(words);
      expect(code).toBe(2);
    },
    30_000,
  );

  test("says which port is taken, and what to do", async () => {
    const taken = createServer();
    const port = await new Promise<number>((done) => {
      taken.listen(0, "127.0.0.1", () => done(Number(Object(taken.address()).port)));
    });
    const { code, output } = await golazo(["dashboard", ...NOBODY, "--listen", `${port}`]);
    taken.close();
    const line = `golazo: cannot listen on 127.0.0.1:${port} (EADDRINUSE): choose another with --listen\n`;
    expect([code, output.endsWith(line)]).toEqual([2, true]);
  }, 60_000);
});

import { ServedPage, TOKEN } from "./served-page";

describe("the live page as a service", () => {
  test("asks for the token of its file, says it nowhere, and ends in order", async () => {
    const served = new ServedPage();
    const url = await served.url();
    expect((await fetch(`${url}/api/system`)).status).toBe(401);
    const system = await (await fetch(`${url}/api/system?token=${TOKEN}`)).json();
    expect(system).toMatchObject({ name: "gpu" });
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect(await served.end()).toBe(0);
    expect(served.output()).not.toContain(TOKEN);
  });

  test.each([
    [{ "token-file": "/no/such/file" }, /^golazo: cannot read \/no\/such\/file \(ENOENT\): name another/],
    [{ "token-file": "/dev/null" }, /^golazo: \/dev\/null holds no token/],
    [{ bootstrap: "nowhere" }, /Give host:port/],
    [{ "job-page": "nowhere" }, /Give an address/],
    [
      { listen: "no.such.host.invalid:1" },
      /^golazo: cannot listen on no\.such\.host\.invalid:1 \(\w+\): choose/,
    ],
  ])("given %j it says what to do, and serves nothing", async (wishes, words) => {
    const served = new ServedPage(wishes as unknown as Record<string, string>);
    expect(await served.ended).toBe(2);
    expect(served.output()).toMatch(words);
  });
});

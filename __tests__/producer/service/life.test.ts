import { mkdtempSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { TOPICS } from "../../../contracts";
import { Broker, describeWithBroker } from "../kafka/broker";
import { readTopic } from "../kafka/topic";
import { Served } from "./served";

describeWithBroker("the life of the producer service", () => {
  let broker: Broker;
  beforeAll(async () => {
    broker = await Broker.start();
  }, 60_000);
  afterAll(() => broker.remove());

  const atStart = ["--replay-at-start", "--seed", "3", "--rate", "1000", "--seconds", "4"];

  test("a replay at start is played once, however often the service is started again", async () => {
    // GIVEN a service that is ended in the middle of the replay it was started with
    const first = new Served(broker.bootstrap, atStart);
    await first.printed("Throughput: ");
    expect(await first.end("SIGTERM")).toBe(0);
    expect(first.manifest("at-start")).toMatchObject({ state: "stopped", failure: null });
    // AND one that went on with it and was killed
    const second = new Served(broker.bootstrap, atStart, first.runs);
    await second.printed("Resumed: ");
    await second.end("SIGKILL");
    // WHEN it is started again
    const third = new Served(broker.bootstrap, atStart, first.runs);
    await third.printed("Replay complete: ");
    // THEN every event is on the topic once
    expect(await readTopic(broker.bootstrap, TOPICS.events.name)).toHaveLength(4000);
    expect(third.manifest("at-start").totals?.events_acknowledged).toBe(4000);
    await third.end();
    // THEN one more start leaves it alone and takes requests
    const fourth = new Served(broker.bootstrap, atStart, first.runs);
    await fourth.printed("replay at-start was played already");
    expect((await fourth.ask("GET", "/replays/at-start")).status).toBe(404);
    expect(await fourth.end()).toBe(0);
  }, 90_000);

  test("SIGTERM ends a replay in order: followers hear the end, nothing more is taken, and it exits with 0", async () => {
    const served = new Served(broker.bootstrap);
    const service = await served.client();
    await service.start({ runId: "ended", rate: 500, seconds: 0 });
    const followed = fetch(`${await served.url()}/replays/ended/lines`).then((response) => response.text());
    await served.printed("Throughput: ");
    expect(await served.end("SIGTERM")).toBe(0);
    expect(await followed).toMatch(/\{"line":"Replay stopped: .*\}\n$/);
    const { state, totals } = served.manifest("ended");
    expect([state, totals?.events_acknowledged]).toEqual(["stopped", expect.any(Number)]);
  }, 90_000);

  test("health follows Kafka: 503 while it does not answer, whether it is gone or hangs", async () => {
    const served = new Served(broker.bootstrap);
    const health = () => served.ask("GET", "/health");
    while ((await health()).status !== 200) await sleep(100);
    expect(await health()).toEqual({ status: 200, answer: { ready: true, kafka: true } });
    await broker.kill();
    expect(await health()).toEqual({ status: 503, answer: { ready: true, kafka: false } });
    broker.restart();
    while ((await health()).status !== 200) await sleep(100);
    await served.end();
  }, 60_000);
});

describe("the producer service without a broker", () => {
  test("is there, says that Kafka is not, and a replay fails with the reason", async () => {
    const served = new Served("127.0.0.1:1");
    expect(await served.ask("GET", "/health")).toEqual({
      status: 503,
      answer: { ready: true, kafka: false },
    });
    const service = await served.client();
    await service.start({ runId: "lonely", rate: 10, seconds: 1 });
    const reason = /no Kafka broker answers at 127\.0\.0\.1:1/;
    await expect(service.follow("lonely", () => {})).rejects.toThrow(reason);
    expect(await service.status("lonely")).toMatchObject({
      state: "failed",
      failure: expect.stringMatching(reason),
    });
    expect(served.manifest("lonely")).toMatchObject({
      state: "failed",
      failure: expect.stringMatching(reason),
    });
    expect(await served.end()).toBe(0);
  }, 60_000);

  test("a Kafka that accepts connections and never answers is not well", async () => {
    const silent = createServer((socket) => socket.resume());
    await new Promise<void>((listening) => silent.listen(0, "127.0.0.1", listening));
    const served = new Served(`127.0.0.1:${(silent.address() as AddressInfo).port}`);
    await served.url();
    const asked = Date.now();
    expect((await served.ask("GET", "/health")).status).toBe(503);
    expect(Date.now() - asked).toBeLessThan(4_500);
    expect(await served.end()).toBe(0);
    silent.close();
  }, 60_000);

  test.each<[string, string[], RegExp]>([
    ["a port that is none", ["--listen", "everywhere"], /Give a port or address:port, for example 8090/],
    ["an option for no replay", ["--rate", "5"], /--rate is for the replay at start: add --replay-at-start/],
    [
      "a source that is not there",
      ["--replay-at-start", "--source", "open-data", "--data-dir", "/none"],
      /\/none/,
    ],
    ["a broker without a port", ["--bootstrap", "kafka"], /Give host:port/],
  ])("%s ends it with 2 and one line", async (_, options, expected) => {
    const served = new Served("127.0.0.1:1", options);
    expect(await served.ended).toBe(2);
    expect(served.output()).toMatch(expected);
  });

  test("a port that is taken ends it with 2 and one line", async () => {
    const taken = createServer();
    await new Promise<void>((listening) => taken.listen(0, "127.0.0.1", listening));
    const { port } = taken.address() as AddressInfo;
    const runs = mkdtempSync(join(tmpdir(), "golazo-served-"));
    const served = new Served("127.0.0.1:1", ["--listen", `${port}`], runs);
    expect(await served.ended).toBe(2);
    expect(served.output()).toMatch(
      new RegExp(
        `^golazo: cannot listen on 127\\.0\\.0\\.1:${port} \\(EADDRINUSE\\): choose another with --listen\\n$`,
      ),
    );
    taken.close();
  });
});

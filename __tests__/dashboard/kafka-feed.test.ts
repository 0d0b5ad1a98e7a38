import { connect } from "node:net";
import { TOPICS } from "../../contracts";
import type { Dashboard } from "../../dashboard/server";
import type {
  MatchesMessage,
  MatchMessage,
  StatusMessage,
  SystemMessage,
} from "../../dashboard/server/protocol";
import { ensureTopics, kafkaClient, NO_AUTH } from "../../producer";
import { Broker, describeWithBroker } from "../producer/kafka/broker";
import { anEvent, aPrediction, GOAL } from "./messages";
import { servePage, Watcher } from "./page";

describeWithBroker("the live page of a real broker", () => {
  let broker: Broker;
  let page: Dashboard;

  beforeAll(async () => {
    broker = await Broker.start();
    page = await servePage(broker.bootstrap);
  });
  afterAll(async () => {
    await page.close();
    await broker.remove();
  });

  /** Puts values on a topic as they are. */
  async function put(topic: string, ...values: Array<string | null>): Promise<void> {
    const producer = kafkaClient({ bootstrap: broker.bootstrap, kafkaAuth: NO_AUTH }).producer();
    await producer.connect();
    // A broker takes a megabyte at a time.
    for (let first = 0; first < values.length; first += 1_000) {
      const messages = values.slice(first, first + 1_000).map((value) => ({ key: "1", value }));
      await producer.send({ topic, messages });
    }
    await producer.disconnect();
  }

  const play = (...events: object[]) =>
    put(TOPICS.events.name, ...events.map((event) => JSON.stringify(event)));
  const predict = (...predictions: object[]) =>
    put(TOPICS.predictions.name, ...predictions.map((prediction) => JSON.stringify(prediction)));

  test("says which topics are missing, and shows what comes once they are there", async () => {
    const watcher = new Watcher(page.url, "matches");
    const { kafka } = await watcher.told(
      (message): message is StatusMessage =>
        message.kind === "status" && message.kafka.reason?.code === "no-topic",
    );
    expect(kafka.reason).toMatchObject({ topics: expect.arrayContaining([TOPICS.events.name]) });
    // WHEN a replay begins
    await ensureTopics({ bootstrap: broker.bootstrap, kafkaAuth: NO_AUTH });
    await play(anEvent({ sequence: 0 }), anEvent({ sequence: 1, minute: 4, more: GOAL }));
    await predict(aPrediction(4, [0.6, 0.25, 0.15]));
    // THEN the match is on the list with its score, names and probabilities
    const { rows } = await watcher.told(
      (message): message is MatchesMessage => message.kind === "matches" && (message.rows[0]?.[6] ?? -1) >= 0,
    );
    expect(rows[0]).toEqual([1, 1, 0, 1, "first-half", 4, 600, 250, 150, 0]);
    expect(
      watcher.messages.flatMap((message) => (message.kind === "matches" ? message.names : [])),
    ).toContainEqual([...[1, "Coyotes", "#22"]]);
    await watcher.leave();
  });

  test("what is no message of its topic is counted, and stops nothing", async () => {
    const watcher = new Watcher(page.url, "match:1");
    await put(
      TOPICS.predictions.name,
      "not json",
      "{}",
      null,
      JSON.stringify({ ...aPrediction(5, [2, 0, 0]) }),
    );
    await put(
      TOPICS.events.name,
      "[",
      "null",
      "7",
      JSON.stringify({ ...anEvent({ sequence: 2 }), team: null }),
    );
    await put(TOPICS.deadLetters.name, JSON.stringify({ reason: 5 }));
    await predict(aPrediction(6, [0.5, 0.3, 0.2]));
    const message = await watcher.told(
      (one): one is MatchMessage => one.kind === "match" && one.curve.some(({ minute }) => minute === 6),
    );
    expect(message.score).toEqual([1, 0]);
    await watcher.leave();
    const system = new Watcher(page.url, "system");
    const { here } = await system.told(
      (one): one is SystemMessage => one.kind === "system" && one.here.unreadable === 9,
    );
    expect(here.latency.value?.count).toBeGreaterThan(0);
    expect(here.gpus.missing ?? "measured").toMatch(/no-gpu|not-looked|measured/);
    await system.leave();
  });

  test("a frame that is none is left out, and the match is shown", async () => {
    const broken = { freeze_frame: [{ location: "here" }, 5, null], visible_area: [1, "x"], location: {} };
    await play({ ...anEvent({ sequence: 3, minute: 7 }), ...broken });
    const watcher = new Watcher(page.url, "match:1");
    const { frame } = await watcher.told(
      (one): one is MatchMessage => one.kind === "match" && one.minute === 7,
    );
    expect(frame).toMatchObject({ players: [], visibleArea: [], location: null });
    await watcher.leave();
  });

  test("a broker that is killed is said to be away, and read on when it is back: nothing twice, nothing left out", async () => {
    const watcher = new Watcher(page.url, "match:1");
    await watcher.told((one): one is MatchMessage => one.kind === "match");
    await broker.kill();
    await watcher.told(
      (message): message is StatusMessage =>
        message.kind === "status" && message.kafka.reason?.code === "no-answer",
      60,
    );
    broker.restart();
    const back = Date.now();
    for (;;) {
      try {
        await play(anEvent({ sequence: 4, minute: 50, period: 2, side: "away", more: GOAL }));
        break;
      } catch (error) {
        if (Date.now() - back > 60_000) throw error;
      }
    }
    const { score } = await watcher.told(
      (one): one is MatchMessage => one.kind === "match" && one.minute === 50,
      60,
    );
    expect(score).toEqual([1, 1]);
    await watcher.leave();
  });

  test("browsers that never read hold up neither the topics nor who reads", async () => {
    // GIVEN twenty that ask for the list and take nothing off their sockets
    const { hostname, port } = new URL(page.url);
    const deaf = Array.from({ length: 20 }, () => connect(Number(port), hostname).pause());
    for (const socket of deaf) {
      socket.on("error", () => undefined);
      socket.write(`GET /live?watch=matches HTTP/1.1\r\nhost: ${hostname}\r\n\r\n`);
    }
    // WHEN thousands of matches change, again and again
    for (let sequence = 0; sequence < 10; sequence++) {
      await play(
        ...Array.from({ length: 3_000 }, (_, n) => anEvent({ match: 1_000 + n, sequence, minute: sequence })),
      );
    }
    // THEN somebody who comes now is told the newest minute of all of them
    const watcher = new Watcher(page.url, "matches");
    const minutes = new Map<number, number>();
    await watcher.told((one): one is MatchesMessage => {
      // The page may still be reading: what it reads later comes as changes.
      if (one.kind === "matches") for (const [match, , , , , minute] of one.rows) minutes.set(match, minute);
      return [...minutes.values()].filter((minute) => minute === 9).length === 3_000;
    });
    await watcher.leave();
    for (const socket of deaf) socket.destroy();
  }, 90_000);

  test("a browser that connects again gets everything", async () => {
    const watcher = new Watcher(page.url, "match:1");
    const message = await watcher.told((one): one is MatchMessage => one.kind === "match");
    expect(message).toMatchObject({
      whole: true,
      score: [1, 1],
      home: { name: "Coyotes" },
      away: { name: "Nopaleros" },
    });
    expect(message.curve.map(({ minute }) => minute)).toEqual([4, 6]);
    await watcher.leave();
  });
});

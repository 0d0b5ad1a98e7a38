import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type ReplaySummary, TOPICS, validate } from "../../../contracts";
import { NO_AUTH, planReplay, runControlled } from "../../../producer";
import { Broker, describeWithBroker } from "../kafka/broker";
import { readTopic } from "../kafka/topic";

describeWithBroker("a replay that others conduct", () => {
  let broker: Broker;
  beforeAll(async () => {
    broker = await Broker.start();
  });
  afterAll(() => broker.remove());

  test("is held, goes on, hurries to a minute, and has played every event once and in order", async () => {
    const folder = mkdtempSync(join(tmpdir(), "golazo-control-"));
    const controlFile = join(folder, "first.json");
    const options = {
      source: "synthetic",
      seed: 7,
      skipBadFiles: false,
      fanOut: true,
      rate: 300,
      seconds: 25,
    } as const;
    const replay = await planReplay(options, () => undefined);
    const access = { bootstrap: broker.bootstrap, kafkaAuth: NO_AUTH };
    const playing = runControlled({
      ...{
        ...access,
        replay,
        controlFile,
        manifestFile: join(folder, "manifest.json"),
        print: () => undefined,
      },
    });
    while (!existsSync(controlFile)) await sleep(20);
    const { url } = JSON.parse(readFileSync(controlFile, "utf8"));
    const summary = async (): Promise<ReplaySummary> =>
      validate("replay-summary", ((await (await fetch(`${url}/replays`)).json()) as unknown[])[0]);
    const change = (wanted: object): Promise<Response> =>
      fetch(`${url}/replays/first`, {
        method: "PATCH",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(wanted),
      });
    while ((await summary()).events_acknowledged < 300) await sleep(50);

    // WHEN it is held, nothing more is sent
    expect((await change({ paused: true })).status).toBe(200);
    await sleep(500);
    const held = await summary();
    await sleep(1_000);
    expect(await summary()).toEqual(held);
    expect(held.control.paused).toBe(true);

    // WHEN it is to hurry to a minute, it is there long before its pace would be
    const match = replay.manifest.matches[0];
    const wanted = { paused: false, jump_to: { match_id: match?.match_id, minute: 20 } };
    expect((await change(wanted)).status).toBe(200);
    const minute = Date.parse(String(match?.simulated_kick_off)) + 20 * 60_000;
    const started = performance.now();
    while (Date.parse((await summary()).control.clock) < minute - 60_000) await sleep(20);
    expect(performance.now() - started).toBeLessThan(5_000);
    // AND orders that cannot be are refused in one line
    const back = await change({ jump_to: { match_id: match?.match_id, minute: 1 } });
    expect([back.status, Object(await back.json()).error]).toEqual([
      400,
      expect.stringContaining("a replay only goes forward"),
    ]);
    expect((await change({ factor: 1000 })).status).toBe(400);
    expect((await change({})).status).toBe(400);

    // THEN it ends with everything it planned, faster when that is wanted
    await change({ factor: 50 });
    const { state, totals } = await playing;
    expect([state, totals?.events_acknowledged]).toEqual(["complete", 300 * 25]);
    expect(existsSync(controlFile)).toBe(false);
    const next = new Map<number, number>();
    for (const { matchId, sequence } of await readTopic(broker.bootstrap, TOPICS.events.name)) {
      expect(sequence).toBe(next.get(matchId) ?? 0);
      next.set(matchId, sequence + 1);
    }
  });
});

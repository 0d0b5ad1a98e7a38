import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TOPICS } from "../../../contracts";
import { producerCommand } from "../../../producer/command";
import { findPositions } from "../../../producer/kafka/resume";
import { planReplay } from "../../../producer/plan-replay";
import { runProducer } from "../../../producer/run";
import { Broker, describeWithBroker } from "./broker";

describeWithBroker("where an interrupted replay stopped", () => {
  let broker: Broker;
  const manifest = join(mkdtempSync(join(tmpdir(), "golazo-resume-")), "manifest.json");

  beforeAll(async () => {
    broker = await Broker.start({ groupPartitions: 100 });
  }, 90_000);
  afterAll(() => broker.remove());

  test("is found on a broker that is still setting up its groups of readers", async () => {
    // GIVEN a topic with events, and a broker that no group has read from yet
    const access = { bootstrap: broker.bootstrap, kafkaAuth: { kind: "none" } } as const;
    const options = producerCommand().parse(
      ["--bootstrap", broker.bootstrap, "--manifest", manifest, "--rate", "500", "--seconds", "1"],
      { from: "user" },
    );
    const replay = await planReplay(options.opts(), () => {});
    await runProducer({ replay, ...access, manifestFile: manifest, print: () => {} });
    // WHEN many ask at once, each as a group of its own
    const asked = Array.from({ length: 20 }, () => findPositions(access, TOPICS.events.name, () => true));
    const positions = await Promise.all(asked);
    // THEN each is told the same
    expect(positions[0]?.size).toBeGreaterThan(0);
    for (const one of positions) expect(one).toEqual(positions[0]);
  }, 60_000);
});

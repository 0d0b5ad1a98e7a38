import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { TOPICS } from "../../contracts";
import type { Dashboard } from "../../dashboard/server";
import { ensureTopics, kafkaClient, NO_AUTH } from "../../producer";
import { describeWithChromium, openBrowser } from "../browser";
import { Broker, describeWithBroker } from "../producer/kafka/broker";
import { anEvent } from "./messages";
import { servePage } from "./page";
import { ServedPage, TOKEN } from "./served-page";

const BUILD = resolve(__dirname, "..", "..", "dashboard", "web", "main.ts");

/** Events of each side: so many that neither can be taken for the other. */
const HERE = 30;
const THERE = 700;

describeWithBroker("two stacks beside each other", () => {
  describeWithChromium("in a real browser", () => {
    let brokers: readonly Broker[] = [];
    let there: ServedPage;
    let here: Dashboard;
    let browser: BrowserContext;
    let page: Page;

    /** A broker of a stack, with so many events on its topic. */
    async function stackOf(events: number): Promise<Broker> {
      const broker = await Broker.start();
      const access = { bootstrap: broker.bootstrap, kafkaAuth: NO_AUTH };
      await ensureTopics(access);
      await put(broker, events);
      return broker;
    }

    async function put(broker: Broker, events: number): Promise<void> {
      const producer = kafkaClient({ bootstrap: broker.bootstrap, kafkaAuth: NO_AUTH }).producer();
      await producer.connect();
      const messages = Array.from({ length: events }, (_, sequence) => ({
        key: "1",
        value: JSON.stringify(anEvent({ sequence })),
      }));
      await producer.send({ topic: TOPICS.events.name, messages });
      await producer.disconnect();
    }

    beforeAll(async () => {
      const pageFolder = join(mkdtempSync(join(tmpdir(), "golazo-built-")), "page");
      execFileSync(process.execPath, ["--import", "tsx", BUILD, pageFolder]);
      // One after the other: each looks for free ports.
      brokers = [await stackOf(HERE), await stackOf(THERE)];
      there = new ServedPage({ bootstrap: brokers[1]?.bootstrap ?? "" });
      const beside = `${await there.url()}/?token=${TOKEN}`;
      here = await servePage(brokers[0]?.bootstrap, { pageFolder, beside });
      browser = await openBrowser();
      page = await browser.newPage();
    }, 180_000);
    afterAll(async () => {
      await browser?.close();
      await here?.close();
      await there?.end();
      for (const broker of brokers) await broker.remove();
    }, 60_000);

    /** Waits for the row of the events on the topics to read so. */
    const row = (own: number, other: number | string) =>
      page
        .locator("tr", { hasText: "Events on the topic" })
        .filter({ hasText: new RegExp(`topic${own}${other}$`) })
        .waitFor({ timeout: 30_000 });

    test("each shows its own topics, and both move on", async () => {
      await page.goto(`${here.url}/compare`);
      await row(HERE, THERE);
      const heads = await page.locator("section").first().locator("thead th").allTextContents();
      expect(heads).toEqual(["Figure", "This page: cpu", "Other page: gpu"]);
      // WHEN more is played on the other side only
      const [, other] = brokers;
      if (other) await put(other, 11);
      await row(HERE, THERE + 11);
    }, 60_000);

    test("the other one may go: the page says so, shows its own, and never shows its token", async () => {
      const url = await there.url();
      await there.end();
      await page.getByText(`The page at ${url} does not answer.`).waitFor({ timeout: 30_000 });
      await row(HERE, "–");
      expect(await page.content()).not.toContain(TOKEN);
    }, 60_000);
  });
});

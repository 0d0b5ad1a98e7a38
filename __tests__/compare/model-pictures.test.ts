import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { writeModelPictures } from "@golazo/compare";
import { type Evaluation, type MeasuredModel, validate } from "@golazo/contracts";
import type { BrowserContext, Locator } from "playwright-core";
import { describeWithChromium, openBrowser } from "../browser";

const FIGURES = {
  accuracy: 0.6,
  macro_f1: 0.5,
  home_f1: 0.6,
  draw_f1: 0.4,
  away_f1: 0.5,
  log_loss: 0.8,
  rps: 0.15,
  ece: 0.02,
};

const measured = (happened: number): MeasuredModel => ({
  rows: 910,
  ...FIGURES,
  rps_last10: null,
  ece_last10: null,
  intervals: { rps: [0.14, 0.16], rps_last10: null },
  by_minute: { 45: { rows: 10, ...FIGURES, intervals: { rps: [0.1, 0.2] } } },
  reliability: {
    home: [{ rows: 600, said: 0.55, happened }],
    draw: [{ rows: 310, said: 0.25, happened: 0.2 }],
    away: [],
  },
});

const side = {
  matches: 10,
  rows: 910,
  seasons: [],
  first_kick_off: "2024-08-01T18:00:00Z",
  last_kick_off: "2024-09-01T18:00:00Z",
};

const evaluation = validate<Evaluation>("evaluation", {
  schema_version: 1,
  data: { description: "made by hand", synthetic: true, kind: "synthetic", source_seed: 1, matches: 20 },
  seed: 1,
  split: { rule: "the last ones", train: side, test: side },
  feature_importance: { score_difference: 0.7, poisson_home: 0.25, away_close_recent: 0.05 },
  models: {
    served: measured(0.57),
    poisson: measured(0.6),
    logistic: measured(0.5),
    prior: measured(0.5),
  },
  differences: { poisson: { rps: { value: -0.001, interval: [-0.002, 0] } } },
  without_360: null,
});

describe("pictures of a model", () => {
  const folder = mkdtempSync(join(tmpdir(), "golazo-pictures-"));
  let names: string[];
  const picture = (name: string): string => readFileSync(join(folder, name), "utf8");

  beforeAll(async () => {
    names = await writeModelPictures(evaluation, folder);
  });

  test("are pictures of their own that any browser opens", () => {
    expect(names).toEqual(["reliability.svg", "feature-importance.svg"]);
    for (const name of names)
      expect(picture(name)).toMatch(/^<svg[^>]* xmlns="http:\/\/www.w3.org\/2000\/svg"/);
  });

  test("the reliability diagram has a dot for each bin that holds rows, of the saved model and of Poisson", () => {
    expect(picture("reliability.svg").match(/<circle/g)).toHaveLength(4);
    expect(picture("reliability.svg")).toMatch(/10 matches \(910 rows\)/);
  });

  test("every input of the forest is named with its share, largest first", () => {
    const shown = picture("feature-importance.svg");
    const places = ["score_difference", "poisson_home", "away_close_recent"].map((name) =>
      shown.indexOf(`>${name}<`),
    );
    expect(places.every((place) => place > 0)).toBe(true);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
    expect(shown).toContain("70.0 %");
  });
});

describeWithChromium("pictures of a model, in a browser", () => {
  const folder = mkdtempSync(join(tmpdir(), "golazo-pictures-"));
  let browser: BrowserContext;

  beforeAll(async () => {
    await writeModelPictures(evaluation, folder);
    browser = await openBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
  });

  test.each(["reliability.svg", "feature-importance.svg"])(
    "no text of %s is written over another, and none leaves it",
    async (name) => {
      const page = await browser.newPage();
      await page.goto(pathToFileURL(join(folder, name)).href);
      const box = async (one: Locator) => (await one.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
      const picture = await box(page.locator("svg").first());
      const texts = await page.locator("text", { hasText: /\S/ }).all();
      const places = await Promise.all(
        texts.map(async (text) => ({ said: await text.textContent(), ...(await box(text)) })),
      );
      expect(places.length).toBeGreaterThan(5);
      for (const [n, { said, x, y, width, height }] of places.entries()) {
        const inside = x >= 0 && y >= 0 && x + width <= picture.width && y + height <= picture.height;
        const over = places
          .slice(n + 1)
          .filter((other) => overlap(x, width, other.x, other.width))
          .filter((other) => overlap(y, height, other.y, other.height));
        expect([said, inside, over.map((other) => other.said)]).toEqual([said, true, []]);
      }
    },
    30_000,
  );
});

/** Whether two lengths lie over each other: by more than a pixel or two, which letters do not fill. */
function overlap(start: number, length: number, other: number, otherLength: number): boolean {
  return Math.min(start + length, other + otherLength) - Math.max(start, other) > 2;
}

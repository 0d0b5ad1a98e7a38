import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Document, REPOSITORY } from "./documents";
import { commandsOf } from "./shell";

const ENGLISH = new Document("README.md");
const SPANISH = new Document("README.es.md");

/** A page's links, where those to its own headings and to the other language are the same in both. */
function linksOf({ links, headings, anchors, path }: Document): string[] {
  const order = [...anchors];
  return links.map((link) => {
    if (link === (path === "README.md" ? "README.es.md" : "README.md")) return "the other language";
    return link.startsWith("#") ? `heading ${order.indexOf(link.slice(1))} of ${headings.length}` : link;
  });
}

/** The numbers in every cell of every table. */
function figuresOf({ tables }: Document): string[][][] {
  return tables.map(({ rows }) =>
    rows.map((row) => row.map(({ text }) => (text.match(/\d[\d.,]*/g) ?? []).join(" "))),
  );
}

describe("the README in English and in Spanish", () => {
  test.each([
    ["headings", ({ headings }: Document) => headings.map(({ level }) => level)],
    ["commands, with what they print", commandsOf],
    ["drawing", ({ blocks }: Document) => blocks.filter(({ info }) => info === "mermaid")],
    ["kinds of blocks", ({ blocks }: Document) => blocks.map(({ info }) => info)],
    ["links and pictures", linksOf],
    ["figures in the tables", figuresOf],
    ["commands, names and files in the text", ({ spans }: Document) => [...spans].sort()],
  ] as const)("has the same %s", (_, of) => {
    expect(of(SPANISH)).toEqual(of(ENGLISH));
  });

  test("says the prices of the price table, with its day", () => {
    const prices = JSON.parse(readFileSync(join(REPOSITORY, "constructs", "prices.json"), "utf8"));
    const english = readFileSync(join(REPOSITORY, "README.md"), "utf8");
    expect(english).toContain(prices.asOf);
    for (const type of ["g4dn.2xlarge", "m6i.2xlarge"]) {
      expect(english).toMatch(new RegExp(`\`${type}\` +\\| ${prices.onDemandPerHour["us-east-1"][type]} `));
    }
  });
});

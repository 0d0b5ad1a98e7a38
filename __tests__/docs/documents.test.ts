import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { Document, documents, REPOSITORY } from "./documents";
import { PROOFS } from "./proofs";
import { commandsOf } from "./shell";

const pages = documents();
// Made from the code, and from notebooks that ran.
const made = /^docs\/(reference|notebooks)\//;
const written = pages.filter(({ path }) => !made.test(path));
const commands = written.flatMap((page) =>
  commandsOf(page).map((command) => ({ ...command, path: page.path })),
);

describe("the links of the documentation", () => {
  test.each(pages)("of $path lead somewhere", ({ path, links }) => {
    const broken = links.filter((link) => !/^(https?|mailto):/.test(link) && !leadsSomewhere(path, link));
    expect(broken).toEqual([]);
  });
});

/** Whether a file or folder is there, and the heading in it. */
function leadsSomewhere(from: string, link: string): boolean {
  const [file = "", anchor] = decodeURI(link).split("#");
  const path = file === "" ? from : normalize(join(dirname(from), file));
  if (path.startsWith("..") || !existsSync(join(REPOSITORY, path))) return false;
  return anchor === undefined || new Document(path).anchors.has(anchor);
}

describe("the commands of the documentation", () => {
  test("are all known to work: run here, run by a named test, or said to be impossible and why", () => {
    const unknown = commands.filter(({ text }) => !(text in PROOFS));
    expect(
      unknown.map(({ path, text }) => `${path}: ${text} is missing in __tests__/docs/proofs.ts`),
    ).toEqual([]);
  });

  test("are all still in the documentation", () => {
    const documented = new Set(commands.map(({ text }) => text));
    expect(Object.keys(PROOFS).filter((command) => !documented.has(command))).toEqual([]);
  });

  test.each(
    Object.entries(PROOFS).flatMap(([command, proof]) => ("by" in proof ? [{ command, ...proof }] : [])),
  )("$command is run by $by", ({ by, says }) => {
    const isThere = readFileSync(join(REPOSITORY, by), "utf8").includes(says);
    expect({ by, says, isThere }).toEqual({ by, says, isThere: true });
  });

  test("that are shown with their output are run, not only named", () => {
    const shown = commands.filter(({ output }) => output !== null);
    expect(shown.filter(({ text }) => !("run" in (PROOFS[text] ?? {})))).toEqual([]);
  });
});

describe("the blocks of the documentation", () => {
  const blocks = written.flatMap(({ path, blocks }) => blocks.map((block) => ({ path, ...block })));

  test("are commands, drawings that are generated, or parts of a file that is run", () => {
    const others = blocks.filter(({ info }) => !/^(sh|console|mermaid)$/.test(info) && fileOf(info) === null);
    expect(
      others.map(({ path, info }) => `${path}: \`\`\`${info} names no file, as \`\`\`python file=PATH does`),
    ).toEqual([]);
  });

  test("that name a file stand in it", () => {
    for (const { path, info, text } of blocks) {
      const file = fileOf(info);
      if (file === null) continue;
      expect(readFileSync(join(REPOSITORY, dirname(path), file), "utf8")).toContain(text);
    }
  });
});

/** The file a block says it is of, as seen from its page. */
function fileOf(info: string): string | null {
  return /(?:^| )file=(\S+)/.exec(info)?.[1] ?? null;
}

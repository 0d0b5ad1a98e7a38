import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import GithubSlugger from "github-slugger";
import { lexer, type Token, type Tokens, walkTokens } from "marked";

export const REPOSITORY = resolve(__dirname, "..", "..");

/** A fenced block. */
export interface Block {
  /** What follows the fence, for example `sh`, or `python file=../pipeline/examples/goals_so_far.py`. */
  readonly info: string;
  readonly text: string;
}

/** A page of the documentation, taken apart. */
export interface Document {
  /** Path in the repository, for example `docs/deploy.md`. */
  readonly path: string;
  readonly headings: ReadonlyArray<{ readonly level: number; readonly text: string }>;
  /** What the headings are reached by, as GitHub makes them. */
  readonly anchors: ReadonlySet<string>;
  readonly blocks: readonly Block[];
  /** Where links and pictures lead, in their order. */
  readonly links: readonly string[];
  /** What stands between backticks in a line. */
  readonly spans: readonly string[];
  readonly tables: readonly Tokens.Table[];
}

/** Every page: the READMEs, and `docs/` with the reference that is generated into it. */
export function documents(): Document[] {
  const pages = readdirSync(join(REPOSITORY, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`);
  const readmes = readdirSync(REPOSITORY).filter((file) => /^README.*\.md$/.test(file));
  return [...readmes, ...pages].sort().map(document);
}

/** One page. */
export function document(path: string): Document {
  const tokens = lexer(readFileSync(join(REPOSITORY, path), "utf8"));
  const slugger = new GithubSlugger();
  const anchors = new Set<string>();
  const page = {
    headings: [] as Array<{ level: number; text: string }>,
    ...{ blocks: [] as Block[], links: [] as string[], spans: [] as string[], tables: [] as Tokens.Table[] },
  };
  walkTokens(tokens, (token) => take(token as Known, page));
  for (const { text } of page.headings) anchors.add(slugger.slug(text));
  return { path, anchors, ...page };
}

type Known = Tokens.Heading | Tokens.Code | Tokens.Link | Tokens.Image | Tokens.Codespan | Tokens.Table;

function take(
  token: Known,
  page: {
    headings: Array<{ level: number; text: string }>;
    blocks: Block[];
    links: string[];
    spans: string[];
    tables: Tokens.Table[];
  },
): void {
  if (token.type === "heading") page.headings.push({ level: token.depth, text: plain(token.tokens) });
  // An indented block is a formula, not a command.
  if (token.type === "code" && token.codeBlockStyle !== "indented")
    page.blocks.push({ info: token.lang ?? "", text: token.text });
  if (token.type === "link" || token.type === "image") page.links.push(token.href);
  if (token.type === "codespan") page.spans.push(token.text);
  if (token.type === "table") page.tables.push(token);
}

/** A heading's text without its marks, as GitHub reads it for the anchor. */
function plain(tokens: readonly Token[]): string {
  return tokens
    .map((token) =>
      "tokens" in token && token.tokens ? plain(token.tokens) : "text" in token ? token.text : "",
    )
    .join("");
}

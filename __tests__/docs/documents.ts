import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import GithubSlugger from "github-slugger";
import { lexer, type MarkedToken, type Token, type Tokens, walkTokens } from "marked";

export const REPOSITORY = resolve(__dirname, "..", "..");

/** A fenced block. */
export interface Block {
  /** What follows the fence, for example `sh`, or `python file=../pipeline/examples/goals.py`. */
  readonly info: string;
  readonly text: string;
}

/** A page of the documentation, taken apart. */
export class Document {
  readonly headings: Array<{ readonly level: number; readonly text: string }> = [];
  /** What can be linked to, in the order of the page: headings as GitHub names them, and marks. */
  readonly anchors = new Set<string>();
  readonly blocks: Block[] = [];
  /** Where links and pictures lead. */
  readonly links: string[] = [];
  /** What stands between backticks in a line. */
  readonly spans: string[] = [];
  readonly tables: Tokens.Table[] = [];
  private readonly slugger = new GithubSlugger();

  /** @param path in the repository, for example `docs/deploy.md` */
  constructor(readonly path: string) {
    walkTokens(lexer(readFileSync(join(REPOSITORY, path), "utf8")), (token) =>
      this.take(token as MarkedToken),
    );
  }

  private take(token: MarkedToken): void {
    if (token.type === "heading") {
      const text = plain(token.tokens);
      this.headings.push({ level: token.depth, text });
      this.anchors.add(this.slugger.slug(text));
    }
    if (token.type === "html") {
      for (const [, id] of token.text.matchAll(/<a id="([^"]+)"/g)) this.anchors.add(id as string);
    }
    // An indented block is a formula, not a command.
    if (token.type === "code" && token.codeBlockStyle !== "indented")
      this.blocks.push({ info: token.lang ?? "", text: token.text });
    if (token.type === "link" || token.type === "image") this.links.push(token.href);
    if (token.type === "codespan") this.spans.push(token.text);
    if (token.type === "table") this.tables.push(token);
  }
}

/** Every page: the READMEs, and `docs/` with the reference that is generated into it. */
export function documents(): Document[] {
  const pages = readdirSync(join(REPOSITORY, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`);
  const readmes = readdirSync(REPOSITORY).filter((file) => /^README.*\.md$/.test(file));
  return [...readmes, ...pages].sort().map((path) => new Document(path));
}

/** A heading's text without its marks, as GitHub reads it for the anchor. */
function plain(tokens: readonly Token[]): string {
  return tokens
    .map((token) =>
      "tokens" in token && token.tokens ? plain(token.tokens) : "text" in token ? token.text : "",
    )
    .join("");
}

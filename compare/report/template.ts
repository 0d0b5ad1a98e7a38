/** A piece of a page that needs no escaping any more. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = string | number | Markup | readonly Part[];

/** A piece of a page; every text put into it is escaped. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(texts.map((text, index) => text + inMarkup(parts[index] ?? "")).join(""));
}

function inMarkup(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (typeof part === "object") return part.map(inMarkup).join("");
  return String(part)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

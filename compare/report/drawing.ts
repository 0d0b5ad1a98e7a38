import { parseHTML } from "linkedom";
import { html, Markup } from "./template";

/**
 * Widths of the drawings, px. Text of a drawing that is scaled down cannot be read, so a telephone gets one of its
 * own.
 */
const WIDTHS = { narrow: 328, wide: 860 };
const NARROW_BELOW = 500;

/** Takes its colours from the page, which knows whether it is dark. */
export const COLOURS = { a: "var(--a)", b: "var(--b)", quiet: "var(--quiet)" };

/** A chart with its caption. */
export interface Chart {
  readonly caption: string;
  /** What it shows, for people who do not see it. */
  readonly alternative: string;
  /** Names of the two sides when both are drawn by their colours. */
  readonly sides?: { readonly a: string; readonly b: string };
  draw(canvas: Canvas): { readonly outerHTML: string };
}

/** What a chart is drawn on. */
export interface Canvas {
  readonly document: ReturnType<typeof parseHTML>["document"];
  readonly width: number;
  readonly isNarrow: boolean;
}

/** Draws a chart for telephones and for larger screens; the page shows one of them. */
export function figure({ caption, alternative, sides, draw }: Chart): Markup {
  const drawings = Object.entries(WIDTHS).map(([name, width]) => {
    const { document } = parseHTML("<!doctype html><html><body></body></html>");
    const drawing = draw({ document, width, isNarrow: width < NARROW_BELOW });
    return html`<div class="${name}" role="img" aria-label="${alternative}">${new Markup(drawing.outerHTML)}</div>`;
  });
  const key = sides
    ? html`<p class="key"><span class="a">${sides.a}</span> <span class="b">${sides.b}</span></p>`
    : "";
  return html`<figure><figcaption>${caption}</figcaption>${key}${drawings}</figure>`;
}

import type { ComponentChildren } from "preact";

interface FigureProps {
  readonly caption: string;
  /** What it shows, for people who do not see it. */
  readonly alternative: string;
  readonly note?: string;
  readonly class?: string;
  readonly children: ComponentChildren;
  /** Below the drawing: a legend, a table. */
  readonly below?: ComponentChildren;
}

/** A chart with its caption and what it says in words. */
export function Figure({ caption, alternative, note, class: name = "", children, below }: FigureProps) {
  return (
    <figure class={`card ${name}`}>
      <figcaption>
        <h2>{caption}</h2>
        {note && <p class="soft">{note}</p>}
      </figcaption>
      <div role="img" aria-label={alternative}>
        {children}
      </div>
      {below}
    </figure>
  );
}

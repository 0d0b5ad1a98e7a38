import type { ComponentChildren } from "preact";

/** A place for what may be wider or longer than there is room; the keyboard can scroll it. */
export function Scrolls({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ComponentChildren;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it with the arrow keys
    <section class="scrolls" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}

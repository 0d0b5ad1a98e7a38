import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

/** Rows drawn above and below what is seen, so that scrolling and the tab key find them there. */
const SPARE_ROWS = 6;

interface VirtualListProps<T> {
  readonly label: string;
  readonly items: readonly T[];
  keyOf(item: T): number;
  draw(item: T): ComponentChildren;
}

/** A long list of which only the rows in view are drawn; all rows are as high as the style sheet's `--row`. */
export function VirtualList<T>({ label, items, keyOf, draw }: VirtualListProps<T>) {
  const list = useRef<HTMLUListElement>(null);
  const [view, setView] = useState({ first: 0, count: 20, height: 56 });
  useEffect(() => {
    const look = (): void => {
      const element = list.current;
      if (!element) return;
      const height = Number.parseFloat(getComputedStyle(element).getPropertyValue("--row")) || 56;
      const above = Math.max(0, -element.getBoundingClientRect().top);
      const first = Math.max(0, Math.floor(above / height) - SPARE_ROWS);
      const count = Math.ceil(innerHeight / height) + 2 * SPARE_ROWS;
      setView((before) =>
        before.first === first && before.count === count && before.height === height
          ? before
          : { first, count, height },
      );
    };
    look();
    addEventListener("scroll", look, { passive: true });
    addEventListener("resize", look);
    return () => {
      removeEventListener("scroll", look);
      removeEventListener("resize", look);
    };
  }, []);
  const shown = items.slice(view.first, view.first + view.count);
  return (
    <ul
      ref={list}
      class="rows"
      aria-label={label}
      style={{ height: `${items.length * view.height}px`, paddingTop: `${view.first * view.height}px` }}
    >
      {shown.map((item, index) => (
        <li key={keyOf(item)} aria-setsize={items.length} aria-posinset={view.first + index + 1}>
          {draw(item)}
        </li>
      ))}
    </ul>
  );
}

import { signal } from "@preact/signals";

/** What the address asks for. */
export type Route =
  | { readonly view: "matches" }
  | { readonly view: "match"; readonly id: number }
  | { readonly view: "system" }
  | { readonly view: "compare" }
  | { readonly view: "nowhere" };

/** Where the page is. */
export const route = signal(routeOf(location.pathname));

/** Goes somewhere else without loading the page again. */
export function go(path: string): void {
  history.pushState(null, "", path);
  arrive();
}

/** Follows links of the page and the browser's own buttons. */
export function followLinks(): void {
  addEventListener("popstate", arrive);
  addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const isPlain =
      event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!link || !isPlain || link.origin !== location.origin || link.target !== "" || link.hash !== "")
      return;
    event.preventDefault();
    go(link.pathname);
  });
}

function arrive(): void {
  route.value = routeOf(location.pathname);
  scrollTo(0, 0);
}

function routeOf(path: string): Route {
  if (path === "/") return { view: "matches" };
  if (path === "/system") return { view: "system" };
  if (path === "/compare") return { view: "compare" };
  const id = /^\/match\/(\d{1,15})\/?$/.exec(path)?.[1];
  return id === undefined ? { view: "nowhere" } : { view: "match", id: Number(id) };
}

import { effect, signal } from "@preact/signals";
import { remembered } from "./remembered";

export const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** What the user wants: the system's own, or one of both. */
export const theme = remembered<Theme>("golazo-theme", THEMES, "auto");

/** Grows whenever colours change, so that what is drawn on canvas is drawn again. */
export const colours = signal(0);

effect(() => {
  const { dataset } = document.documentElement;
  if (theme.value === "auto") delete dataset.theme;
  else dataset.theme = theme.value;
  colours.value = colours.peek() + 1;
});

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  colours.value += 1;
});

const probe = document.createElement("span");
probe.hidden = true;
document.body.append(probe);

/** A colour of the style sheet as it is at this moment, for canvas, which knows no variables. */
export function colour(name: string): string {
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color;
}

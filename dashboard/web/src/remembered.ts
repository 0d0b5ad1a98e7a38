import { type Signal, signal } from "@preact/signals";

/** A choice of this browser's user that is there again the next time. */
export function remembered<T extends string>(name: string, choices: readonly T[], otherwise: T): Signal<T> {
  const before = read(name);
  const choice = signal(choices.find((one) => one === before) ?? otherwise);
  choice.subscribe((value) => write(name, value));
  return choice;
}

function read(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    // A browser that keeps nothing for this page.
    return null;
  }
}

function write(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // The choice then lasts as long as the page.
  }
}

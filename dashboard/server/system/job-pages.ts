/** Jobs beside each other that are looked for: each driver takes the next free port for its page. */
const MOST_JOBS = 3;

/** Where the drivers of a machine may have their pages. */
export function jobPages(host: string, first: number): string[] {
  return Array.from({ length: MOST_JOBS }, (_, index) => `http://${host}:${first + index}`);
}

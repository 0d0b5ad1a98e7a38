import { batch, computed, signal } from "@preact/signals";
import type { LiveMessage, MatchRow, Phase } from "../../../server/protocol";

/** A match of the list. */
export interface ListedMatch {
  readonly id: number;
  readonly home: string;
  readonly away: string;
  readonly score: readonly [number, number];
  readonly scoreKnown: boolean;
  readonly phase: Phase;
  readonly minute: number;
  /** Shares of 1; null before the first prediction. */
  readonly p: readonly [number, number, number] | null;
  /** Share of 1. */
  readonly swing: number;
}

export const ORDERS = ["close", "swing", "late", "name"] as const;
export type Order = (typeof ORDERS)[number];

const matches = new Map<number, ListedMatch>();
const names = new Map<number, readonly [home: string, away: string]>();
const changes = signal(0);

export const order = signal<Order>("close");
export const wanted = signal("");
export const hidesFinished = signal(false);
/** While somebody points at the list its order stays: nothing runs away from under a finger. */
export const isHeld = signal(false);

let before: readonly number[] = [];

/** What is to be shown, in order. */
export const listed = computed((): readonly ListedMatch[] => {
  changes.value;
  const words = wanted.value.trim().toLowerCase();
  const fits = ({ id, home, away, phase }: ListedMatch): boolean =>
    !(hidesFinished.value && phase === "full-time") &&
    (words === "" || `${home} ${away} ${id}`.toLowerCase().includes(words));
  const compare = ORDER[order.value];
  const shown = [...matches.values()].filter(fits);
  if (isHeld.value) {
    const place = new Map(before.map((id, index) => [id, index]));
    const end = before.length;
    shown.sort((a, b) => (place.get(a.id) ?? end) - (place.get(b.id) ?? end) || compare(a, b));
  } else {
    shown.sort((a, b) => compare(a, b) || a.id - b.id);
  }
  before = shown.map(({ id }) => id);
  return shown;
});

/** How many matches there are; null until the server has told. */
export const known = computed((): number | null => (changes.value === 0 ? null : matches.size));

/** 0 when two outcomes are as likely as each other, 1 when one is certain; matches that are over come last. */
function lead({ p, phase }: ListedMatch): number {
  if (!p) return 3;
  const [first = 0, second = 0] = [...p].sort((a, b) => b - a);
  return first - second + (phase === "full-time" ? 2 : 0);
}

const ORDER: Readonly<Record<Order, (a: ListedMatch, b: ListedMatch) => number>> = {
  close: (a, b) => lead(a) - lead(b),
  swing: (a, b) => b.swing - a.swing,
  late: (a, b) => Number(a.phase === "full-time") - Number(b.phase === "full-time") || b.minute - a.minute,
  name: (a, b) => a.home.localeCompare(b.home),
};

/** Takes what the server tells of the list. */
export function takeList(message: LiveMessage): void {
  if (message.kind !== "matches") return;
  batch(() => {
    if (message.whole) {
      matches.clear();
      names.clear();
    }
    for (const id of message.gone) {
      matches.delete(id);
      names.delete(id);
    }
    for (const [id, home, away] of message.names) names.set(id, [home, away]);
    for (const row of message.rows) matches.set(row[0], matchOf(row));
    changes.value += 1;
  });
}

function matchOf([
  id,
  homeGoals,
  awayGoals,
  scoreKnown,
  phase,
  minute,
  home,
  draw,
  away,
  swing,
]: MatchRow): ListedMatch {
  const [homeName = `#${id}`, awayName = ""] = names.get(id) ?? [];
  return {
    id,
    home: homeName,
    away: awayName,
    score: [homeGoals, awayGoals],
    scoreKnown: scoreKnown === 1,
    phase,
    minute,
    p: home < 0 ? null : [home / 1000, draw / 1000, away / 1000],
    swing: swing / 1000,
  };
}

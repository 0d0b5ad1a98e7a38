import { computed, effect } from "@preact/signals";
import { remembered } from "../remembered";
import { EN, type Key } from "./en";
import { ES } from "./es";

export const LANGUAGES = ["en", "es"] as const;
export type Language = (typeof LANGUAGES)[number];

/** The user's choice; at first what the browser prefers. */
export const language = remembered<Language>(
  "golazo-language",
  LANGUAGES,
  navigator.language.startsWith("es") ? "es" : "en",
);

effect(() => {
  document.documentElement.lang = language.value;
});

const texts = computed(() => (language.value === "es" ? ES : EN));

/** A text in the user's language, with its gaps filled in. */
export function t(key: Key, gaps: Readonly<Record<string, string | number>> = {}): string {
  return texts.value[key].replace(/\{(\w+)\}/g, (gap, name: string) => String(gaps[name] ?? gap));
}

const locale = computed(() => (language.value === "es" ? "es" : "en"));
const whole = computed(() => new Intl.NumberFormat(locale.value, { maximumFractionDigits: 0 }));
const tenths = computed(
  () => new Intl.NumberFormat(locale.value, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
);
const clock = computed(
  () => new Intl.DateTimeFormat(locale.value, { timeStyle: "medium", timeZone: "UTC", hourCycle: "h23" }),
);
const wall = computed(() => new Intl.DateTimeFormat(locale.value, { timeStyle: "medium", hourCycle: "h23" }));
const date = computed(
  () => new Intl.DateTimeFormat(locale.value, { dateStyle: "medium", timeStyle: "short" }),
);

/** A whole number. */
export const number = (value: number): string => whole.value.format(value);

/** A number to one decimal. */
export const tenth = (value: number): string => tenths.value.format(value);

/** A share of 1 in per cent, to one decimal. */
export const percent = (share: number): string => `${tenths.value.format(share * 100)} %`;

/** Milliseconds, in seconds where that reads better. */
export const duration = (ms: number): string => (ms < 1000 ? `${number(ms)} ms` : `${tenth(ms / 1000)} s`);

/** Time of day on the replay's clock, UTC. */
export const timeOfDay = (instant: number | string): string => clock.value.format(new Date(instant));

/** Time of day where the user is. */
export const wallTime = (instant: number): string => wall.value.format(new Date(instant));

/** A day and time where the user is. */
export const moment = (instant: number | string): string => date.value.format(new Date(instant));

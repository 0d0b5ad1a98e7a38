import type { ReplayManifest } from "@golazo/contracts";
import type { ReplayOptions } from "./options";
import { plannedManifest } from "./replay/manifest";
import { planMatches, type ReplayPlan } from "./replay/plan";
import { createSource } from "./sources/create";

/** Match ids named in one line before it is cut. */
const IDS_SHOWN = 5;

/** A replay that is ready to start. */
export interface Replay {
  readonly plan: ReplayPlan;
  /** State `planned`. */
  readonly manifest: ReplayManifest;
}

/**
 * Checks everything the user gave and decides what is played, without connecting to Kafka. Real matches are read once.
 *
 * @param notify takes one line for people: what is played, what is fanned out, what is missing
 * @throws InputError for a mistake in the options or the data
 */
export async function planReplay(options: ReplayOptions, notify: (line: string) => void): Promise<Replay> {
  const source = createSource(options, "stream", notify);
  const plan = await planMatches(source, options, notify);
  const manifest = plannedManifest(plan);
  notify(describe(manifest));
  if (manifest.fan_out.copies > 0) notify(describeFanOut(manifest));
  const without360 = describeMissing360(manifest);
  if (without360) notify(without360);
  return { plan, manifest };
}

function describe({ source, matches, pace, open_ended }: ReplayManifest): string {
  const count = `${matches.length}${open_ended ? " or more" : ""} ${source.synthetic ? "synthetic " : ""}matches`;
  const speed =
    pace.kind === "rate"
      ? `at ${pace.value} events/s`
      : pace.kind === "max"
        ? "as fast as Kafka takes them"
        : `at ${pace.value} times real time`;
  return `Replay: ${count}, ${pace.matches_at_once} at once, ${speed} (${source.description}).`;
}

function describeFanOut({ fan_out, open_ended }: ReplayManifest): string {
  const { real_matches, copies } = fan_out;
  const total = `${real_matches + copies}${open_ended ? " or more" : ""}`;
  return `Fan-out: ${real_matches} matches of the source play as ${total}; ${copies} are copies with new match ids.`;
}

function describeMissing360({ matches }: ReplayManifest): string | null {
  const originals = matches.filter(({ match_id, source_match_id }) => match_id === source_match_id);
  const missing = originals.filter(({ has_360 }) => !has_360).map(({ match_id }) => match_id);
  if (missing.length === 0) return null;
  const ids = missing.slice(0, IDS_SHOWN).join(", ") + (missing.length > IDS_SHOWN ? ", …" : "");
  return `No 360 frames: ${missing.length} of ${originals.length} matches (${ids}) play without; their 360 features are null.`;
}

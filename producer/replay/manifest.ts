import { type ManifestMatch, type ReplayManifest, TOPICS, validate } from "@golazo/contracts";
import { writeAtomically } from "../atomic-file";
import type { MatchInfo, MatchSource } from "../sources/source";
import type { ReplayPlan } from "./plan";
import type { ScheduledMatch } from "./schedule";

/**
 * What one match contributes to a manifest.
 *
 * @param has360 whether any of its events has a frame
 */
export function manifestMatch(
  { match, matchId, simulatedKickOff }: Pick<ScheduledMatch, "match" | "matchId" | "simulatedKickOff">,
  has360: boolean,
  eventsAcknowledged: number,
): ManifestMatch {
  return {
    match_id: matchId,
    source_match_id: match.matchId,
    competition_id: match.competitionId,
    season_id: match.seasonId,
    season_name: match.seasonName,
    home_team_id: match.homeTeam.id,
    home_team_name: match.homeTeam.name,
    away_team_id: match.awayTeam.id,
    away_team_name: match.awayTeam.name,
    home_score: match.homeScore,
    away_score: match.awayScore,
    kick_off: match.kickOff.toISOString(),
    simulated_kick_off: new Date(simulatedKickOff).toISOString(),
    has_360: has360,
    events_acknowledged: eventsAcknowledged,
  };
}

/** The source as a manifest names it. */
export function manifestSource({
  kind,
  synthetic,
  seed,
  description,
}: MatchSource): ReplayManifest["source"] {
  return { kind, synthetic, seed, description };
}

/** The manifest of a replay that has not begun. */
export function plannedManifest(plan: ReplayPlan): ReplayManifest {
  return {
    schema_version: 1,
    state: "planned",
    failure: null,
    open_ended: plan.openEnded,
    source: manifestSource(plan.source),
    fan_out: fanOutOf(plan.planned),
    pace: { kind: plan.pace.kind, value: plan.pace.value, matches_at_once: plan.matchesAtOnce },
    clock_start: new Date(plan.clockStart).toISOString(),
    topic: TOPICS.events.name,
    matches: plan.planned.map((scheduled) => manifestMatch(scheduled, has360(plan, scheduled.match), 0)),
    totals: null,
  };
}

/**
 * The manifest of a replay that has ended. It lists the matches of which at least one event was played.
 *
 * @param played matches with the number of events Kafka acknowledged, in the order they kicked off
 */
export function finalManifest(
  plan: ReplayPlan,
  played: ReadonlyArray<{ scheduled: ScheduledMatch; acknowledged: number }>,
  end: Pick<ReplayManifest, "state" | "failure" | "totals">,
): ReplayManifest {
  return {
    ...plannedManifest(plan),
    ...end,
    fan_out: fanOutOf(played.map(({ scheduled }) => scheduled)),
    matches: played.map(({ scheduled, acknowledged }) =>
      manifestMatch(scheduled, has360(plan, scheduled.match), acknowledged),
    ),
  };
}

/** Checks a manifest against its contract and writes it in one piece. */
export async function writeManifest(file: string, manifest: ReplayManifest): Promise<void> {
  validate("replay-manifest", manifest);
  await writeAtomically(file, `${JSON.stringify(manifest, null, 2)}\n`);
}

function has360(plan: ReplayPlan, match: MatchInfo): boolean {
  return plan.library.measured(match).has360;
}

function fanOutOf(scheduled: readonly ScheduledMatch[]): ReplayManifest["fan_out"] {
  const copies = scheduled.filter(({ match, matchId }) => matchId !== match.matchId).length;
  return { real_matches: scheduled.length - copies, copies };
}

import type { MatchState } from "./match-state";
import type { Side } from "./side";
import { EVENT, OUTCOME } from "./vocabulary";

/** How often a substitution changes the formation, and how often it is for an injury. */
const TACTICAL_SHIFT = 0.2;
const INJURY = 0.07;
/** How often a dead ball is an injury. */
const INJURY_STOPPAGE = 0.012;
/** Seconds a substitution and an injury cost. */
const CHANGE_SECONDS = 20;
const TREATMENT_SECONDS = 45;

/** What StatsBomb says of a line-up: Starting XI and Tactical Shift. */
function tactics(side: Side): { formation: number; lineup: unknown[] } {
  const lineup = side.formation.spots.flatMap((spot, slot) => {
    const player = side.pitch[slot];
    return player ? [{ player: player.who, position: spot.position, jersey_number: player.jersey }] : [];
  });
  return { formation: side.formation.code, lineup };
}

/** Starting XI of one team. */
export function lineUp(state: MatchState, side: Side): void {
  state.act(EVENT.startingXi, side.index, -1).detail = { key: "tactics", value: tactics(side) };
}

/** What happens while the ball is dead: treatment, and the changes the coaches have been waiting for. */
export function stopPlay(state: MatchState): void {
  const { random } = state;
  if (random.chance(INJURY_STOPPAGE)) {
    const side = random.chance(0.5) ? 0 : 1;
    state.act(EVENT.injuryStoppage, side, state.nearest(side, random.between(30, 90), 40, -1));
    state.wait(TREATMENT_SECONDS);
    state.stoppage += TREATMENT_SECONDS / 2;
  }
  for (const side of state.sides) changePlayers(state, side);
}

function changePlayers(state: MatchState, side: Side): void {
  const { random } = state;
  let changed = false;
  while (side.changes.length > 0 && (side.changes[0] as number) <= state.played()) {
    side.changes.shift();
    const slot = state.nearest(side.index, random.between(40, 110), random.between(5, 75), -1);
    const replacement = side.bench[slot];
    if (!replacement) continue;
    const act = state.act(EVENT.substitution, side.index, slot);
    const outcome = random.chance(INJURY) ? OUTCOME.injury : OUTCOME.tactical;
    act.detail = { key: "substitution", value: { outcome, replacement: replacement.who } };
    side.substitute(slot);
    changed = true;
  }
  if (!changed) return;
  state.wait(CHANGE_SECONDS);
  state.stoppage += CHANGE_SECONDS;
  if (random.chance(TACTICAL_SHIFT)) {
    state.act(EVENT.tacticalShift, side.index, -1).detail = { key: "tactics", value: tactics(side) };
  }
}

import { link } from "./act";
import { mirrorX, mirrorY } from "./geometry";
import type { MatchState } from "./match-state";
import { type Next, restart } from "./next";
import { EVENT } from "./vocabulary";

/** A defender of `side` puts the ball into its own net: StatsBomb records a pair of events, one per team. */
export function concedeOwnGoal(state: MatchState, side: number, x: number, y: number): Next {
  const other = 1 - side;
  const against = state.act(EVENT.ownGoalAgainst, side, state.nearest(side, x, y, -1), x, y);
  const credited = state.act(EVENT.ownGoalFor, other, -1, mirrorX(x), mirrorY(y));
  link(against, credited);
  state.side(other).score += 1;
  return restart("kick-off", side, 60, 40);
}

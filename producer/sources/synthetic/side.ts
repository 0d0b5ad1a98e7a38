import type { Team } from "../source";
import type { Formation, Spot } from "./formation";
import { SQUAD, type Strength, squad, team } from "./league";
import type { Random } from "./random";
import type { Named } from "./vocabulary";

/** A player of the match squad. */
export interface Player {
  readonly who: Named;
  readonly jersey: number;
}

/** Spread of a team's form on the day, in log-odds. */
const FORM_SPREAD = 0.12;
/** How often the first choice of a place does not start. */
const ROTATION = 0.2;
/** Substitutions a team may make. */
const MOST_SUBSTITUTIONS = 5;

/** One team during one match: who plays, how well, what happened to it. */
export class Side {
  readonly index: number;
  readonly team: Team;
  readonly formation: Formation;
  readonly attack: number;
  readonly defence: number;
  /** Who is at each place of the formation; null after a red card. */
  readonly pitch: Array<Player | null>;
  /** Who can come on at each place; null once that has happened. */
  readonly bench: Array<Player | null> = [];
  /** Places whose player has a yellow card. */
  readonly booked: boolean[];
  /** Seconds since kick-off (halves added up) at which the coach wants to change a player, ascending. */
  readonly changes: number[];
  score = 0;
  men = 11;

  constructor(index: number, teamIndex: number, strength: Strength, random: Random) {
    this.index = index;
    this.team = team(teamIndex);
    this.formation = strength.formation;
    this.attack = strength.attack + FORM_SPREAD * random.gauss();
    this.defence = strength.defence + FORM_SPREAD * random.gauss();
    const people = squad(teamIndex).map((who, place) => ({ who, jersey: place + 1 }));
    const places = this.formation.spots.length;
    this.pitch = [];
    for (let place = 0; place < places; place++) {
      const second = place + SQUAD / 2;
      const [starter, spare] = random.chance(ROTATION) ? [second, place] : [place, second];
      this.pitch.push(people[starter] as Player);
      this.bench.push(people[spare] as Player);
    }
    this.booked = new Array<boolean>(places).fill(false);
    const count = random.weighted([
      [MOST_SUBSTITUTIONS, 0.45],
      [4, 0.3],
      [3, 0.25],
    ]);
    this.changes = Array.from({ length: count }, () => Math.floor(random.between(44, 90) * 60));
    this.changes.sort((one, other) => one - other);
  }

  /** The player at a place, who must be on the pitch. */
  at(slot: number): Player {
    return this.pitch[slot] as Player;
  }

  spot(slot: number): Spot {
    return this.formation.spots[slot] as Spot;
  }

  /** The second choice of a place replaces the first, who cannot come back. */
  substitute(slot: number): void {
    this.pitch[slot] = this.bench[slot] as Player;
    this.bench[slot] = null;
    this.booked[slot] = false;
  }

  /** Takes the player at a place off for good. */
  sendOff(slot: number): void {
    this.pitch[slot] = null;
    this.men -= 1;
  }
}

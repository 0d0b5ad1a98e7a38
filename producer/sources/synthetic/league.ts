import type { Team } from "../source";
import { FORMATIONS, type Formation } from "./formation";
import { Random } from "./random";
import type { Named } from "./vocabulary";

/** StatsBomb numbers no competition 9000: an invented league cannot be taken for a real one. */
export const COMPETITION = { id: 9000, name: "Synthetic League" } as const;
/** The season a stream is played in; no history is ever drawn from it. */
export const STREAM_SEASON = 9005;
/** The seasons a history is drawn from. */
export const HISTORY_SEASONS: readonly number[] = [9001, 9002, 9003, 9004];
const FIRST_SEASON = 9001;
const FIRST_YEAR = 2021;
const FIRST_TEAM = 90001;

const TEAM_NAMES = [
  "Atlético Bruma",
  "Deportivo Cobalto",
  "Halcones de Sal",
  "Real Jacaranda",
  "Unión Cantera",
  "Club Marea Alta",
  "Venados de Piedra",
  "Sporting Ceniza",
  "Racing Ocotillo",
  "Estrella del Llano",
  "Faros del Golfo",
  "Independiente Mezquite",
  "Coyotes de Plata",
  "Ferroviarios Sierra",
  "Academia Obsidiana",
  "Tormenta Laguna",
  "Nopaleros CF",
  "Deportivo Amate",
];
const GIVEN = [
  "Ario",
  "Beno",
  "Caleb",
  "Dario",
  "Elio",
  "Fabio",
  "Gadiel",
  "Hilario",
  "Ismar",
  "Jano",
  "Lauro",
];
const FAMILY_START = [
  "Tov",
  "Quir",
  "Mald",
  "Zer",
  "Ovi",
  "Cast",
  "Brel",
  "Nav",
  "Per",
  "Sald",
  "Urb",
  "Yed",
];
const FAMILY_END = ["aldi", "ezca", "orán", "uelas", "iarte", "anca", "ondo", "ibar", "eño"];

/** Teams in the league. */
export const TEAMS = TEAM_NAMES.length;
const MATCHES_PER_ROUND = TEAMS / 2;
const ROUNDS_PER_HALF = TEAMS - 1;
/** Matches of one full season: everybody plays everybody at home and away. */
export const MATCHES_PER_SEASON = 2 * ROUNDS_PER_HALF * MATCHES_PER_ROUND;
/** A squad has two players per place of the formation. */
export const SQUAD = 22;

/** Kick-offs of a round, days and hours (UTC) after its Friday. */
const KICK_OFFS = [
  [0, 1],
  [0, 3],
  [0, 23],
  [1, 1],
  [1, 3],
  [1, 18],
  [1, 23],
  [2, 1],
  [2, 18],
] as const;

/** How good a team is: added to the log-odds of its attacks, taken off those against it. */
export interface Strength {
  readonly attack: number;
  readonly defence: number;
  readonly formation: Formation;
}

/** One match on the calendar. */
export interface Fixture {
  readonly season: number;
  /** 0, 1, 2 … inside the season, by kick-off. */
  readonly number: number;
  readonly home: number;
  readonly away: number;
  readonly kickOff: Date;
}

/** "Synthetic 2021/2022" and so on. */
export function seasonName(season: number): string {
  const year = FIRST_YEAR + season - FIRST_SEASON;
  return `Synthetic ${year}/${year + 1}`;
}

/** A team by its place in the league, 0 to {@link TEAMS} - 1. */
export function team(index: number): Team {
  return { id: FIRST_TEAM + index, name: TEAM_NAMES[index] as string };
}

/** The invented players of a team, {@link SQUAD} of them; the same in every season. */
export function squad(teamIndex: number): Named[] {
  return Array.from({ length: SQUAD }, (_, player) => {
    const mix = teamIndex * SQUAD + player;
    const given = GIVEN[mix % GIVEN.length];
    const start = FAMILY_START[(mix * 7) % FAMILY_START.length];
    const end = FAMILY_END[Math.floor(mix / 11) % FAMILY_END.length];
    return { id: (FIRST_TEAM + teamIndex) * 100 + player + 1, name: `${given} ${start}${end}` };
  });
}

/**
 * The n-th match of a season: a double round robin by the circle method, the second half with swapped venues.
 * Numbers past the last round go on with the first pairing, so the calendar never ends.
 */
export function fixture(season: number, number: number): Fixture {
  const round = Math.floor(number / MATCHES_PER_ROUND);
  const place = number % MATCHES_PER_ROUND;
  const turn = round % ROUNDS_PER_HALF;
  const first = place === 0 ? TEAMS - 1 : (turn + place) % ROUNDS_PER_HALF;
  const second = (turn - place + ROUNDS_PER_HALF) % ROUNDS_PER_HALF;
  // Alternate venues inside a half, and swap them in the second.
  const swap = (turn + place + Math.floor(round / ROUNDS_PER_HALF)) % 2 === 1;
  const [day, hour] = KICK_OFFS[place] as readonly [number, number];
  const firstFriday = Date.UTC(FIRST_YEAR + season - FIRST_SEASON, 6, 23);
  const kickOff = new Date(firstFriday + ((round * 7 + day) * 24 + hour) * 3_600_000);
  return { season, number, home: swap ? second : first, away: swap ? first : second, kickOff };
}

/** Part of a team's strength that stays from one season to the next. */
const CARRY_OVER = 0.75;
/** Spread of strengths between teams, in log-odds: a choice that gives Liga MX's share of draws. */
const SPREAD = 0.2;

/** Strengths of all teams in one season; seasons follow each other from the first. */
export function strengths(seed: number, season: number): Strength[] {
  const fresh = Math.sqrt(1 - CARRY_OVER ** 2);
  return Array.from({ length: TEAMS }, (_, index) => {
    let attack = 0;
    let defence = 0;
    let formation = FORMATIONS[0] as Formation;
    for (let year = FIRST_SEASON; year <= season; year++) {
      const random = new Random(seed, year, index, 0x7ea);
      const [keep, renew] = year === FIRST_SEASON ? [0, 1] : [CARRY_OVER, fresh];
      attack = keep * attack + renew * SPREAD * random.gauss();
      defence = keep * defence + renew * SPREAD * random.gauss();
      formation = random.pick(FORMATIONS);
    }
    return { attack, defence, formation };
  });
}

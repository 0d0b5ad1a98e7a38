import { type Named, POSITION } from "./vocabulary";

/** One place in a formation. */
export interface Spot {
  readonly position: Named;
  /** Depth inside the team's block: -1 last defender, 1 foremost attacker. The goalkeeper's is not used. */
  readonly depth: number;
  /** Width inside the team's block: -1 left touchline side (y = 0), 1 right. */
  readonly width: number;
}

/** A formation as StatsBomb writes it, its eleven places by position id. The first is the goalkeeper. */
export interface Formation {
  readonly code: number;
  readonly spots: readonly Spot[];
}

function spot(position: Named, depth: number, width: number): Spot {
  return { position, depth, width };
}

const KEEPER = spot(POSITION.goalkeeper, -1, 0);
const BACK_FOUR = [
  KEEPER,
  spot(POSITION.rightBack, -0.75, 0.85),
  spot(POSITION.rightCenterBack, -1, 0.3),
  spot(POSITION.leftCenterBack, -1, -0.3),
  spot(POSITION.leftBack, -0.75, -0.85),
];

/** The formations teams line up in. */
export const FORMATIONS: readonly Formation[] = [
  {
    code: 433,
    spots: [
      ...BACK_FOUR,
      spot(POSITION.centerDefensiveMidfield, -0.35, 0),
      spot(POSITION.rightCenterMidfield, 0, 0.4),
      spot(POSITION.leftCenterMidfield, 0, -0.4),
      spot(POSITION.rightWing, 0.75, 0.85),
      spot(POSITION.leftWing, 0.75, -0.85),
      spot(POSITION.centerForward, 1, 0),
    ],
  },
  {
    code: 4141,
    spots: [
      ...BACK_FOUR,
      spot(POSITION.centerDefensiveMidfield, -0.4, 0),
      spot(POSITION.rightMidfield, 0.35, 0.85),
      spot(POSITION.rightCenterMidfield, 0.2, 0.3),
      spot(POSITION.leftCenterMidfield, 0.2, -0.3),
      spot(POSITION.leftMidfield, 0.35, -0.85),
      spot(POSITION.centerForward, 1, 0),
    ],
  },
  {
    code: 442,
    spots: [
      ...BACK_FOUR,
      spot(POSITION.rightMidfield, 0.1, 0.85),
      spot(POSITION.rightCenterMidfield, -0.1, 0.3),
      spot(POSITION.leftCenterMidfield, -0.1, -0.3),
      spot(POSITION.leftMidfield, 0.1, -0.85),
      spot(POSITION.rightCenterForward, 0.9, 0.25),
      spot(POSITION.leftCenterForward, 1, -0.25),
    ],
  },
  {
    code: 3232,
    spots: [
      KEEPER,
      spot(POSITION.rightCenterBack, -0.95, 0.45),
      spot(POSITION.centerBack, -1, 0),
      spot(POSITION.leftCenterBack, -0.95, -0.45),
      spot(POSITION.rightWingBack, 0, 0.9),
      spot(POSITION.leftWingBack, 0, -0.9),
      spot(POSITION.rightCenterMidfield, 0.1, 0.35),
      spot(POSITION.centerMidfield, -0.3, 0),
      spot(POSITION.leftCenterMidfield, 0.1, -0.35),
      spot(POSITION.rightCenterForward, 0.9, 0.25),
      spot(POSITION.leftCenterForward, 1, -0.25),
    ],
  },
];

/** StatsBomb's own names and ids (open-data events, specification 1.1), the ones the generator uses. */

/** An entry of one of StatsBomb's enumerations, a team or a player. */
export interface Named {
  readonly id: number;
  readonly name: string;
}

function named(id: number, name: string): Named {
  return Object.freeze({ id, name });
}

/** `type` of an event. */
export const EVENT = {
  ballRecovery: named(2, "Ball Recovery"),
  dispossessed: named(3, "Dispossessed"),
  duel: named(4, "Duel"),
  block: named(6, "Block"),
  clearance: named(9, "Clearance"),
  interception: named(10, "Interception"),
  dribble: named(14, "Dribble"),
  shot: named(16, "Shot"),
  pressure: named(17, "Pressure"),
  halfStart: named(18, "Half Start"),
  substitution: named(19, "Substitution"),
  ownGoalAgainst: named(20, "Own Goal Against"),
  foulWon: named(21, "Foul Won"),
  foulCommitted: named(22, "Foul Committed"),
  goalKeeper: named(23, "Goal Keeper"),
  badBehaviour: named(24, "Bad Behaviour"),
  ownGoalFor: named(25, "Own Goal For"),
  shield: named(28, "Shield"),
  pass: named(30, "Pass"),
  halfEnd: named(34, "Half End"),
  startingXi: named(35, "Starting XI"),
  tacticalShift: named(36, "Tactical Shift"),
  miscontrol: named(38, "Miscontrol"),
  dribbledPast: named(39, "Dribbled Past"),
  injuryStoppage: named(40, "Injury Stoppage"),
  ballReceipt: named(42, "Ball Receipt*"),
  carry: named(43, "Carry"),
} as const;

/** `play_pattern`: how the possession began. */
export const PATTERN = {
  regular: named(1, "Regular Play"),
  corner: named(2, "From Corner"),
  freeKick: named(3, "From Free Kick"),
  throwIn: named(4, "From Throw In"),
  counter: named(6, "From Counter"),
  goalKick: named(7, "From Goal Kick"),
  keeper: named(8, "From Keeper"),
  kickOff: named(9, "From Kick Off"),
} as const;

/** `position` of a player. */
export const POSITION = {
  goalkeeper: named(1, "Goalkeeper"),
  rightBack: named(2, "Right Back"),
  rightCenterBack: named(3, "Right Center Back"),
  centerBack: named(4, "Center Back"),
  leftCenterBack: named(5, "Left Center Back"),
  leftBack: named(6, "Left Back"),
  rightWingBack: named(7, "Right Wing Back"),
  leftWingBack: named(8, "Left Wing Back"),
  centerDefensiveMidfield: named(10, "Center Defensive Midfield"),
  rightMidfield: named(12, "Right Midfield"),
  rightCenterMidfield: named(13, "Right Center Midfield"),
  centerMidfield: named(14, "Center Midfield"),
  leftCenterMidfield: named(15, "Left Center Midfield"),
  leftMidfield: named(16, "Left Midfield"),
  rightWing: named(17, "Right Wing"),
  leftWing: named(21, "Left Wing"),
  rightCenterForward: named(22, "Right Center Forward"),
  centerForward: named(23, "Center Forward"),
  leftCenterForward: named(24, "Left Center Forward"),
} as const;

/** `pass.height`. */
export const HEIGHT = {
  ground: named(1, "Ground Pass"),
  low: named(2, "Low Pass"),
  high: named(3, "High Pass"),
} as const;

/** `pass.type`. */
export const PASS_TYPE = {
  corner: named(61, "Corner"),
  freeKick: named(62, "Free Kick"),
  goalKick: named(63, "Goal Kick"),
  interception: named(64, "Interception"),
  kickOff: named(65, "Kick Off"),
  recovery: named(66, "Recovery"),
  throwIn: named(67, "Throw-in"),
} as const;

/** `pass.technique`. */
export const PASS_TECHNIQUE = {
  inswinging: named(104, "Inswinging"),
  outswinging: named(105, "Outswinging"),
  throughBall: named(108, "Through Ball"),
} as const;

/** Outcomes of every kind of event; ids are shared between kinds. */
export const OUTCOME = {
  won: named(4, "Won"),
  complete: named(8, "Complete"),
  incomplete: named(9, "Incomplete"),
  lostInPlay: named(13, "Lost In Play"),
  lostOut: named(14, "Lost Out"),
  success: named(15, "Success"),
  successInPlay: named(16, "Success In Play"),
  claim: named(47, "Claim"),
  inPlayDanger: named(52, "In Play Danger"),
  noTouch: named(55, "No Touch"),
  savedTwice: named(56, "Saved Twice"),
  touchedOut: named(59, "Touched Out"),
  out: named(75, "Out"),
  passOffside: named(76, "Pass Offside"),
  unknown: named(77, "Unknown"),
  blocked: named(96, "Blocked"),
  goal: named(97, "Goal"),
  offTarget: named(98, "Off T"),
  post: named(99, "Post"),
  saved: named(100, "Saved"),
  wayward: named(101, "Wayward"),
  injury: named(102, "Injury"),
  tactical: named(103, "Tactical"),
} as const;

/** `body_part` of passes, shots, clearances and saves. */
export const BODY = {
  bothHands: named(35, "Both Hands"),
  head: named(37, "Head"),
  leftFoot: named(38, "Left Foot"),
  leftHand: named(39, "Left Hand"),
  rightFoot: named(40, "Right Foot"),
  rightHand: named(41, "Right Hand"),
  dropKick: named(68, "Drop Kick"),
  keeperArm: named(69, "Keeper Arm"),
} as const;

/** `shot.type`. */
export const SHOT_TYPE = {
  freeKick: named(62, "Free Kick"),
  openPlay: named(87, "Open Play"),
  penalty: named(88, "Penalty"),
} as const;

/** `shot.technique`. */
export const SHOT_TECHNIQUE = {
  halfVolley: named(91, "Half Volley"),
  normal: named(93, "Normal"),
  volley: named(95, "Volley"),
} as const;

/** `goalkeeper.type`, `goalkeeper.position` and `goalkeeper.technique`. */
export const KEEPER = {
  collected: named(25, "Collected"),
  goalConceded: named(26, "Goal Conceded"),
  sweeper: named(27, "Keeper Sweeper"),
  shotFaced: named(32, "Shot Faced"),
  shotSaved: named(33, "Shot Saved"),
  moving: named(42, "Moving"),
  set: named(44, "Set"),
  diving: named(45, "Diving"),
  standing: named(46, "Standing"),
} as const;

/** `duel.type`. */
export const DUEL = {
  aerialLost: named(10, "Aerial Lost"),
  tackle: named(11, "Tackle"),
} as const;

/** `card` of fouls and bad behaviour. */
export const CARD = {
  red: named(5, "Red Card"),
  secondYellow: named(6, "Second Yellow"),
  yellow: named(7, "Yellow Card"),
} as const;

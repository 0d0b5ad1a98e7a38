import type { EventMessage, Prediction, WindowStatistics } from "@golazo/contracts";
import type { CurvePoint, MatchMessage, MatchRow, Phase, Side, WindowPoint } from "../protocol";
import { ByMinute } from "./by-minute";
import { eventView, frameView } from "./event-view";
import { phaseAfter, sideOf } from "./facts";
import { MatchFacts } from "./match-facts";
import { MatchTimes } from "./match-times";

/** Minutes that swing looks back on. */
const SWING_MINUTES = 10;

/** Minutes of one team that are kept: two hours, extra time and stoppages with room to spare. */
const MOST_WINDOWS = 400;

interface KeptPoint extends CurvePoint {
  readonly producedAt: number;
}

interface KeptWindow {
  readonly statistics: WindowStatistics;
  /** When its record was written, epoch ms. */
  readonly writtenAt: number;
  readonly changedAt: number;
}

/**
 * Everything the page shows of one match, put together from three topics. Each part remembers the moment it last
 * changed (a number that only grows), so that a browser gets what changed since it last read.
 */
export class LiveMatch {
  /** When the match was first seen, or its replay began anew. */
  private wholeSince: number;
  /** When anything of it changed. */
  changedAt: number;
  /** When its row in the list changed. */
  rowChangedAt: number;
  /** When its teams were last named. */
  namedAt = 0;
  private names: { home: string | null; away: string | null } = { home: null, away: null };
  private latest: EventMessage | null = null;
  private framed: EventMessage | null = null;
  /** Number of the newest message, which may be a correction of an older one. */
  private sequence = -1;
  private latestAt = 0;
  private framedAt = 0;
  private phase: Phase = "first-half";
  private startsWhole = false;
  private beganAt = 0;
  private readonly curve = new ByMinute<KeptPoint>();
  private facts = new MatchFacts();
  private readonly windows = new Map<string, KeptWindow>();
  private times = new MatchTimes();

  constructor(
    readonly id: number,
    now: number,
  ) {
    this.wholeSince = now;
    this.changedAt = now;
    this.rowChangedAt = now;
  }

  /** Whether an event of it was seen: before, nobody knows who plays. */
  get isKnown(): boolean {
    return this.latest !== null;
  }

  /** Takes the next event; one of an earlier place in the match means that its replay began anew. */
  play(event: EventMessage, now: number): void {
    if (this.latest === null || event.sequence < this.sequence) this.begin(event, now);
    else if (event.sequence === this.sequence) return;
    this.sequence = event.sequence;
    // The match stands where it stood before somebody corrected what was told of it.
    if (event.supersedes === undefined || this.latest === null) this.goOn(event, now);
    // Browsers add to what they know; what is not there any more they are only told with the whole.
    if (event.supersedes !== undefined && this.facts.takeBack(event.supersedes, now)) this.wholeSince = now;
    if (event.deleted !== true) this.facts.tell(event, now);
    this.changedAt = now;
    this.rowChangedAt = Math.max(this.rowChangedAt, this.facts.momentsAt);
  }

  private goOn(event: EventMessage, now: number): void {
    const before = this.latest;
    this.latest = event;
    this.latestAt = now;
    if (event.freeze_frame) {
      this.framed = event;
      this.framedAt = now;
    }
    this.name(event, now);
    // Windows that came before the first event of their period can be placed from now on.
    if (this.times.learn(event)) this.wholeSince = now;
    const phase = phaseAfter(event);
    if (phase !== this.phase || before?.minute !== event.minute) this.rowChangedAt = now;
    this.phase = phase;
  }

  /** Takes a prediction, unless it is about what was played before the replay began anew. */
  predict(prediction: Prediction, now: number): void {
    if (prediction.produced_at < this.beganAt) return;
    const {
      period,
      minute,
      p_home,
      p_draw,
      p_away,
      latency_ms: latency,
      produced_at: producedAt,
    } = prediction;
    this.curve.set({ period, minute, p: [p_home, p_draw, p_away], latency, producedAt }, now);
    this.changedAt = now;
    this.rowChangedAt = now;
  }

  /**
   * Takes the statistics of one team's minute, unless they are of what was played before.
   *
   * @param writtenAt when the record was written, epoch ms
   */
  observe(statistics: WindowStatistics, writtenAt: number, now: number): void {
    if (writtenAt < this.beganAt) return;
    const key = `${statistics.team_id} ${statistics.window_start}`;
    if (!this.windows.has(key) && this.windows.size >= MOST_WINDOWS) return;
    this.windows.set(key, { statistics, writtenAt, changedAt: now });
    this.changedAt = now;
  }

  /** Its row in the list. */
  row(): MatchRow {
    const p = this.curve.latest?.p;
    const [home, draw, away] = p ? p.map((share) => Math.round(share * 1000)) : [-1, -1, -1];
    return [
      ...([this.id, this.facts.goals.home, this.facts.goals.away, this.startsWhole ? 1 : 0] as const),
      ...([this.phase, this.latest?.minute ?? 0] as const),
      ...([home ?? -1, draw ?? -1, away ?? -1, this.swing()] as const),
    ];
  }

  /** Its teams, as the events name them. */
  teamNames(): readonly [id: number, home: string, away: string] {
    return [this.id, this.nameOf("home"), this.nameOf("away")];
  }

  /** What changed of it after a moment; everything for 0, or when its replay began anew since. */
  message(since: number): MatchMessage {
    const whole = this.wholeSince > since;
    const from = whole ? 0 : since;
    return {
      kind: "match",
      id: this.id,
      whole,
      home: { id: this.latest?.home_team_id ?? 0, name: this.nameOf("home") },
      away: { id: this.latest?.away_team_id ?? 0, name: this.nameOf("away") },
      score: [this.facts.goals.home, this.facts.goals.away],
      scoreKnown: this.startsWhole,
      phase: this.phase,
      period: this.latest?.period ?? 1,
      minute: this.latest?.minute ?? 0,
      moments: this.facts.momentsAt > from ? [...this.facts.moments] : [],
      curve: this.curve.since(from).map(({ producedAt, ...point }) => point),
      threat: this.facts.threat.since(from),
      windows: this.placedWindows(from),
      event: this.latest && this.latestAt > from ? eventView(this.latest) : null,
      frame: this.framed && this.framedAt > from ? frameView(this.framed) : null,
    };
  }

  private begin(event: EventMessage, now: number): void {
    this.facts = new MatchFacts();
    this.times = new MatchTimes();
    this.framed = null;
    this.startsWhole = event.sequence === 0;
    this.beganAt = event.sequence === 0 ? event.produced_at : 0;
    // The topics are read side by side, so what belongs to the new replay may have come already.
    this.curve.keep(({ producedAt }) => producedAt >= this.beganAt);
    for (const [key, { writtenAt }] of this.windows) if (writtenAt < this.beganAt) this.windows.delete(key);
    this.wholeSince = now;
    this.rowChangedAt = now;
  }

  private name(event: EventMessage, now: number): void {
    const side = sideOf(event);
    if (side === null || event.team.name === undefined || this.names[side] === event.team.name) return;
    this.names[side] = event.team.name;
    this.namedAt = now;
  }

  private nameOf(side: Side): string {
    const id = this.latest?.[`${side}_team_id`];
    return this.names[side] ?? `#${id ?? "?"}`;
  }

  private swing(): number {
    const recent = this.curve.lastOnes(SWING_MINUTES + 1);
    const spreads = [0, 1, 2].map((outcome) => {
      const shares = recent.map(({ p }) => p[outcome] ?? 0);
      return shares.length > 0 ? Math.max(...shares) - Math.min(...shares) : 0;
    });
    return Math.round(Math.max(...spreads) * 1000);
  }

  private placedWindows(from: number): WindowPoint[] {
    const points: WindowPoint[] = [];
    for (const { statistics, changedAt } of this.windows.values()) {
      const minute = changedAt > from ? this.times.at(Date.parse(statistics.window_start)) : null;
      if (!minute || !this.latest) continue;
      points.push({
        side: statistics.team_id === this.latest.home_team_id ? "home" : "away",
        ...minute,
        events: statistics.events,
        passes: statistics.passes,
        passesCompleted: statistics.passes_completed,
        passLength: statistics.pass_length_mean,
        carryDistance: statistics.carry_distance_mean,
        possession: statistics.possession_share,
      });
    }
    return points;
  }
}

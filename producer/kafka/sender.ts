import type { ReplayEvent } from "../replay/merge";
import { composeMessage } from "../replay/message";
import type { ScheduledMatch } from "../replay/schedule";
import type { KafkaAccess } from "./access";
import { firstContact, kafkaClient } from "./client";
import { Lane, type LaneEvents, type Outgoing } from "./lane";
import { partitionOfMatch } from "./partitions";
import { partitionCount } from "./topics";

/** Requests in flight at once, each on its own partitions: enough to keep a broker on the same machine busy. */
const LANES = 4;

interface Address {
  readonly key: string;
  readonly partition: number;
}

/** Sends the events of a replay: the key is the match, so a match lives in one partition and one lane, in order. */
export class Sender {
  private readonly addresses = new Map<number, Address>();

  private constructor(
    private readonly lanes: readonly Lane[],
    private readonly partitionOf: (matchId: number) => number,
  ) {}

  /**
   * @param topic must exist
   * @throws NoBrokerError when no broker answers
   */
  static async connect(access: KafkaAccess, topic: string, events: LaneEvents): Promise<Sender> {
    const partitions = await partitionCount(access, topic);
    const kafka = kafkaClient(access);
    const lanes = Array.from({ length: Math.min(LANES, partitions) }, () => new Lane(kafka, topic, events));
    await firstContact(access, () => Promise.all(lanes.map((lane) => lane.connect())));
    return new Sender(lanes, partitionOfMatch(topic, partitions));
  }

  /** Messages handed over and not acknowledged. */
  get pending(): number {
    return this.lanes.reduce((sum, lane) => sum + lane.pending, 0);
  }

  /** The partition a match lives in. */
  partition({ matchId }: ScheduledMatch): number {
    return this.address(matchId).partition;
  }

  /**
   * Hands one event over.
   *
   * @param now wall clock, epoch ms; becomes `produced_at`
   * @returns null, or a promise to wait for before the next event, because the lane is full
   * @throws Error when the lane has failed
   */
  send(event: ReplayEvent, now: number): Promise<void> | null {
    const { key, partition } = this.address(event.scheduled.matchId);
    const value = composeMessage(event.head, event.eventTime, now, event.sequence, event.body);
    const lane = this.laneOf(partition);
    const message: Outgoing = { key, value, partition, producedAt: now };
    lane.push(message);
    return lane.full ? lane.roomAgain() : null;
  }

  /** Ends every wait for room, now and later: the replay is being stopped. */
  stopWaiting(): void {
    for (const lane of this.lanes) lane.stopWaiting();
  }

  /**
   * Resolves when everything was acknowledged.
   *
   * @throws Error when a lane has failed
   */
  async flush(): Promise<void> {
    await Promise.all(this.lanes.map((lane) => lane.flush()));
  }

  /** Closes every connection; what is pending is given up. */
  async close(): Promise<void> {
    await Promise.all(this.lanes.map((lane) => lane.close()));
  }

  private laneOf(partition: number): Lane {
    const lane = this.lanes[partition % this.lanes.length];
    if (!lane) throw new Error("a topic has at least one partition");
    return lane;
  }

  private address(matchId: number): Address {
    const known = this.addresses.get(matchId);
    if (known) return known;
    const address = { key: String(matchId), partition: this.partitionOf(matchId) };
    this.addresses.set(matchId, address);
    return address;
  }
}

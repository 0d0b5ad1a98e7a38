/** Milliseconds on a clock that only goes forward. */
type Clock = () => number;

/** The time a replay is paced by: the wall clock's, unless somebody holds it or makes it faster. */
export class Tempo {
  private speed = 1;
  private isHeld = false;
  /** Both clocks when the speed last changed. */
  private since: number;
  private reading = 0;

  /** @param wall the wall clock */
  constructor(private readonly wall: Clock = () => performance.now()) {
    this.since = wall();
  }

  /** Whether time stands still. */
  get held(): boolean {
    return this.isHeld;
  }

  /** How many times as fast as the wall clock it goes while nobody holds it. */
  get factor(): number {
    return this.speed;
  }

  /** Milliseconds since it was made, as it has them. */
  now(): number {
    return this.isHeld ? this.reading : this.reading + (this.wall() - this.since) * this.speed;
  }

  hold(): void {
    this.settle();
    this.isHeld = true;
  }

  release(): void {
    this.settle();
    this.isHeld = false;
  }

  setFactor(factor: number): void {
    this.settle();
    this.speed = factor;
  }

  private settle(): void {
    this.reading = this.now();
    this.since = this.wall();
  }
}

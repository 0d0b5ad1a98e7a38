/** The user (or the machine) asked the command to end. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  constructor(readonly signal: "SIGINT" | "SIGTERM") {
    super(signal === "SIGINT" ? "stopped by Ctrl-C" : "stopped by a signal");
  }

  /** 128 + the signal's number, as shells have it. */
  get exitCode(): number {
    return this.signal === "SIGINT" ? 130 : 143;
  }
}

/**
 * Turns the first SIGINT or SIGTERM into a rejection, so that a command ends what it started in order; a second one
 * ends the process at once (what it leaves is ended by the reaper).
 */
export class Interruption {
  private readonly listeners: Array<[NodeJS.Signals, () => void]> = [];
  /** Never resolves; rejects with {@link Interrupted}. */
  readonly happened: Promise<never>;

  constructor() {
    this.happened = new Promise((_, reject) => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) {
        let first = true;
        const listener = (): void => {
          if (!first) process.exit(new Interrupted(signal).exitCode);
          first = false;
          reject(new Interrupted(signal));
        };
        process.on(signal, listener);
        this.listeners.push([signal, listener]);
      }
    });
    // Nobody may be waiting at the moment it happens; whoever waits later still sees the rejection.
    this.happened.catch(() => undefined);
  }

  /** Gives the signals back. */
  dispose(): void {
    for (const [signal, listener] of this.listeners) process.off(signal, listener);
  }
}

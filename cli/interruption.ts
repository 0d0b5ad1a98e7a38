import { EventEmitter } from "node:events";
import { constants } from "node:os";

/** What asks a command to end. SIGPIPE: whoever read its output is gone, as after `| head`. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGPIPE"] as const;
type Signal = (typeof SIGNALS)[number];

const SAID: Record<Signal, string> = {
  SIGINT: "stopped by Ctrl-C",
  SIGTERM: "stopped by a signal",
  SIGPIPE: "stopped, for nobody reads its output any more",
};

/** The user (or the machine) asked the command to end. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  constructor(readonly signal: Signal) {
    super(SAID[signal]);
  }

  /** 128 + the signal's number, as shells have it. */
  get exitCode(): number {
    return 128 + constants.signals[this.signal];
  }
}

/** Says SIGPIPE when a line was written that nobody can read. Not the process's event: without a listener that kills. */
const outputs = new EventEmitter();

/**
 * Makes a signal of an output that was closed: Node ignores the system's own, and throws at the next line that is
 * written instead. A command that does not wait for it ends at once, quietly, as other programs do.
 */
export function endWhenNobodyReads(): void {
  for (const output of [process.stdout, process.stderr]) {
    output.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      if (!outputs.emit("SIGPIPE")) process.exit(new Interrupted("SIGPIPE").exitCode);
    });
  }
}

/**
 * Turns the first signal into a rejection, so that a command ends what it started in order; a second SIGINT or SIGTERM
 * ends the process at once (what it leaves is ended by the reaper). Each line that nobody reads is a SIGPIPE.
 */
export class Interruption {
  private readonly listeners: Array<[Signal, () => void]> = [];
  /** Never resolves; rejects with {@link Interrupted}. */
  readonly happened: Promise<never>;

  constructor() {
    this.happened = new Promise((_, reject) => {
      for (const signal of SIGNALS) {
        let first = true;
        const listener = (): void => {
          if (!first && signal !== "SIGPIPE") process.exit(new Interrupted(signal).exitCode);
          first = false;
          reject(new Interrupted(signal));
        };
        source(signal).on(signal, listener);
        this.listeners.push([signal, listener]);
      }
    });
    // Nobody may be waiting at the moment it happens; whoever waits later still sees the rejection.
    this.happened.catch(() => undefined);
  }

  /** Gives the signals back. */
  dispose(): void {
    for (const [signal, listener] of this.listeners) source(signal).off(signal, listener);
  }
}

function source(signal: Signal): EventEmitter {
  return signal === "SIGPIPE" ? outputs : process;
}

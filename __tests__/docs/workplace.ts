import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PORTS } from "../../constructs/services";
import type { Ended } from "../e2e/golazo";
import { REPOSITORY } from "./documents";
import type { Run } from "./proofs";

/** A folder in which commands of the documentation run as they stand there: what the checkout holds is in it, what they write stays here. */
export class Workplace {
  private readonly folder = mkdtempSync(join(tmpdir(), "golazo-docs-"));
  /** Addresses the documentation names, and what they are on this machine, where another program may have them. */
  private readonly addresses = new Map<string, string>();

  constructor() {
    for (const name of readdirSync(REPOSITORY)) symlinkSync(join(REPOSITORY, name), join(this.folder, name));
  }

  /** Runs a command with a shell: to its end, or until it has printed what it was waited for. */
  async run(
    command: string,
    { with: further = "", until }: Pick<Run, "with" | "until"> = {},
  ): Promise<Ended> {
    const [program, background = ""] = command.split(/(?= &$)/) as [string, string?];
    if (background !== "" && until === undefined) throw new Error(`nothing says when "${command}" works`);
    // Options stand before where the output goes.
    const text = this.here(program).replace(/( > \S+)?$/, ` ${further}$1`);
    // A group of its own: Ctrl-C in a terminal reaches the whole group as well.
    const child = spawn("/bin/sh", ["-c", text], {
      ...{ cwd: this.folder, detached: true, stdio: ["ignore", "pipe", "pipe"] },
    });
    const ended = await followed(child, until);
    this.remember(ended.output);
    return ended;
  }

  private here(command: string): string {
    return [...this.addresses].reduce((text, [named, real]) => text.replaceAll(named, real), command);
  }

  /** `golazo up` and `golazo status` say where Kafka and Spark are. */
  private remember(output: string): void {
    for (const [named, line] of [
      [`127.0.0.1:${PORTS.kafka}`, /^Kafka +(\S+)$/m],
      [`spark://127.0.0.1:${PORTS.sparkMaster}`, /^Spark master +(\S+)/m],
    ] as const) {
      const real = line.exec(output)?.[1];
      if (real !== undefined) this.addresses.set(named, real);
    }
  }
}

function followed(child: ChildProcess, until: string | undefined): Promise<Ended> {
  let output = "";
  let worked = false;
  const take = (chunk: Buffer): void => {
    output += chunk.toString();
    if (worked || until === undefined || !output.includes(until)) return;
    worked = true;
    process.kill(-(child.pid as number), "SIGINT");
  };
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", take);
  return new Promise((done) => child.once("close", (code) => done({ code: worked ? 0 : code, output })));
}

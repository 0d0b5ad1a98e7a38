import { PassThrough } from "node:stream";
import type { DeployedService } from "./containers";

/** The last lines a container printed, both streams, as they came. */
export async function lastLogLines({ container }: DeployedService, count: number): Promise<string> {
  const raw = await container.logs({ stdout: true, stderr: true, tail: count });
  return demultiplex(raw).trimEnd();
}

/** Writes what a container prints to standard output, line by line with its name in front, until it ends. */
export async function followLog({ container, name }: DeployedService, count: number): Promise<void> {
  const stream = await container.logs({ stdout: true, stderr: true, tail: count, follow: true });
  const lines = new PassThrough();
  container.modem.demuxStream(stream, lines, lines);
  stream.once("end", () => lines.end());
  let rest = "";
  for await (const chunk of lines) {
    const parts = (rest + String(chunk)).split("\n");
    rest = parts.pop() ?? "";
    for (const line of parts) console.log(`${name} | ${line}`);
  }
}

/** Docker's log format: each piece has a header of 8 bytes, whose last four are the length of what follows. */
function demultiplex(raw: Buffer): string {
  const pieces: Buffer[] = [];
  for (let at = 0; at + 8 <= raw.length; ) {
    const length = raw.readUInt32BE(at + 4);
    pieces.push(raw.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return Buffer.concat(pieces).toString("utf8");
}

import { spawn } from "node:child_process";
import { join } from "node:path";
import { type Ended, REPOSITORY } from "../e2e/golazo";

/** Runs `cdktf` in the checkout, as a user would, to its end. */
export function cdktf(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Ended> {
  const child = spawn(join(REPOSITORY, "node_modules", ".bin", "cdktf"), [...args], {
    cwd: REPOSITORY,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  return new Promise((done) => child.once("close", (code) => done({ code, output: withoutColours(output) })));
}

function withoutColours(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours start with the escape character
  return text.replaceAll(/\u001b\[[0-9;]*m/g, "");
}

import { PassThrough, type Writable } from "node:stream";
import { finished } from "node:stream/promises";
import type Docker from "dockerode";

/** Where the output of a command in a container goes. */
export interface Output {
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/** A command that runs in a container. */
export interface Execution {
  /** Resolves with its exit code. */
  readonly finished: Promise<number>;
  /** Asks it to end, as Ctrl-C would. */
  interrupt(): Promise<void>;
}

/** Starts a command in a running container; it goes on there even if this process ends. */
export async function execute(
  container: Docker.Container,
  command: readonly string[],
  output: Output,
  environment: Readonly<Record<string, string>> = {},
): Promise<Execution> {
  // The shell leaves its process id, which is the command's own after exec, where a second command finds it.
  const pidFile = `/tmp/golazo-${process.pid}-${Date.now()}.pid`;
  const exec = await container.exec({
    Cmd: ["/bin/sh", "-c", `echo $$ > ${pidFile}; exec "$@"`, "golazo", ...command],
    Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await exec.start({ hijack: true, stdin: false });
  container.modem.demuxStream(stream, output.stdout, output.stderr);
  const ended = async (): Promise<number> => {
    await finished(stream, { writable: false }).catch(() => undefined);
    const { ExitCode } = await exec.inspect();
    await run(container, ["rm", "-f", pidFile]);
    return ExitCode ?? 1;
  };
  return {
    finished: ended(),
    interrupt: async () => {
      await run(container, ["/bin/sh", "-c", `kill -INT "$(cat ${pidFile})"`]);
    },
  };
}

/** Runs a short command in a container and gives what it prints on standard output. */
export async function run(container: Docker.Container, command: readonly string[]): Promise<string> {
  const exec = await container.exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true });
  const stream = await exec.start({ hijack: true, stdin: false });
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const texts = [stdout, stderr].map(async (pipe) => {
    const chunks: Buffer[] = [];
    for await (const chunk of pipe) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString("utf8");
  });
  container.modem.demuxStream(stream, stdout, stderr);
  await finished(stream, { writable: false }).catch(() => undefined);
  for (const pipe of [stdout, stderr]) pipe.end();
  const [out = "", error = ""] = await Promise.all(texts);
  const { ExitCode } = await exec.inspect();
  if (ExitCode !== 0)
    throw new Error(`${command.join(" ")} ended with exit code ${ExitCode}: ${error.trim()}`);
  return out;
}

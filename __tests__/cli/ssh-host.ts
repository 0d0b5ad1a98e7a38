import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { skip } from "../skip";
import { pathWith } from "./programs";

const SSHD = "/usr/sbin/sshd";

/** `describe` where there is an SSH server to start, a loud skip where there is none. */
export const describeWithSshd = existsSync(SSHD)
  ? describe
  : (name: string, tests: () => void): void => skip(name, `no ${SSHD} (apt install openssh-server)`, tests);

/**
 * A real SSH server on a port of the loopback address, in the place of an EC2 instance. In the place of AWS there is a
 * program `aws` that lets a key in as EC2 Instance Connect would, and passes bytes on as Session Manager would.
 */
export class SshHost {
  private constructor(
    readonly folder: string,
    private readonly server: ChildProcess,
    /** The `PATH` of whoever connects. */
    readonly path: string,
  ) {}

  /** @param socket the Docker socket of this host */
  static async start(socket: string, instance: string): Promise<SshHost> {
    const folder = mkdtempSync(join(tmpdir(), "golazo-sshd-"));
    const port = await freePort();
    const hostKey = join(folder, "host-key");
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", hostKey]);
    const keys = join(folder, "authorized-keys");
    writeFileSync(keys, "", { mode: 0o600 });
    const config = [
      `ListenAddress 127.0.0.1:${port}`,
      `HostKey ${hostKey}`,
      `AuthorizedKeysFile ${keys}`,
      `PidFile ${join(folder, "sshd.pid")}`,
      ...["StrictModes no", "UsePAM no", "PasswordAuthentication no", "AllowTcpForwarding yes"],
      "PermitRootLogin prohibit-password",
    ];
    writeFileSync(join(folder, "sshd-config"), `${config.join("\n")}\n`);
    // What the package's service makes at boot; a container has no such service.
    if (userInfo().uid === 0) mkdirSync("/run/sshd", { recursive: true, mode: 0o755 });
    const server = spawn(SSHD, ["-D", "-e", "-f", join(folder, "sshd-config")], { stdio: "ignore" });
    const path = pathWith({
      aws: awsScript(folder, keys, port, instance),
      // The user and the path of the socket are this machine's, not those of Ubuntu on EC2.
      ssh: sshScript(socket),
      terraform: terraformScript(instance),
    });
    await sleep(300);
    return new SshHost(folder, server, path);
  }

  /** What `aws` was asked for, one line each. */
  get asked(): string[] {
    return readFileSync(join(this.folder, "asked"), "utf8").trim().split("\n");
  }

  /** Ends every connection, as an instance does that stops. */
  hangUp(): void {
    const children = execFileSync("ps", ["-o", "pid=", "--ppid", `${this.server.pid}`]).toString();
    for (const id of children.trim().split(/\s+/)) process.kill(Number(id));
  }

  /** From now on the AWS CLI misses its plugin. */
  losePlugin(): void {
    writeFileSync(join(this.folder, "no-plugin"), "");
  }

  stop(): void {
    this.server.kill();
  }
}

function awsScript(folder: string, keys: string, port: number, instance: string): string {
  return `printf '%s\\n' "$*" >>${folder}/asked
if [[ -e ${folder}/no-plugin && $* == *start-session* ]]; then
  printf '\\nSessionManagerPlugin is not found.\\n' >&2
  exit 255
fi
case "$*" in
  *send-ssh-public-key*--instance-id\\ ${instance}\\ *) all=$*; cat "\${all##*file://}" >>${keys} ;;
  *start-session*--target\\ ${instance}\\ *AWS-StartSSHSession*)
    exec node -e 'const s = require("net").connect(${port}, "127.0.0.1"); process.stdin.pipe(s); s.pipe(process.stdout)' ;;
  *) echo "no such instance" >&2; exit 254 ;;
esac
`;
}

function sshScript(socket: string): string {
  return `args=()
for arg in "$@"; do args+=("\${arg/:\\/var\\/run\\/docker.sock/:${socket.replaceAll("/", "\\/")}}"); done
exec /usr/bin/ssh -l ${userInfo().username} "\${args[@]}"
`;
}

function terraformScript(instance: string): string {
  const shell = `aws ssm start-session --region eu-west-1 --target ${instance}`;
  const outputs = JSON.stringify({ instance_id: { value: instance }, shell: { value: shell } });
  return `case "$*" in
  *stacks/gpu-stack\\ output\\ -json) echo '${outputs}' ;;
  *) echo '{}' ;;
esac
`;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

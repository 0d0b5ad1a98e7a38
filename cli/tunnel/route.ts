import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "@golazo/producer";
import { dockerHost } from "../deployed/engine";
import { isAwsStack, type StackName } from "../deployed/stacks";
import { outputsOf } from "../deployed/terraform-state";
import { TUNNELS } from "../deployed/tunnels";
import { runCommand } from "../run-command";

/** The user of Ubuntu's and of AWS's Deep Learning images. */
const AWS_USER = "ubuntu";

/** How SSH gets to the machine of a deployment. */
export interface Route {
  /** `user@host`, as SSH takes it. */
  readonly target: string;
  readonly options: readonly string[];
  /** Docker's socket there, when the engine is not reached without a tunnel. */
  readonly socket?: string;
  /** Removes what was made for this tunnel only. */
  dispose(): void;
}

/**
 * The way to the machine a deployment runs on; null when it is this one.
 *
 * @throws InputError when there is none
 */
export async function routeTo(stack: StackName): Promise<Route | null> {
  if (isAwsStack(stack)) return routeToInstance(stack);
  const host = dockerHost();
  if (host.startsWith("unix://")) return null;
  const url = URL.canParse(host) ? new URL(host) : null;
  if (url?.protocol !== "ssh:") {
    throw new InputError(`there is no way to tunnel to DOCKER_HOST=${host}: give ssh://user@host`);
  }
  const target = url.username ? `${url.username}@${url.hostname}` : url.hostname;
  return { target, options: url.port ? ["-p", url.port] : [], dispose: () => undefined };
}

/**
 * Through Session Manager, so no port of the instance is open, with a key made for this tunnel: EC2 Instance Connect
 * lets it in for a minute, https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-connect-methods.html
 */
async function routeToInstance(stack: StackName): Promise<Route> {
  const outputs = await outputsOf(stack);
  const [, region, instance] = /--region (\S+) --target (\S+)/.exec(String(outputs.shell)) ?? [];
  if (region === undefined || instance === undefined) {
    throw new InputError(`${stack} is not deployed: npx cdktf deploy ${stack}`);
  }
  const key = join(TUNNELS, `${stack}.key`);
  const dispose = (): void => {
    for (const file of [key, `${key}.pub`]) rmSync(file, { force: true });
  };
  dispose();
  mkdirSync(TUNNELS, { recursive: true, mode: 0o700 });
  try {
    await must("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "golazo-tunnel", "-f", key]);
    await must("aws", [
      ...["ec2-instance-connect", "send-ssh-public-key", "--region", region, "--instance-id", instance],
      ...["--instance-os-user", AWS_USER, "--ssh-public-key", `file://${key}.pub`],
    ]);
  } catch (error) {
    dispose();
    throw error;
  }
  const proxy = `aws ssm start-session --region ${region} --target %h --document-name AWS-StartSSHSession --parameters portNumber=%p`;
  return {
    target: `${AWS_USER}@${instance}`,
    options: [
      ...["-i", key, "-o", "IdentitiesOnly=yes", "-o", `ProxyCommand=${proxy}`],
      // Nobody knows a new instance's key; a known one that changes is refused.
      ...[
        "-o",
        "StrictHostKeyChecking=accept-new",
        "-o",
        `UserKnownHostsFile=${join(TUNNELS, "known_hosts")}`,
      ],
    ],
    socket: "/var/run/docker.sock",
    dispose,
  };
}

async function must(command: string, args: readonly string[]): Promise<void> {
  const { failed, stderr } = await runCommand(command, args);
  if (!failed) return;
  if (stderr.includes("ENOENT")) {
    throw new InputError(`${command} is missing: ./golazo doctor --aws says what a tunnel needs`);
  }
  throw new Error(`${command} ${args.slice(0, 2).join(" ")} failed: ${stderr.trim()}`);
}

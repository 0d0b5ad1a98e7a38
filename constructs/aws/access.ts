import type { Instance } from "@cdktf/provider-aws/lib/instance";
import { PORTS } from "../services";

/** What a person looks at through the tunnel: Jupyter, Spark's master, worker, job and history, the live page, the producer. */
export const TUNNEL_PORTS = [
  PORTS.jupyter,
  PORTS.sparkMasterUi,
  PORTS.sparkWorkerUi,
  PORTS.sparkApplicationUi,
  PORTS.sparkHistoryUi,
  PORTS.dashboard,
  PORTS.producer,
] as const;

/** The user of Ubuntu's and of AWS's Deep Learning images. */
const USER = "ubuntu";

/** How a person gets to a host that shows nothing to the internet. */
export interface Access {
  /** Opens a shell. */
  readonly shell: string;
  /** Opens the tunnel; then `http://localhost:8888` is the host's Jupyter, and so on. */
  readonly tunnel: string;
}

/**
 * Lines to paste. Without an open port, SSH goes through Session Manager; either way the key is one of the person's own,
 * which EC2 Instance Connect lets in for a minute, so no key has to be made or kept by the deployment.
 */
export function accessTo(instance: Instance, region: string, hasOpenSsh: boolean): Access {
  const key = [
    `aws ec2-instance-connect send-ssh-public-key --region ${region} --instance-id ${instance.id}`,
    `--instance-os-user ${USER} --ssh-public-key file://$HOME/.ssh/id_ed25519.pub`,
  ].join(" ");
  const proxy = `aws ssm start-session --region ${region} --target %h --document-name AWS-StartSSHSession --parameters portNumber=%p`;
  const ssh = hasOpenSsh ? "ssh" : `ssh -o ProxyCommand='${proxy}'`;
  const target = `${USER}@${hasOpenSsh ? instance.publicIp : instance.id}`;
  const forwards = TUNNEL_PORTS.map((port) => `-L ${port}:127.0.0.1:${port}`).join(" ");
  return {
    shell: `aws ssm start-session --region ${region} --target ${instance.id}`,
    tunnel: `${key} && ${ssh} -N ${forwards} ${target}`,
  };
}

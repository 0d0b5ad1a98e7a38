import { InputError } from "@golazo/producer";
import { HOME } from "../../paths";

/** What would be deployed, as far as an account has to allow it. */
export interface Plan {
  readonly region: string;
  readonly hosts: readonly HostPlan[];
  readonly kafka: "docker" | "msk-serverless" | "msk-provisioned";
  readonly zones: readonly string[];
  readonly spot: boolean;
  readonly budgetUsd: number;
  /** Whether Terraform's state is kept in S3, with S3's own lock. */
  readonly remoteState: boolean;
}

/** The hosts of one stack. */
export interface HostPlan {
  readonly stack: "gpu-stack" | "cpu-stack";
  readonly instanceType: string;
  readonly count: number;
  /** Virtual CPUs of each. */
  readonly cpus: number;
}

/**
 * Reads from the configuration what `cdktf deploy` would make.
 *
 * @param stack only this one of the two AWS stacks
 * @throws InputError when the configuration is wrong
 */
export async function readPlan(stack?: string): Promise<Plan> {
  // What reads the configuration is installed with the infrastructure only, so it is loaded only here.
  const { readConfiguration } = await import("../../../stacks/configuration");
  const { SettingsError } = await import("../../../stacks/settings-error");
  const { cpusOf } = await import("../../../constructs/aws/instance-types");
  try {
    const { settings } = readConfiguration(HOME, process.env);
    const hosts = (["gpu-stack", "cpu-stack"] as const)
      .filter((name) => stack === undefined || stack === name)
      .map((name) => {
        const instanceType = name === "gpu-stack" ? settings.gpuInstanceType : settings.cpuInstanceType;
        return { stack: name, instanceType, count: 1 + settings.workerHosts, cpus: cpusOf(instanceType) };
      });
    const { region, kafka, zones, spot, budgetUsd, remoteStateBucket } = settings;
    return { region, hosts, kafka, zones, spot, budgetUsd, remoteState: remoteStateBucket !== undefined };
  } catch (error) {
    throw error instanceof SettingsError ? new InputError(error.message) : error;
  }
}

import type { ProfileName } from "@golazo/services";
import { dockerHost } from "../deployed/engine";
import type { StackName } from "../deployed/stacks";
import { examineEngine } from "./engine";
import type { Finding } from "./finding";
import { examineGpu } from "./gpu";

/** What is looked at. */
export interface Scope {
  readonly docker: boolean;
  readonly gpu: boolean;
  readonly profile: ProfileName;
  readonly stack?: StackName;
}

/** Looks at everything in scope, in the order a person would mend it. */
export async function examine({ docker, gpu, profile }: Scope): Promise<Finding[]> {
  const host = dockerHost();
  const findings: Finding[] = [];
  if (docker) findings.push(...(await examineEngine(host, gpu)));
  // An engine on another machine has its own GPU.
  if (gpu && (!docker || host.startsWith("unix://"))) findings.push(...(await examineGpu(profile)));
  return findings;
}

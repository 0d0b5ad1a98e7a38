import type { ProfileName } from "@golazo/services";
import { servicesOf } from "../deployed/containers";
import { connectTo, dockerHost, engineOf } from "../deployed/engine";
import { isAwsStack, STACKS, type StackName } from "../deployed/stacks";
import { examineDeployment } from "./deployment";
import { examineEngine } from "./engine";
import { type Finding, failure, notChecked, reasonOf } from "./finding";
import { examineGpu } from "./gpu";
import { examineMachine } from "./machine";

/** What is looked at. */
export interface Scope {
  readonly aws: boolean;
  readonly docker: boolean;
  readonly gpu: boolean;
  readonly profile: ProfileName;
  /** A deployment whose services are looked at as well. */
  readonly stack?: StackName;
}

/** Looks at everything in scope, in the order a person would mend it. */
export async function examine(scope: Scope): Promise<Finding[]> {
  const { aws, docker, gpu, profile, stack } = scope;
  const everything = !aws && !docker && !gpu && stack === undefined;
  const inAws = stack !== undefined && isAwsStack(stack);
  const gpuWanted = gpu || stack?.startsWith("gpu-") === true;
  const host = dockerHost();
  const findings: Finding[] = [];
  if (everything) findings.push(...(await examineMachine()), ...(await engineIfAny(host)));
  else if (docker || stack?.endsWith("-docker")) findings.push(...(await examineEngine(host, gpuWanted)));
  // An engine on another machine has its own GPU.
  if (gpu && (!docker || host.startsWith("unix://"))) findings.push(...(await examineGpu(profile)));
  if (aws || inAws) {
    // Images have the command line without the infrastructure it would look at.
    const { examineAws } = await import("./aws/aws");
    findings.push(...(await examineAws(inAws ? stack : undefined)));
  }
  if (stack) findings.push(...(await deployment(stack, gpuWanted)));
  return findings;
}

/** The demo needs no Docker, so a machine without it is not ill; where there is one, so may be deployments. */
async function engineIfAny(host: string): Promise<Finding[]> {
  const findings = await examineEngine(host, false);
  const [first] = findings;
  if (findings.length === 1 && first?.verdict === "failure") {
    return [notChecked(first.check, `${first.detail}; only cpu-docker and gpu-docker need one`)];
  }
  const docker = await connectTo(host);
  for (const stack of STACKS) {
    if ((await servicesOf(docker, stack)).length === 0) continue;
    const ofStack = await examineDeployment(docker, stack, stack.startsWith("gpu-"));
    findings.push(...ofStack.map((finding) => ({ ...finding, check: `${stack}: ${finding.check}` })));
  }
  return findings;
}

async function deployment(stack: StackName, gpuWanted: boolean): Promise<Finding[]> {
  try {
    return await examineDeployment(await engineOf(stack), stack, gpuWanted);
  } catch (error) {
    const detail = `${stack} cannot be asked`;
    // Without a tunnel nobody knows how it is over there.
    if (isAwsStack(stack)) return [notChecked("Containers", detail, reasonOf(error))];
    return [failure("Containers", detail, reasonOf(error))];
  }
}

import { InputError } from "@golazo/producer";

/** The deployments there can be: the names of the stacks `cdktf list` shows. */
export const STACKS = ["gpu-stack", "cpu-stack", "gpu-docker", "cpu-docker"] as const;
export type StackName = (typeof STACKS)[number];

/** Whether a word on the command line is the name of a deployment. */
export function isStackName(text: string | undefined): text is StackName {
  return STACKS.some((name) => name === text);
}

/** Whether a deployment runs in AWS, not on an engine of one's own. */
export function isAwsStack(stack: StackName): stack is "gpu-stack" | "cpu-stack" {
  return stack === "gpu-stack" || stack === "cpu-stack";
}

/**
 * Reads the name of a deployment.
 *
 * @throws InputError when there is no such one
 */
export function parseStackName(text: string): StackName {
  if (isStackName(text)) return text;
  throw new InputError(`${text} is not a deployment: there are ${STACKS.join(", ")}`);
}

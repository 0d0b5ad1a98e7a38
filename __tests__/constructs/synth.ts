import { awsProvider } from "../../constructs/aws/provider";
import { App, TerraformStack, Testing } from "../../constructs/cdktf";

/** What an app of these tests may know beside the stack. */
export interface SynthOptions {
  readonly context?: Record<string, unknown>;
}

/** An app with one stack and AWS's provider, filled by the test. */
export function stackWith(
  build: (stack: TerraformStack) => void,
  { context }: SynthOptions = {},
): TerraformStack {
  const app = Testing.stubVersion(new App({ stackTraces: false, context, outdir: Testing.app().outdir }));
  const stack = new TerraformStack(app, "test-stack");
  awsProvider(stack, {
    region: "eu-west-1",
    tags: { stack: "test-stack", owner: "tests", expiresAfterHours: 8 },
  });
  build(stack);
  return stack;
}

/** The JSON Terraform would get, as text. */
export function synthesized(build: (stack: TerraformStack) => void, options?: SynthOptions): string {
  return Testing.synth(stackWith(build, options));
}

/** All blocks of a type in the synthesized JSON. */
export function blocks(json: string, kind: "resource" | "data", type: string): Record<string, unknown>[] {
  const parsed = JSON.parse(json) as Record<string, Record<string, Record<string, Record<string, unknown>>>>;
  return Object.values(parsed[kind]?.[type] ?? {});
}

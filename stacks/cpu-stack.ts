import type { Construct } from "constructs";
import { AwsStack } from "./aws-stack";
import type { Settings } from "./settings";

/** `cpu-stack`: the same without a GPU, to compare with. */
export class CpuStack extends AwsStack {
  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id, settings, "cpu");
  }
}

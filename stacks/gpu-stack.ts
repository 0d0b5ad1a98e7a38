import type { Construct } from "constructs";
import { AwsStack } from "./aws-stack";
import type { Settings } from "./settings";

/** `gpu-stack`: Spark with RAPIDS on an EC2 instance with an NVIDIA GPU. */
export class GpuStack extends AwsStack {
  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id, settings, "gpu");
  }
}

import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import type { Construct } from "constructs";

/** SSM parameters that hold the id of the newest image, published by AWS and by Canonical. */
export const AMI_PARAMETERS = {
  /**
   * NVIDIA driver, container toolkit, Docker and the SSM agent inside:
   * https://docs.aws.amazon.com/dlami/latest/devguide/aws-deep-learning-base-gpu-ami-ubuntu-22-04.html
   */
  gpu: "/aws/service/deeplearning/ami/x86_64/base-oss-nvidia-driver-gpu-ubuntu-22.04/latest/ami-id",
  /** https://documentation.ubuntu.com/aws/aws-how-to/instances/find-ubuntu-images/ */
  ubuntu: "/aws/service/canonical/ubuntu/server/22.04/stable/current/amd64/hvm/ebs-gp2/ami-id",
} as const;

export interface MachineImageProps {
  readonly gpu?: boolean;
  readonly plainUbuntu?: boolean;
  readonly amiParameter?: string;
}

/** Which parameter names the image of such a host. */
export function amiParameter({ gpu, plainUbuntu, amiParameter }: MachineImageProps): string {
  return amiParameter ?? (gpu && !plainUbuntu ? AMI_PARAMETERS.gpu : AMI_PARAMETERS.ubuntu);
}

/** The id of the image, looked up at plan. Read as plain text: the provider would hide it as if it were a secret. */
export function lookUpAmi(scope: Construct, id: string, props: MachineImageProps): string {
  return new DataAwsSsmParameter(scope, id, { name: amiParameter(props) }).insecureValue;
}

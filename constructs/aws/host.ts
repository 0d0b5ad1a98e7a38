import {
  Instance,
  type InstanceInstanceMarketOptions,
  type InstanceMetadataOptions,
} from "@cdktf/provider-aws/lib/instance";
import type { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Construct } from "constructs";
import type { ITerraformDependable } from "../cdktf";
import type { HostFirewall } from "./host-firewall";
import type { HostRole } from "./host-role";
import { type HostSettings, userData } from "./user-data";

export interface HostProps {
  /** Name in the console, for example `gpu-stack`. */
  readonly name: string;
  readonly instanceType: string;
  /** Id of the machine image. */
  readonly ami: string;
  readonly subnet: Subnet;
  readonly firewall: HostFirewall;
  readonly role: HostRole;
  readonly settings: HostSettings;
  /** Size of the root disk, GiB. */
  readonly rootVolumeGiB: number;
  /**
   * Cheaper, and stopped by AWS when it needs the machine.
   * @default false
   */
  readonly spot?: boolean;
  /**
   * Whether containers may use the host's role: Kafka clients sign their requests with it.
   * @default false
   */
  readonly roleForContainers?: boolean;
  /** What must be there before it boots. */
  readonly dependsOn?: ITerraformDependable[];
}

/** One EC2 instance as all hosts of Golazo are: closed, encrypted, and set up by the scripts in `cloud-init/`. */
export class Host extends Construct {
  public readonly instance: Instance;

  constructor(scope: Construct, id: string, props: HostProps) {
    super(scope, id);
    this.instance = new Instance(this, "Instance", {
      ami: props.ami,
      instanceType: props.instanceType,
      subnetId: props.subnet.id,
      associatePublicIpAddress: true,
      vpcSecurityGroupIds: [props.firewall.group.id],
      iamInstanceProfile: props.role.profile.name,
      ebsOptimized: true,
      monitoring: true,
      // Both guards stop the host by shutting it down; it must not vanish then.
      instanceInitiatedShutdownBehavior: "stop",
      instanceMarketOptions: props.spot ? SPOT : undefined,
      metadataOptions: metadataByToken(props.roleForContainers ?? false),
      rootBlockDevice: { encrypted: true, volumeType: "gp3", volumeSize: props.rootVolumeGiB },
      userData: userData(props.settings),
      // cloud-init runs user data once: changed settings need a new host. Data are on a volume of their own.
      userDataReplaceOnChange: true,
      tags: { Name: props.name },
      dependsOn: props.dependsOn,
      // A newer image appears every few weeks, and a stopped host has no public address, which the provider takes for a
      // change (https://github.com/hashicorp/terraform-provider-aws/issues/33775): neither is a reason for a new host.
      lifecycle: { ignoreChanges: ["ami", "associate_public_ip_address"] },
    });
  }
}

/** Only a persistent request can be stopped and started; a one-time request would be terminated by the guards. */
const SPOT: InstanceInstanceMarketOptions = {
  marketType: "spot",
  spotOptions: { spotInstanceType: "persistent", instanceInterruptionBehavior: "stop" },
};

/**
 * IMDSv2 only, and answers that travel one hop: a container behind Docker's bridge is one hop further away and cannot
 * take the host's role. Two hops where containers must:
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-options.html
 */
function metadataByToken(roleForContainers: boolean): InstanceMetadataOptions {
  return {
    httpEndpoint: "enabled",
    httpTokens: "required",
    httpPutResponseHopLimit: roleForContainers ? 2 : 1,
    instanceMetadataTags: "disabled",
  };
}

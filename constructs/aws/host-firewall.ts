import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import type { Network } from "./network";

export interface HostFirewallProps {
  readonly network: Network;
  /**
   * Addresses that may open SSH, for example `203.0.113.7/32`.
   * @default none: Session Manager needs no open port
   */
  readonly allowedSshCidr?: string;
}

/** What may reach a host (nothing, unless asked for) and what it may reach: the web, for packages, images and AWS. */
export class HostFirewall extends Construct {
  public readonly group: SecurityGroup;

  constructor(scope: Construct, id: string, props: HostFirewallProps) {
    super(scope, id);
    this.group = new SecurityGroup(this, "Group", {
      namePrefix: "golazo-host-",
      description: "Hosts of Golazo: outbound web only",
      vpcId: props.network.vpc.id,
      revokeRulesOnDelete: true,
      lifecycle: { createBeforeDestroy: true },
    });
    this.allowOutbound("Https", 443, "Packages, images and the AWS services");
    // Ubuntu's package mirrors in AWS speak plain HTTP; apt checks signatures.
    this.allowOutbound("Http", 80, "Ubuntu package mirrors");
    if (props.allowedSshCidr) this.allowSsh(props.allowedSshCidr);
  }

  /** Opens every TCP port between the hosts of this group: Spark's executors and drivers listen on ports of their own choice. */
  allowBetweenHosts(): void {
    const range = { ipProtocol: "tcp", fromPort: 1024, toPort: 65535 };
    const between = { securityGroupId: this.group.id, referencedSecurityGroupId: this.group.id, ...range };
    new VpcSecurityGroupIngressRule(this, "FromHosts", { ...between, description: "Spark, from its hosts" });
    new VpcSecurityGroupEgressRule(this, "ToHosts", { ...between, description: "Spark, to its hosts" });
  }

  /** Opens one port from these hosts to what another group protects, on both sides. */
  allowTo(id: string, other: SecurityGroup, port: number, description: string): void {
    const range = { ipProtocol: "tcp", fromPort: port, toPort: port, description };
    new VpcSecurityGroupEgressRule(this, `To${id}`, {
      ...{ securityGroupId: this.group.id, referencedSecurityGroupId: other.id },
      ...range,
    });
    new VpcSecurityGroupIngressRule(this, `Into${id}`, {
      ...{ securityGroupId: other.id, referencedSecurityGroupId: this.group.id },
      ...range,
    });
  }

  private allowOutbound(id: string, port: number, description: string): void {
    new VpcSecurityGroupEgressRule(this, id, {
      securityGroupId: this.group.id,
      cidrIpv4: "0.0.0.0/0",
      ipProtocol: "tcp",
      fromPort: port,
      toPort: port,
      description,
    });
  }

  private allowSsh(cidrIpv4: string): void {
    new VpcSecurityGroupIngressRule(this, "Ssh", {
      securityGroupId: this.group.id,
      cidrIpv4,
      ipProtocol: "tcp",
      fromPort: 22,
      toPort: 22,
      description: "SSH from the address that was asked for",
    });
  }
}

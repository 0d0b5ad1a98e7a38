import { DataAwsEc2InstanceTypeOfferings } from "@cdktf/provider-aws/lib/data-aws-ec2-instance-type-offerings";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";
import { Fn, Token } from "../cdktf";

export interface NetworkProps {
  /**
   * Instance type that every zone must offer; AWS is asked which zones do while planning.
   * @default "m6i.2xlarge"
   */
  readonly instanceType?: string;
  /**
   * Zones by name, two or more.
   * @default the first `zoneCount` zones, by name, that offer the instance type
   */
  readonly zones?: readonly string[];
  /**
   * How many zones when they are looked up.
   * @default 2
   */
  readonly zoneCount?: number;
  /**
   * Addresses of the network. Private (RFC 1918), a /16 so that each subnet can be a /20.
   * @default "10.80.0.0/16"
   */
  readonly cidr?: string;
}

/**
 * A small network over several zones. Its hosts reach the internet; nothing reaches them, because nothing here
 * opens a port. Public subnets and no NAT gateway: one gateway costs more per hour than it would protect.
 */
export class Network extends Construct {
  public readonly vpc: Vpc;
  /** One per zone, in the zones' order. */
  public readonly subnets: readonly Subnet[];

  constructor(scope: Construct, id: string, props: NetworkProps = {}) {
    super(scope, id);
    this.vpc = new Vpc(this, "Vpc", {
      cidrBlock: props.cidr ?? "10.80.0.0/16",
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: { Name: this.node.path },
    });
    this.emptyDefaultSecurityGroup();
    this.subnets = this.createSubnets(props);
    this.routeToInternet();
  }

  /** AWS lets everything in that group talk to each other; a resource that forgets its own group should reach nothing. */
  private emptyDefaultSecurityGroup(): void {
    new DefaultSecurityGroup(this, "DefaultGroup", { vpcId: this.vpc.id });
  }

  private createSubnets({ instanceType = "m6i.2xlarge", zones, zoneCount = 2 }: NetworkProps): Subnet[] {
    const names = zones ?? this.zonesOffering(instanceType, zoneCount);
    return names.map(
      (availabilityZone, i) =>
        new Subnet(this, `Subnet${i + 1}`, {
          vpcId: this.vpc.id,
          availabilityZone,
          cidrBlock: Fn.cidrsubnet(this.vpc.cidrBlock, 4, i),
          // Each host asks for its own public address, so nothing put here by mistake gets one.
          mapPublicIpOnLaunch: false,
          // A zone that begins to offer the type later moves the others in the list; subnets must not move with it.
          lifecycle: { ignoreChanges: ["availability_zone"] },
        }),
    );
  }

  private zonesOffering(instanceType: string, count: number): string[] {
    const offerings = new DataAwsEc2InstanceTypeOfferings(this, "Offerings", {
      locationType: "availability-zone",
      filter: [{ name: "instance-type", values: [instanceType] }],
      lifecycle: {
        postcondition: [
          {
            condition: `\${length(self.locations) >= ${count}}`,
            errorMessage: `Fewer than ${count} zones of this region offer ${instanceType}: choose another type or region, or name the zones.`,
          },
        ],
      },
    });
    const sorted = Fn.sort(offerings.locations);
    return Array.from({ length: count }, (_, i) => Token.asString(Fn.element(sorted, i)));
  }

  private routeToInternet(): void {
    const gateway = new InternetGateway(this, "Gateway", { vpcId: this.vpc.id });
    const table = new RouteTable(this, "Routes", { vpcId: this.vpc.id });
    new Route(this, "Outbound", {
      routeTableId: table.id,
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: gateway.id,
    });
    this.subnets.forEach((subnet, i) => {
      new RouteTableAssociation(this, `Routed${i + 1}`, { subnetId: subnet.id, routeTableId: table.id });
    });
  }
}

import { DataAwsEc2InstanceTypeOfferings } from "@cdktf/provider-aws/lib/data-aws-ec2-instance-type-offerings";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Network } from "../../../constructs/aws/network";
import { blocks, synthesized } from "../synth";

describe("the network", () => {
  test("stands in two zones that offer the instance type, as AWS says while planning", () => {
    const json = synthesized((stack) => new Network(stack, "Network", { instanceType: "g4dn.2xlarge" }));
    expect(json).toHaveDataSourceWithProperties(DataAwsEc2InstanceTypeOfferings, {
      location_type: "availability-zone",
      filter: [{ name: "instance-type", values: ["g4dn.2xlarge"] }],
    });
    const zones = blocks(json, "resource", "aws_subnet").map((subnet) => subnet.availability_zone);
    expect(zones).toEqual([
      expect.stringMatching(
        /^\$\{element\(sort\(data\.aws_ec2_instance_type_offerings\..*\.locations\), 0\)\}$/,
      ),
      expect.stringMatching(
        /^\$\{element\(sort\(data\.aws_ec2_instance_type_offerings\..*\.locations\), 1\)\}$/,
      ),
    ]);
  });

  test("says what to do when a region offers the type in one zone only", () => {
    const json = synthesized((stack) => new Network(stack, "Network", { instanceType: "p5.48xlarge" }));
    const [offerings] = blocks(json, "data", "aws_ec2_instance_type_offerings");
    expect(JSON.stringify(offerings)).toMatch(/length\(self\.locations\) >= 2/);
    expect(JSON.stringify(offerings)).toMatch(
      /p5\.48xlarge: choose another type or region, or name the zones/,
    );
  });

  test("does not move its subnets when a third zone begins to offer the type", () => {
    const json = synthesized((stack) => new Network(stack, "Network"));
    expect(json).toHaveResourceWithProperties(Subnet, {
      lifecycle: { ignore_changes: ["availability_zone"] },
    });
  });

  test("stands where it is told", () => {
    const json = synthesized(
      (stack) => new Network(stack, "Network", { zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"] }),
    );
    const zones = blocks(json, "resource", "aws_subnet").map((subnet) => subnet.availability_zone);
    expect(zones).toEqual(["eu-west-1a", "eu-west-1b", "eu-west-1c"]);
    expect(json).not.toHaveDataSource(DataAwsEc2InstanceTypeOfferings);
  });

  test("lets nothing in: no rule, an empty default group, no public address by default", () => {
    const json = synthesized((stack) => new Network(stack, "Network"));
    const [group] = blocks(json, "resource", "aws_default_security_group");
    expect(Object.keys(group ?? {})).not.toEqual(expect.arrayContaining(["ingress"]));
    expect(json).toHaveResource(DefaultSecurityGroup);
    expect(json).toHaveResourceWithProperties(Subnet, { map_public_ip_on_launch: false });
    expect(json).not.toMatch(/ingress_rule/);
  });
});

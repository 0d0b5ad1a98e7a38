import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { HostFirewall } from "../../../constructs/aws/host-firewall";
import { Network } from "../../../constructs/aws/network";
import { blocks, synthesized } from "../synth";

const firewall = (change: (firewall: HostFirewall) => void = () => {}, allowedSshCidr?: string): string =>
  synthesized((stack) => {
    const network = new Network(stack, "Network");
    change(new HostFirewall(stack, "Firewall", { network, allowedSshCidr }));
  });
const rules = (json: string, way: "ingress" | "egress") =>
  blocks(json, "resource", `aws_vpc_security_group_${way}_rule`);

describe("a host's firewall", () => {
  test("lets nothing in, and out only to the web", () => {
    const json = firewall();
    expect(rules(json, "ingress")).toEqual([]);
    expect(rules(json, "egress").map((rule) => rule.from_port)).toEqual([80, 443]);
    expect(json).not.toMatch(/"from_port": 0\b/);
  });

  test("lets SSH in from where it was told", () => {
    expect(rules(firewall(undefined, "203.0.113.0/24"), "ingress")).toEqual([
      expect.objectContaining({ cidr_ipv4: "203.0.113.0/24", from_port: 22, to_port: 22 }),
    ]);
  });

  test("opens hosts to each other by their group, never by an address", () => {
    const json = firewall((each) => each.allowBetweenHosts());
    for (const way of ["ingress", "egress"] as const) {
      const between = rules(json, way).find((rule) => rule.from_port === 1024);
      expect(between?.referenced_security_group_id).toBe(between?.security_group_id);
    }
  });

  test("can be replaced while hosts use it", () => {
    expect(firewall()).toHaveResourceWithProperties(SecurityGroup, {
      lifecycle: { create_before_destroy: true },
      name_prefix: "golazo-host-",
    });
  });
});

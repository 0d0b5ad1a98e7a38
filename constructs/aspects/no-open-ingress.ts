import type { IConstruct } from "constructs";
import { type Block, blockOf, listOf, textsOf } from "./resource";
import { Rule } from "./rule";

const EVERYWHERE = new Set(["0.0.0.0/0", "::/0"]);

/** No port is open to the whole internet. */
export class NoOpenIngress extends Rule {
  readonly name = "no-open-ingress";

  protected check(node: IConstruct): string[] {
    const block = blockOf(node);
    const open = block ? inboundOf(block).filter((cidr) => EVERYWHERE.has(cidr)) : [];
    return open.map(
      (cidr) => `lets ${cidr} in: name the addresses that may, or use Session Manager without an open port`,
    );
  }
}

/** Addresses a block lets in. */
function inboundOf({ type, body }: Block): string[] {
  const cidrs = ({ cidr_blocks, ipv6_cidr_blocks }: Block["body"]): string[] => [
    ...textsOf(cidr_blocks),
    ...textsOf(ipv6_cidr_blocks),
  ];
  switch (type) {
    case "aws_security_group":
    case "aws_default_security_group":
      return listOf(body.ingress).flatMap(cidrs);
    case "aws_security_group_rule":
      return body.type === "ingress" ? cidrs(body) : [];
    case "aws_vpc_security_group_ingress_rule":
      return [...textsOf(body.cidr_ipv4), ...textsOf(body.cidr_ipv6)];
    default:
      return [];
  }
}

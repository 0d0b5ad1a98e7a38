import type { IConstruct } from "constructs";
import {
  DefaultTokenResolver,
  StringConcat,
  TerraformDataSource,
  type TerraformElement,
  TerraformProvider,
  TerraformResource,
  Tokenization,
} from "../cdktf";

/** A value of the synthesized JSON. */
export type Json = string | number | boolean | null | undefined | Json[] | { [key: string]: Json };

/** A resource, data source or provider as it will stand in the stack's JSON, overrides included. */
export interface Block {
  /** Terraform's type, for example `aws_instance`; `aws` for the provider. */
  readonly type: string;
  /** How others refer to it, for example `aws_instance.Spark_Host_12345678`. */
  readonly address: string;
  readonly body: { [key: string]: Json };
}

/** The block a construct becomes; undefined for everything that is none. */
export function blockOf(node: IConstruct): Block | undefined {
  if (node instanceof TerraformProvider) {
    const type = node.terraformResourceType;
    const [body] = entries(render(node), "provider", type) as { [key: string]: Json }[];
    return body ? { type, address: type, body } : undefined;
  }
  if (!(node instanceof TerraformResource) && !(node instanceof TerraformDataSource)) return undefined;
  const type = node.terraformResourceType;
  const kind = node instanceof TerraformResource ? "resource" : "data";
  const body = (entries(render(node), kind, type) as { [key: string]: Json })[node.friendlyUniqueId];
  return { type, address: `${type}.${node.friendlyUniqueId}`, body: (body ?? {}) as { [key: string]: Json } };
}

/** All blocks of the tree a construct is the root of. */
export function blocksIn(root: IConstruct): Block[] {
  return root.node.findAll().flatMap((node) => blockOf(node) ?? []);
}

/** A nested block or a list of them, as a list. */
export function listOf(value: Json): { [key: string]: Json }[] {
  const list = Array.isArray(value) ? value : [value];
  return list.filter((each) => typeof each === "object" && each !== null && !Array.isArray(each)) as {
    [key: string]: Json;
  }[];
}

/** A list of text, or one text, as a list. */
export function textsOf(value: Json): string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.filter((each) => typeof each === "string");
}

function render(element: TerraformElement): { [key: string]: Json } {
  return Tokenization.resolve(element.toTerraform(), {
    scope: element,
    resolver: new DefaultTokenResolver(new StringConcat()),
    preparing: false,
  });
}

function entries(json: { [key: string]: Json }, ...path: string[]): Json {
  return path.reduce<Json>((value, key) => (value as { [key: string]: Json } | undefined)?.[key], json) ?? {};
}

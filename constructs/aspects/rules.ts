import { Aspects, type TerraformStack } from "../cdktf";
import { EncryptedAtRest } from "./encrypted-at-rest";
import { Imdsv2Required } from "./imdsv2-required";
import { NoOpenIngress } from "./no-open-ingress";
import { NoPlainSecret } from "./no-plain-secret";
import { NoPublicBucket } from "./no-public-bucket";
import { NoWildcardRights } from "./no-wildcard-rights";
import { SmallUserData } from "./small-user-data";
import { TagsPresent } from "./tags-present";
import { VersionsFit } from "./versions-fit";

/** Has every rule of the house looked after at each synth of a stack. */
export function applyRules(stack: TerraformStack): void {
  const rules = [
    new NoOpenIngress(),
    new Imdsv2Required(),
    new EncryptedAtRest(),
    new TagsPresent(),
    new NoPublicBucket(),
    new NoWildcardRights(),
    new SmallUserData(),
    new NoPlainSecret(),
    new VersionsFit(),
  ];
  for (const rule of rules) Aspects.of(stack).add(rule);
}

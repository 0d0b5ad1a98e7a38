import type { IConstruct } from "constructs";
import { TerraformStack } from "../cdktf";
import { blockOf } from "./resource";
import { Rule } from "./rule";

/** Variables whose values are secrets. Shorter values than this are words that occur by chance. */
const SECRET_VARIABLE = /(^|_)(PASSWORD|SECRET|SECRET_ACCESS_KEY|SESSION_TOKEN|API_KEY)$/;
const SHORTEST_SECRET = 8;

/** Resources that keep a secret's value in the state, where everybody who can plan can read it. */
const KEEPS_VALUE = new Set(["aws_secretsmanager_secret_version", "random_password"]);

/** No secret is in the synthesized stack, and none will be in its state. */
export class NoPlainSecret extends Rule {
  readonly name = "no-plain-secret";

  constructor(private readonly environment: Readonly<Record<string, string | undefined>> = process.env) {
    super();
  }

  protected check(node: IConstruct): string[] {
    if (TerraformStack.isStack(node)) return this.valuesIn(node);
    const block = blockOf(node);
    if (!block) return [];
    const isSecureText = block.type === "aws_ssm_parameter" && block.body.type === "SecureString";
    if (!KEEPS_VALUE.has(block.type) && !isSecureText) return [];
    return ["keeps a secret's value in the state: use EmptySecret, and put the value in beside Terraform"];
  }

  private valuesIn(stack: TerraformStack): string[] {
    const secrets = Object.entries(this.environment).filter(
      ([name, value]) => SECRET_VARIABLE.test(name) && (value ?? "").length >= SHORTEST_SECRET,
    );
    if (secrets.length === 0) return [];
    const synthesized = JSON.stringify(stack.toTerraform());
    return secrets
      .filter(([, value]) => synthesized.includes(JSON.stringify(value).slice(1, -1)))
      .map(([name]) => `contains the value of ${name}: let the host read it from Secrets Manager at start`);
  }
}

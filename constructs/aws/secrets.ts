import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { Construct } from "constructs";

export interface EmptySecretProps {
  /** Begin of the secret's name. */
  readonly namePrefix: string;
  /** What it is for and what puts the value in. */
  readonly description: string;
}

/**
 * A place for a secret in Secrets Manager. Only the place: its value is put in beside Terraform, by a person or by the
 * host, so it is in no state, no plan and no user data.
 */
export class EmptySecret extends Construct {
  public readonly secret: SecretsmanagerSecret;

  constructor(scope: Construct, id: string, props: EmptySecretProps) {
    super(scope, id);
    this.secret = new SecretsmanagerSecret(this, "Secret", {
      namePrefix: props.namePrefix,
      description: props.description,
      // A deleted secret would otherwise stay for a month and cost on: nothing is left after `destroy`.
      recoveryWindowInDays: 0,
    });
  }

  /**
   * The command with which a person puts in the credentials of StatsBomb's data API. They come from a file, so that
   * they are in neither the shell's history nor the list of processes.
   */
  commandToFill(region: string): string {
    return `aws secretsmanager put-secret-value --region ${region} --secret-id ${this.secret.name} --secret-string file://statsbomb.json  # {"STATSBOMB_USER": "…", "STATSBOMB_PASSWORD": "…"}`;
  }
}

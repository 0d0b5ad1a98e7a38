import { Construct } from "constructs";
import { type ITerraformDependable, TerraformResource } from "../cdktf";

/** Not the script `./golazo`: that installs packages, which a deployment under way stands on. */
const GOLAZO = "node --import ./node_modules/tsx/dist/loader.mjs cli/main.ts";

/** A command that is part of a deployment. */
export interface LocalCommandProps {
  /** What follows `golazo`; run on the machine that deploys, and a failure fails the deployment. */
  readonly command: string;
  /** Absolute path of the checkout. */
  readonly checkout: string;
  /** The command runs again when one of these changes. Default: it runs once. */
  readonly triggers?: readonly string[];
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** Runs a command of `golazo` while Terraform applies; Terraform's own `terraform_data`, so no further provider. */
export class LocalCommand extends Construct {
  readonly resource: TerraformResource;

  constructor(scope: Construct, id: string, props: LocalCommandProps) {
    super(scope, id);
    this.resource = new TerraformResource(this, "Run", {
      terraformResourceType: "terraform_data",
      dependsOn: [...(props.dependsOn ?? [])],
      provisioners: [
        { type: "local-exec", command: `${GOLAZO} ${props.command}`, workingDir: props.checkout },
      ],
    });
    if (props.triggers) this.resource.addOverride("triggers_replace", [...props.triggers]);
  }
}

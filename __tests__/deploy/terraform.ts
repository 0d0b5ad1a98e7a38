import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../e2e/golazo";
import { has, terraformBinary } from "./needs";

const PROVIDER_MODULE = "github.com/terraform-providers/terraform-provider-docker";

/**
 * What Terraform needs in its environment: nothing where its registry answers. Elsewhere the Docker provider is built
 * from its Go module, once, and Terraform finds it in a mirror on the disk.
 *
 * @throws Error when there is neither the registry nor Go
 */
export async function terraformEnvironment(): Promise<Record<string, string>> {
  const always = {
    CI: "1",
    CHECKPOINT_DISABLE: "1",
    TERRAFORM_BINARY_NAME: terraformBinary() ?? "terraform",
  };
  const own = process.env.TF_CLI_CONFIG_FILE;
  if (own && existsSync(own)) return { ...always, TF_CLI_CONFIG_FILE: own };
  const { name, version } = providerOfPackage();
  const [registry = ""] = name.split("/");
  if (await answers(`https://${registry}/.well-known/terraform.json`)) return always;
  if (!has("go"))
    throw new Error(`${registry} does not answer, and go to build the Docker provider is missing`);
  const mirror = join(REPOSITORY, ".golazo", "test", "terraform");
  buildProvider(
    join(mirror, name, version, `linux_${process.arch === "arm64" ? "arm64" : "amd64"}`),
    version,
  );
  const file = join(mirror, "cli.tfrc");
  writeFileSync(file, `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`);
  return { ...always, TF_CLI_CONFIG_FILE: file };
}

function providerOfPackage(): { name: string; version: string } {
  const file = join(REPOSITORY, "node_modules", "@cdktf", "provider-docker", "package.json");
  return JSON.parse(readFileSync(file, "utf8")).cdktf.provider;
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(5000) })).ok;
  } catch {
    return false;
  }
}

/** `docker-provider/go.mod` pins the source; its module still has the name of its former owner. */
function buildProvider(folder: string, version: string): void {
  const binary = join(folder, `terraform-provider-docker_v${version}`);
  if (existsSync(binary)) return;
  mkdirSync(folder, { recursive: true });
  // As it is built once and used a few times, it is not optimised.
  const quick = ["-gcflags=all=-N -l", "-ldflags=-s -w"];
  execFileSync("go", ["build", "-mod=mod", ...quick, "-o", binary, PROVIDER_MODULE], {
    cwd: join(__dirname, "docker-provider"),
    stdio: ["ignore", "ignore", "inherit"],
  });
}

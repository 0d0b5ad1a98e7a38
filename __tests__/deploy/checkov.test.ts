import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Ended, REPOSITORY } from "../e2e/golazo";
import { cdktf } from "./cdktf";

const CHECKOV = "checkov==3.3.30";
const VENV = join(REPOSITORY, ".golazo", "test", "checkov");
const MINUTE = 60_000;

/** Runs checkov on a synthesized stack, by the rules of `constructs/aws/checkov.yaml`. */
function checkov(stack: string): Ended {
  // It reads Terraform's JSON from files of this ending only, and says nothing about others.
  const copy = join(mkdtempSync(join(tmpdir(), "golazo-checkov-")), `${stack}.tf.json`);
  copyFileSync(join(REPOSITORY, "cdktf.out", "stacks", stack, "cdk.tf.json"), copy);
  const rules = join(REPOSITORY, "constructs", "aws", "checkov.yaml");
  try {
    const args = ["--config-file", rules, "--file", copy, "--output", "json"];
    return { code: 0, output: execFileSync(join(VENV, "bin", "checkov"), args, { encoding: "utf8" }) };
  } catch (error) {
    const { status, stdout } = error as { status: number; stdout: string };
    return { code: status, output: stdout };
  }
}

describe("checkov, over the AWS stacks", () => {
  beforeAll(async () => {
    if (!existsSync(join(VENV, "bin", "checkov"))) {
      execFileSync("python3", ["-m", "venv", VENV]);
      execFileSync(join(VENV, "bin", "pip"), ["install", "--quiet", CHECKOV], { stdio: "inherit" });
    }
    expect(await cdktf(["synth"], { CI: "1", CHECKPOINT_DISABLE: "1" })).toMatchObject({ code: 0 });
  }, 20 * MINUTE);

  test.each(["gpu-stack", "cpu-stack"])(
    "%s has no finding that is not explained",
    (stack) => {
      const { code, output } = checkov(stack);
      expect({ code, output }).toMatchObject({ code: 0 });
      // It really looked: an unreadable file has no finding either.
      expect(JSON.parse(output).summary).toMatchObject({ failed: 0, parsing_errors: 0 });
      expect(JSON.parse(output).summary.passed).toBeGreaterThan(50);
    },
    10 * MINUTE,
  );
});

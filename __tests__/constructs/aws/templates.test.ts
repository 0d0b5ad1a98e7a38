import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MskServerless } from "../../../constructs/aws/msk-serverless";
import { Network } from "../../../constructs/aws/network";
import { SparkHost } from "../../../constructs/aws/spark-host";
import { CLOUD_INIT_FOLDER } from "../../../constructs/aws/user-data";
import { terraformBinary } from "../../deploy/needs";
import { blocks, synthesized } from "../synth";

const terraform = terraformBinary();
if (!terraform)
  process.stderr.write("SKIPPED: neither terraform nor tofu is here to read its own templates\n");

/** What Terraform makes of texts in which references to other resources stand; those are all called `later` here. */
function rendered(texts: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), "golazo-templates-"));
  try {
    const values = texts.map((text) => text.replaceAll(/(?<!\$)\$\{(aws_|data\.)[^}]*\}/g, "later"));
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ output: { texts: { value: values } } }));
    const run = (...args: string[]) =>
      execFileSync(terraform ?? "", args, {
        cwd: folder,
        encoding: "utf8",
        stdio: "pipe",
        env: { ...process.env, CHECKPOINT_DISABLE: "1" },
      });
    run("init", "-input=false");
    run("apply", "-auto-approve", "-input=false");
    return JSON.parse(run("output", "-json", "texts")) as string[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

(terraform ? describe : describe.skip)("what Terraform hands on to a host", () => {
  const json = synthesized((stack) => {
    const network = new Network(stack, "Network");
    const kafka = new MskServerless(stack, "Kafka", { network });
    new SparkHost(stack, "Spark", { gpu: true, network, kafka, workerHosts: 1 });
  });

  test("are scripts that shellcheck has nothing against, with the shell's own variables in them", () => {
    const userData = blocks(json, "resource", "aws_instance").map((instance) => `${instance.user_data}`);
    const script = readFileSync(join(CLOUD_INIT_FOLDER, "bootstrap.sh"), "utf8")
      .split("\n")
      .slice(1)
      .join("\n");
    for (const text of rendered(userData)) {
      expect(text).toMatch(/^#!\/bin\/bash\n/);
      expect(text.endsWith(script)).toBe(true);
      expect(text).toContain("\nGOLAZO_KAFKA_BOOTSTRAP='later'\n");
      expect(spawnSync("shellcheck", ["-"], { input: text, encoding: "utf8" }).stdout).toBe("");
    }
  });

  test("are Compose files with Compose's own variables in them", () => {
    const contents = blocks(json, "resource", "aws_s3_object").flatMap(({ content }) =>
      content ? [`${content}`] : [],
    );
    const files = rendered(contents);
    expect(files).toHaveLength(2);
    for (const text of files) expect(text).toContain(`GOLAZO_STORAGE: s3a://\${GOLAZO_DATA_BUCKET}\n`);
  });
});

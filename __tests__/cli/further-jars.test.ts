import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { KafkaAuth } from "../../producer";

const MSK: KafkaAuth = { kind: "msk-iam", region: "eu-west-1" };
const NONE: KafkaAuth = { kind: "none" };

/** The jars as they are in an image with these folders. */
function imageWith(paths: {
  readonly MSK_JARS: string;
  readonly RAPIDS_JARS: string;
  readonly S3_JARS?: string;
}) {
  jest.resetModules();
  jest.doMock("../../cli/paths", () => ({
    ...jest.requireActual("../../cli/paths"),
    ...paths,
    INSTALLED: true,
  }));
  return require("../../cli/further-jars") as typeof import("../../cli/further-jars");
}

describe("the jars that only some clusters need", () => {
  const full = mkdtempSync(join(tmpdir(), "golazo-jars-"));
  const empty = mkdtempSync(join(tmpdir(), "golazo-jars-"));
  writeFileSync(join(full, "some.jar"), "");

  test("are on the class path where they are needed, and nowhere else", () => {
    const { furtherJars } = imageWith({ MSK_JARS: "/msk", RAPIDS_JARS: "/rapids", S3_JARS: "/s3" });
    expect(furtherJars({ architecture: "cpu", kafkaAuth: NONE, storage: null })).toEqual([]);
    expect(furtherJars({ architecture: "cpu", kafkaAuth: MSK, storage: null })).toEqual(["/msk"]);
    expect(furtherJars({ architecture: "gpu", kafkaAuth: MSK, storage: null })).toEqual(["/msk", "/rapids"]);
    expect(furtherJars({ architecture: "cpu", kafkaAuth: NONE, storage: "s3a://bucket" })).toEqual(["/s3"]);
  });

  test("are missed in one line that names the folder and the variable", async () => {
    const { provideFurtherJars } = imageWith({ MSK_JARS: empty, RAPIDS_JARS: "/none", S3_JARS: empty });
    await expect(provideFurtherJars({ architecture: "gpu", kafkaAuth: NONE, storage: null })).rejects.toThrow(
      /^the architecture gpu needs the RAPIDS Accelerator, and \/none holds no jar: .*GOLAZO_RAPIDS_JARS$/,
    );
    await expect(provideFurtherJars({ architecture: "cpu", kafkaAuth: MSK, storage: null })).rejects.toThrow(
      /^the login msk-iam needs aws-msk-iam-auth, and .* holds no jar: .*GOLAZO_MSK_JARS$/,
    );
    const stored = { architecture: "cpu", kafkaAuth: NONE, storage: "s3a://bucket" } as const;
    await expect(provideFurtherJars(stored)).rejects.toThrow(
      /^GOLAZO_STORAGE needs Hadoop's S3 client, and .* holds no jar: .*GOLAZO_S3_JARS$/,
    );
  });

  test("are enough when they are there, and missed by nobody who does not need them", async () => {
    const whole = imageWith({ MSK_JARS: full, RAPIDS_JARS: full });
    await whole.provideFurtherJars({ architecture: "gpu", kafkaAuth: MSK, storage: null });
    const plain = imageWith({ MSK_JARS: empty, RAPIDS_JARS: empty });
    await plain.provideFurtherJars({ architecture: "cpu", kafkaAuth: NONE, storage: null });
  });
});

import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sourceFolder } from "../../../constructs/aws/source-folder";
import { escapeForTerraform, USER_DATA_LIMIT_BYTES, userData } from "../../../constructs/aws/user-data";
import { Token } from "../../../constructs/cdktf";
import { stackWith } from "../synth";

describe("what a host builds its images from", () => {
  let checkout: string;
  beforeEach(() => {
    checkout = mkdtempSync(join(tmpdir(), "golazo-checkout-"));
    for (const folder of ["pipeline/golazo", "producer/node_modules/x", "docs"]) {
      mkdirSync(join(checkout, folder), { recursive: true });
    }
    writeFileSync(join(checkout, ".dockerignore"), "*\n!golazo\n!producer\n!pipeline/golazo\n!gone\n");
    writeFileSync(join(checkout, "golazo"), "#!/bin/sh\n", { mode: 0o755 });
    for (const file of [
      ".env",
      "producer/.env",
      "producer/run.ts",
      "producer/node_modules/x/y.js",
      "docs/a.md",
    ]) {
      writeFileSync(join(checkout, file), "x");
    }
  });
  afterEach(() => rmSync(checkout, { recursive: true, force: true }));

  test("is what .dockerignore lets in, executable where it was, and no one's .env", () => {
    const folder = sourceFolder(
      stackWith(() => {}),
      checkout,
    );
    const has = (path: string) => existsSync(join(folder, path));
    expect(["golazo", "producer/run.ts", "pipeline/golazo", ".dockerignore"].map(has)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect([".env", "producer/.env", "producer/node_modules", "docs"].map(has)).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(statSync(join(folder, "golazo")).mode & 0o111).toBe(0o111);
  });

  test("is copied once for all stacks of an app", () => {
    const stack = stackWith(() => {});
    expect(sourceFolder(stack, checkout)).toBe(sourceFolder(stack, "/nowhere"));
  });
});

describe("user data", () => {
  test("are far below what EC2 takes", () => {
    expect(Buffer.byteLength(userData({ GOLAZO_STACK: "x".repeat(200) }))).toBeLessThan(
      USER_DATA_LIMIT_BYTES / 4,
    );
  });

  test("leave out what is not set", () => {
    expect(userData({ GOLAZO_A: "1", GOLAZO_B: undefined, GOLAZO_C: "" })).toMatch(
      /\nGOLAZO_A='1'\nEND_OF_SETTINGS\n/,
    );
  });

  test.each(["it's", "a\nb"])("refuse a setting that a shell would read otherwise: %j", (value) => {
    expect(() => userData({ GOLAZO_A: value })).toThrow(/GOLAZO_A has a quote or a line break/);
  });

  test("keep the shell's variables from Terraform, and Terraform's own as they are", () => {
    const token = Token.asString({ resolve: () => "later" });
    expect(escapeForTerraform(`\${HOME} %{http_code} ${token}`)).toBe(`$\${HOME} %%{http_code} ${token}`);
  });
});

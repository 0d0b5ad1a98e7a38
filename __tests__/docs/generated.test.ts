import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { REPOSITORY } from "./documents";

test("the construct library's reference and the drawings are those of the code", async () => {
  const check = ["--import", "tsx", "docs/generate/main.ts", "--check"];
  const { stdout } = await promisify(execFile)(process.execPath, check, { cwd: REPOSITORY });
  expect(stdout).toContain("up to date");
});

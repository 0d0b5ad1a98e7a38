import { execFile } from "node:child_process";
import { join } from "node:path";
import { REPOSITORY } from "../e2e/golazo";

/** What a program with one step prints where there is no terminal. */
function printed(work: string): Promise<string> {
  const program = `
    const { Steps } = require(${JSON.stringify(join(REPOSITORY, "cli", "steps.ts"))});
    const steps = new Steps();
    steps.run("Train the model", async (say) => { ${work} }).catch((error) => console.log("golazo: " + error.message));
  `;
  const args = [
    "--import",
    join(REPOSITORY, "node_modules/tsx/dist/loader.mjs"),
    "--input-type=commonjs",
    "-e",
    program,
  ];
  return new Promise((done) =>
    execFile(process.execPath, args, (_, stdout, stderr) => done(stdout + stderr)),
  );
}

describe("the steps of a command", () => {
  test("a step that fails is named, and its reason is said once", async () => {
    const output = await printed('throw new Error("there is no model")');
    expect(output).toMatch(/✖ Train the model/);
    expect(output.match(/there is no model/g)).toHaveLength(1);
  });

  test("a step tells its progress, each line once", async () => {
    const output = await printed('say("half"); say("half"); say("whole");');
    expect(output).toMatch(/❯ Train the model\n› half\n› whole\n✔ Train the model/);
  });
});

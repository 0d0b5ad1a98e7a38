import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HOME, PYTHON } from "../../cli/paths";
import { TESTS_MAY_BEGIN_UNTIL } from "../../cli/test-time";
import { golazo } from "../e2e/golazo";

/** Runs a command with a time until which tests may begin, and gives all it prints. */
function until(time: number, command: string, ...args: string[]): Promise<string> {
  const env = { ...process.env, [TESTS_MAY_BEGIN_UNTIL]: `${time}` };
  return new Promise((done) =>
    execFile(command, args, { cwd: HOME, env }, (_, stdout, stderr) => done(stdout + stderr)),
  );
}

describe("tests whose time is over before they begin", () => {
  const [PAST, FUTURE] = [Date.now() - 1, Date.now() + 3_600_000];

  async function jest(time: number): Promise<{ output: string; passed: number; skipped: number }> {
    const report = join(mkdtempSync(join(tmpdir(), "golazo-limit-")), "report.json");
    const files = ["clock", "pace"].map((name) => join("__tests__", "producer", "replay", `${name}.test.ts`));
    const program = join(HOME, "node_modules", ".bin", "jest");
    const output = await until(time, program, "--json", `--outputFile=${report}`, ...files);
    const { numPassedTests, numPendingTests } = JSON.parse(readFileSync(report, "utf8"));
    return { output, passed: numPassedTests, skipped: numPendingTests };
  }

  test("are skipped by Jest, which names each file; all others run", async () => {
    const [over, ahead] = [await jest(PAST), await jest(FUTURE)];
    expect(ahead).toMatchObject({ skipped: 0 });
    expect(ahead.passed).toBeGreaterThan(5);
    expect(over).toMatchObject({ passed: 0, skipped: ahead.passed });
    for (const name of ["clock", "pace"]) {
      expect(over.output).toMatch(
        new RegExp(
          `SKIPPED, too little is left of the minutes given to golazo test: \\S+${name}\\.test\\.ts`,
        ),
      );
    }
  });

  test("are skipped by pytest with the reason; all others run", async () => {
    const pytest = ["-m", "pytest", "--rootdir", "pipeline", "-c", join("pipeline", "pyproject.toml")];
    const file = join("pipeline", "tests", "test_metrics.py");
    const [over, ahead] = [
      await until(PAST, PYTHON, ...pytest, file),
      await until(FUTURE, PYTHON, ...pytest, file),
    ];
    expect(ahead).toMatch(/ \d+ passed in /);
    expect(over).toMatch(/ \d+ skipped in /);
    expect(over).toContain("too little is left of the minutes given to golazo test");
  });

  test("no time at all is refused in one line", async () => {
    const { code, output } = await golazo(["test", "--minutes", "0"]);
    expect([code, output.trim().split("\n")[0]]).toEqual([
      2,
      expect.stringContaining("Give a number of minutes above 0, for example --minutes 75."),
    ]);
  });
});

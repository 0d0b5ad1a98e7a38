import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Command, InvalidArgumentError } from "commander";
import { HOME, PYTHON, STATE, VENV } from "../paths";
import { install } from "../setup/install";
import { TESTS_MAY_BEGIN_UNTIL } from "../test-time";

/** What a suite found. */
interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Suite {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Standard output is not shown. */
  readonly quiet?: boolean;
  /** Variables beside those of this process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Reads the counts the runner left; a check without counts is one test, passed or failed by its exit code. */
  readonly tally?: () => Tally;
}

const REPORTS = join(STATE, "test");
const PYTEST_REPORT = join(REPORTS, "pytest.xml");

/** `golazo test`: every check and test there is, and one line that sums them up. */
export function testCommand(): Command {
  return new Command("test")
    .summary("run every check and test")
    .description("run every check and test; the last line is `N passed, N failed`")
    .option(
      "--minutes <n>",
      "time there is: tests that start clusters or Spark and have not begun by then are skipped, and named (default: no limit)",
      parseMinutes,
    )
    .action(test);
}

function parseMinutes(text: string): number {
  const minutes = Number(text);
  if (!(minutes > 0))
    throw new InvalidArgumentError("Give a number of minutes above 0, for example --minutes 75.");
  return minutes;
}

async function test({ minutes = Number.POSITIVE_INFINITY }: { readonly minutes?: number }): Promise<void> {
  const until = Date.now() + minutes * 60_000;
  await install({ python: "development", jars: true, msk: true, rapids: true, notebooks: true });
  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });
  const total = { passed: 0, failed: 0, skipped: 0 };
  const broken: string[] = [];
  const runAll = async (suites: readonly Suite[], prefixed: boolean): Promise<void> => {
    for (const suite of suites) {
      console.log(`\n== ${suite.name}`);
      const succeeded = await run(suite, prefixed ? `${suite.name} | ` : undefined);
      const tally = tallyOf(suite, succeeded);
      if (tally.failed > 0) broken.push(suite.name);
      total.passed += tally.passed;
      total.failed += tally.failed;
      total.skipped += tally.skipped;
    }
  };
  await runAll(checks(), false);
  await Promise.all(lanes(until).map((lane) => runAll(lane, true)));
  if (broken.length > 0) console.log(`\nFailed: ${broken.join(", ")}`);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
  console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
  if (broken.length > 0) process.exitCode = 1;
}

const PIPELINE = join(HOME, "pipeline");
const PYTHON_SETTINGS = join(PIPELINE, "pyproject.toml");

/** Suites that run one after the other, the quick ones first. */
function checks(): Suite[] {
  const npm = (name: string): string => join(HOME, "node_modules", ".bin", name);
  const python = (name: string): string => join(VENV, "bin", name);
  const rooms = [
    "main.ts",
    "stacks",
    "contracts",
    "constructs",
    "producer",
    "record",
    "compare",
    "dashboard",
    "cli",
    join("docs", "generate"),
  ];
  const notebooks = join(HOME, "notebooks");
  return [
    { name: "TypeScript format and lint", command: npm("biome"), args: ["ci", "."] },
    { name: "TypeScript types", command: npm("tsc"), args: ["--noEmit"] },
    {
      name: "TypeScript types of the live page",
      command: npm("tsc"),
      args: ["--noEmit", "-p", join("dashboard", "web")],
    },
    {
      name: "Rooms import only what they may",
      command: npm("depcruise"),
      args: ["--config", ".dependency-cruiser.cjs", ...rooms],
    },
    { name: "Python lint", command: python("ruff"), args: ["check", PIPELINE, notebooks] },
    { name: "Python format", command: python("ruff"), args: ["format", "--check", PIPELINE, notebooks] },
    {
      name: "Python types",
      command: python("mypy"),
      args: ["--config-file", PYTHON_SETTINGS, "-p", "golazo", "-p", "golazo_notebooks"],
    },
    jest("Jest", ["__tests__/(?!e2e/|deploy/)"]),
  ];
}

/**
 * Suites that run beside each other: a cluster that starts, an image that is built and a query that is planned each leave a
 * core idle. What must not meet (two clusters of `golazo up`, two deployments) is in one lane.
 *
 * @param until when the last of their tests may begin, as Unix time in milliseconds; infinite for no limit
 */
function lanes(until: number): Suite[][] {
  return [
    [
      { name: "GPU plans", command: join(HOME, "golazo"), args: ["plan-check"] },
      limited({ ...jest("End to end", ["--runInBand", "__tests__/e2e"]), environment: ONE_COMPILER }, until),
    ],
    [
      limited(
        {
          name: "pytest",
          command: PYTHON,
          args: [
            ...["-m", "pytest", "--rootdir", PIPELINE, "-c", PYTHON_SETTINGS],
            ...[`--junitxml=${PYTEST_REPORT}`, PIPELINE],
          ],
          tally: pytestTally,
        },
        until,
      ),
      // One file that takes so much longer than the others do.
      limited(jest("Docker stack", ["--runInBand", "__tests__/deploy/docker-stack"]), until - 28 * 60_000),
      limited(jest("Deployments", ["--runInBand", "__tests__/deploy/(?!docker-stack)"]), until),
    ],
  ];
}

/** A suite of which no file (Jest) or test (pytest) begins after a time. */
function limited(suite: Suite, until: number): Suite {
  return { ...suite, environment: { ...suite.environment, [TESTS_MAY_BEGIN_UNTIL]: `${until}` } };
}

/**
 * For every Java machine: a demo of a few seconds ends before the second compiler pays. One took 136 and 145 s of processor
 * time like this, and 169, 198 and 205 s as it is (by turns, 2 cores, 2026-11-28).
 */
export const ONE_COMPILER = { JDK_JAVA_OPTIONS: "-XX:TieredStopAtLevel=1" };

/** A part of the Jest tests. */
function jest(name: string, args: readonly string[]): Suite {
  const report = join(REPORTS, `${name}.json`);
  return {
    name,
    command: join(HOME, "node_modules", ".bin", "jest"),
    args: ["--json", `--outputFile=${report}`, ...args],
    // Jest prints the report that is in the file once more.
    quiet: true,
    tally: () => jestTally(report),
  };
}

/** Runs a suite and says whether it succeeded. With a prefix, each of its lines says whose it is. */
function run(suite: Suite, prefix?: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const told = prefix === undefined ? "inherit" : "pipe";
    const stdout = suite.quiet ? "ignore" : told;
    const env = { ...process.env, ...suite.environment };
    const child = spawn(suite.command, [...suite.args], { cwd: HOME, env, stdio: ["ignore", stdout, told] });
    for (const output of [child.stdout, child.stderr]) {
      if (output) createInterface({ input: output }).on("line", (line) => console.log(`${prefix}${line}`));
    }
    child.once("error", reject);
    child.once("close", (code) => resolve(code === 0));
  });
}

function tallyOf(suite: Suite, succeeded: boolean): Tally {
  const one = { passed: succeeded ? 1 : 0, failed: succeeded ? 0 : 1, skipped: 0 };
  if (!suite.tally) return one;
  const tally = suite.tally();
  // A runner that fails without a failed test (nothing collected, a crash) is a failure all the same.
  return succeeded || tally.failed > 0 ? tally : { ...tally, failed: 1 };
}

function jestTally(file: string): Tally {
  if (!existsSync(file)) return { passed: 0, failed: 0, skipped: 0 };
  const report = JSON.parse(readFileSync(file, "utf8"));
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests,
  };
}

function pytestTally(): Tally {
  if (!existsSync(PYTEST_REPORT)) return { passed: 0, failed: 0, skipped: 0 };
  const suite = /<testsuite [^>]*>/.exec(readFileSync(PYTEST_REPORT, "utf8"))?.[0] ?? "";
  const count = (name: string): number => Number(new RegExp(`${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const failed = count("errors") + count("failures");
  return { passed: count("tests") - failed - count("skipped"), failed, skipped: count("skipped") };
}

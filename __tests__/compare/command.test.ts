import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Comparison, validate } from "../../contracts";
import { type Ended, golazo } from "../e2e/golazo";
import { makeRun, newFolder, oneCore, rewriteTable, slowedDown } from "./runs";

const compare = (...args: string[]): Promise<Ended> => golazo(["compare", ...args]);

/** A file with something in it. */
function fileWith(text: string, name = "run.json"): string {
  const file = join(newFolder(), name);
  writeFileSync(file, text);
  return file;
}

/** One line that says what is wrong, exit code 2, and no report. */
async function refused(words: RegExp, ...args: string[]): Promise<void> {
  const out = join(newFolder(), "report");
  const { code, output } = await compare(...args, "--out", out);
  expect(output).toMatch(words);
  expect(
    output
      .trim()
      .split("\n")
      .filter((line) => !line.startsWith("(")),
  ).toHaveLength(1);
  expect(code).toBe(2);
  expect(() => readdirSync(out)).toThrow("ENOENT");
}

describe("golazo compare", () => {
  const real = (): string => makeRun("real");

  test("writes the report in three forms and prints the verdict", async () => {
    const out = join(newFolder(), "report");
    const prices = ["--instance", "a=2*m5.xlarge", "--instance", "b=m5.large", "--label", "b=half"];
    const { code, output } = await compare(
      real(),
      makeRun("slow", oneCore, slowedDown(2)),
      "--out",
      out,
      ...prices,
    );
    expect(code).toBe(0);
    expect(output).toMatch(/^The sides computed the same/);
    expect(output).toContain("1 × 2 cores processes events 2.00× as fast as half");
    expect(output).toContain(join(out, "report.html"));
    const comparison: unknown = JSON.parse(readFileSync(join(out, "report.json"), "utf8"));
    const { cost, main } = validate<Comparison>("comparison", comparison);
    expect(cost.a.price).toEqual({ instance: "m5.xlarge", hosts: 2, per_hour: 0.384 });
    const markdown = readFileSync(join(out, "report.md"), "utf8");
    for (const { name } of main) expect(markdown).toContain(`| ${name} (`);
  });

  test("shows a mismatch before any speed, and in the exit code", async () => {
    const other = makeRun("other", oneCore);
    await rewriteTable(other, "window-stats", (rows) => rows.slice(1));
    const out = newFolder();
    const { code, output } = await compare(real(), other, "--out", out);
    expect(code).toBe(1);
    expect(output).toMatch(
      /^THE SIDES DID NOT COMPUTE THE SAME: 1 mismatch\..*\n {2}window statistics of other: .* is missing/,
    );
    expect(readFileSync(join(out, "report.md"), "utf8")).toMatch(
      /^.*\n\n\*\*The sides did not compute the same/,
    );
  });

  test("takes what a plan check found, and a price table of one's own", async () => {
    const reason = { operator: "EventTimeWatermarkExec", reason: "no GPU version" };
    const off = { ...reason, kind: "operator", count: 1, example: "", allowed: "only notes a time" };
    const stats = {
      query: "stats",
      plans: 1,
      coverage_percent: 80,
      transitions: 2,
      on_gpu: [],
      off_gpu: [off],
    };
    const plan = fileWith(
      JSON.stringify({ schema_version: 1, spark: "3.5.1", passed: true, queries: [stats] }),
    );
    const table = {
      currency: "EUR",
      asOf: "2026-02-02",
      source: "our contract",
      onDemandPerHour: { here: { big: 1 } },
    };
    const own = ["--prices", fileWith(JSON.stringify(table)), "--region", "here", "--instance", "a=big"];
    const out = newFolder();
    expect((await compare(real(), makeRun("o", oneCore), "--out", out, "--plan", plan, ...own)).code).toBe(0);
    const markdown = readFileSync(join(out, "report.md"), "utf8");
    expect(markdown).toContain("EventTimeWatermarkExec: no GPU version");
    expect(markdown).toContain("Prices of 2026-02-02, here, EUR: our contract");
  });

  test("refuses a path that is missing", () =>
    refused(/\/no\/such is not there: name a run\.json/, "/no/such", real()));

  test("refuses an empty folder", () => refused(/holds no run\.json/, newFolder(), real()));

  test("refuses one run only", () => refused(/a comparison needs two runs/, real()));

  test("refuses the same run twice", () => {
    const run = real();
    return refused(/a comparison needs two runs/, run, join(run, "run.json"));
  });

  test("refuses truncated JSON", () => {
    const whole = readFileSync(join(real(), "run.json"), "utf8");
    return refused(/is not JSON, or only the beginning of it/, fileWith(whole.slice(0, 2000)), real());
  });

  test("refuses a record of another schema version", () =>
    refused(
      /schema version 2, and this Golazo reads version 1/,
      makeRun("new", (record) => Object.assign(record, { schema_version: 2 })),
      real(),
    ));

  test("refuses JSON that is no record", () =>
    refused(/is JSON, but not a run record/, fileWith("[1, 2]"), real()));

  test("refuses a record with a part missing, and says which", () =>
    refused(
      /run-record: \/ must have required property 'cluster'/,
      makeRun("cut", (record) => Object.assign(record, { cluster: undefined })),
      real(),
    ));

  test("refuses a side that does not exist, a machine without a price and a table that is none", async () => {
    const runs = [real(), makeRun("other", oneCore)];
    await refused(/--label.*Give a side and its value/, ...runs, "--label", "c=T4");
    await refused(/no price is known of abacus in us-east-1/, ...runs, "--instance", "a=abacus");
    await refused(/is no price table/, ...runs, "--prices", fileWith("{}"));
    await refused(/is no plan check/, ...runs, "--plan", fileWith("{}"));
    await refused(/is not there/, ...runs, "--plan", "/no/such/plan.json");
  });

  test("refuses a report that cannot be written", async () => {
    const file = fileWith("");
    const { code, output } = await compare(real(), makeRun("other", oneCore), "--out", join(file, "report"));
    expect([code, output]).toEqual([2, expect.stringMatching(/cannot write the report/)]);
  });
});

import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Ended, golazo, newFolder } from "./golazo";
import { describeWithRealMatches, REAL_DATA } from "./real-data";

const scratch = (): string => mkdtempSync(join(tmpdir(), "golazo-input-"));

/** One line that says what is wrong and how to mend it, exit code 2, and no folder of results. */
function expectRefusal(ended: Ended, out: string, words: RegExp): void {
  const lines = ended.output.trim().split("\n");
  expect(ended.output).toMatch(words);
  expect(ended.code).toBe(2);
  expect(lines.filter((line) => !line.startsWith("("))).toHaveLength(1);
  expect(existsSync(out)).toBe(false);
}

const refused = async (
  args: string[],
  words: RegExp,
  environment: Record<string, string> = {},
): Promise<void> => {
  const out = newFolder();
  expectRefusal(await golazo(["demo", ...args, "--out", out], environment), out, words);
};

describe("wrong input to the demo", () => {
  test("a data folder that is missing", () =>
    refused(["--source", "open-data", "--data-dir", "/no/such/folder"], /\/no\/such\/folder.*--data-dir/));

  test("a data folder that is empty", async () => {
    const folder = scratch();
    await refused(["--source", "open-data", "--data-dir", folder], new RegExp(folder));
  });

  test("a rate that is not a number", () => refused(["--rate", "fast"], /--rate.*whole number/));

  test("a negative number of seconds", () => refused(["--seconds", "-3"], /--seconds/));

  test("no workers", () => refused(["--workers", "0"], /--workers 2/));

  test("an option that does not exist, with the one that was meant", () =>
    refused(["--sede", "3"], /unknown option '--sede'[\s\S]*--seed/));

  test("more memory than there is", () =>
    refused(
      ["--executor-memory", "900g"],
      /too little memory: .* GiB are needed and .* GiB are free: use --executor-memory/,
    ));

  test.each<[string, Record<string, string>, string]>([
    ["JDK_JAVA_OPTIONS", { JDK_JAVA_OPTIONS: "-Xbogus -Dpassword=secret" }, "Unrecognized option: -Xbogus"],
    [
      "JDK_JAVA_OPTIONS or JAVA_TOOL_OPTIONS",
      { JDK_JAVA_OPTIONS: "-Dpassword=secret", JAVA_TOOL_OPTIONS: "-Xmx1k" },
      "Error occurred during initialization of VM; Too small maximum heap",
    ],
  ])("%s that Java refuses, with Java's words and nothing else of it", (names, options, words) =>
    refused(
      [],
      new RegExp(`^golazo: Java does not start with what ${names} says \\(${words}\\): correct`),
      options,
    ),
  );

  test("StatsBomb's API without credentials", () =>
    refused(["--source", "statsbomb"], /STATSBOMB_USER.*STATSBOMB_PASSWORD/, {
      STATSBOMB_USER: "",
      STATSBOMB_PASSWORD: "",
    }));

  test("a fixed port that is busy", async () => {
    const server = await new Promise<Server>((resolve) => {
      const listening = createServer().listen(0, "127.0.0.1", () => resolve(listening));
    });
    const { port } = server.address() as { port: number };
    await refused(["--kafka-port", `${port}`], new RegExp(`port ${port} is busy: .*--kafka-port`));
    server.close();
  });

  test("an output folder that holds something, which stays as it was", async () => {
    const folder = scratch();
    writeFileSync(join(folder, "thesis.txt"), "mine");
    const ended = await golazo(["demo", "--out", folder]);
    expect(ended).toMatchObject({
      code: 2,
      output: expect.stringMatching(/is not empty: choose a new folder with --out/),
    });
    expect(readFileSync(join(folder, "thesis.txt"), "utf8")).toBe("mine");
  });

  test("an output folder that cannot be written", async () => {
    const ended = await golazo(["demo", "--out", "/proc/golazo"]);
    expect(ended).toMatchObject({ code: 2, output: expect.stringMatching(/\/proc\/?.*--out/) });
  });

  test("a command that does not exist, with the one that was meant", async () => {
    expect(await golazo(["dmeo"])).toMatchObject({
      code: 2,
      output: expect.stringContaining("Did you mean demo?"),
    });
  });
});

describe("wrong input to a query", () => {
  test.each(["stats", "predict"])("micro-batches of no events, to %s", async (query) => {
    const out = newFolder();
    const ended = await golazo([query, "--max-offsets-per-trigger", "0", "--out", out]);
    expectRefusal(ended, out, /--max-offsets-per-trigger.*whole number of events from 1/);
  });
});

describeWithRealMatches("wrong input among real matches", () => {
  test("a match that is not there", () =>
    refused(["--source", "open-data", "--data-dir", REAL_DATA, "--match", "12345"], /12345/));

  test("a truncated file, named, with the place", async () => {
    const folder = join(scratch(), "data");
    for (const part of ["matches", "lineups"])
      cpSync(join(REAL_DATA, part), join(folder, part), { recursive: true });
    mkdirSync(join(folder, "events"));
    copyFileSync(join(REAL_DATA, "events", "15986.json"), join(folder, "events", "15986.json"));
    const whole = readFileSync(join(REAL_DATA, "events", "3788741.json"), "utf8");
    writeFileSync(join(folder, "events", "3788741.json"), whole.slice(0, 100_000));
    await refused(
      ["--source", "open-data", "--data-dir", folder],
      /3788741\.json.*(line|position).*--skip-bad-files/,
    );
  });
});

describe("help", () => {
  test.each([
    "",
    "demo",
    "produce",
    "history",
    "train",
    "stats",
    "predict",
    "up",
    "down",
    "logs",
    "status",
    "doctor",
    "tunnel",
    "test",
  ])("golazo %s --help reads well and exits with 0", async (command) => {
    const ended = await golazo([...(command ? [command] : []), "--help"]);
    expect(ended.code).toBe(0);
    expect(ended.output).toContain(`Usage: golazo${command ? ` ${command}` : ""}`);
    expect(ended.output).not.toMatch(/undefined|\[object/);
  });
});

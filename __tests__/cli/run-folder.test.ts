import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newRunId, prepareRunFolder } from "../../cli/run-folder";
import { InputError } from "../../producer";
import { saySkipped } from "../skip";

const scratch = (): string => mkdtempSync(join(tmpdir(), "golazo-"));

describe("a run's folder", () => {
  test("ids sort by time", () => {
    const early = newRunId("demo", new Date("2026-01-02T03:04:05Z"));
    const late = newRunId("demo", new Date("2026-01-02T03:04:06Z"));
    expect(early.startsWith("20260102-030405-demo")).toBe(true);
    expect([late, early].sort()).toEqual([early, late]);
  });

  test("a new folder is made, with those above it", () => {
    const folder = join(scratch(), "a", "b");
    expect(prepareRunFolder("id", folder)).toBe(folder);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("a folder with somebody's files is refused, and they stay as they were", () => {
    const folder = scratch();
    writeFileSync(join(folder, "thesis.txt"), "mine");
    expect(() => prepareRunFolder("id", folder)).toThrow(InputError);
    expect(() => prepareRunFolder("id", folder)).toThrow("is not empty: choose a new folder with --out");
    expect(readdirSync(folder)).toEqual(["thesis.txt"]);
  });

  test("a file in the folder's place is refused", () => {
    const file = join(scratch(), "file");
    writeFileSync(file, "x");
    expect(() => prepareRunFolder("id", file)).toThrow("is not a folder that can be read (ENOTDIR)");
  });

  test("a folder that cannot be made is refused with the reason", () => {
    // GIVEN a place where nobody may make folders, root included
    expect(() => prepareRunFolder("id", "/proc/golazo")).toThrow(
      /cannot be written \(\w+\): choose a writable folder|is full/,
    );
  });

  const asRoot = process.getuid?.() === 0;
  (asRoot ? test.skip : test)(
    `a folder without write permission is refused${asRoot ? " (skipped: root may write anywhere)" : ""}`,
    () => {
      const folder = join(scratch(), "locked");
      mkdirSync(folder);
      chmodSync(folder, 0o500);
      expect(() => prepareRunFolder("id", folder)).toThrow("cannot be written (EACCES)");
    },
  );
});

/** A small disk of memory, mounted with the given options; null where this process may not mount. */
function smallDisk(options: string): string | null {
  const folder = scratch();
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", options, "golazo-test", folder], { stdio: "pipe" });
    return folder;
  } catch (error) {
    saySkipped(`a run's folder on a disk with ${options}`, `no disk could be mounted: ${error}`);
    return null;
  }
}

describe.each([
  ["a full disk", "size=1m", /is full: a run needs 64 MiB there; free some, or choose another with --out/],
  ["a read-only disk", "size=128m,ro", /cannot be written \(EROFS\): choose a writable folder with --out/],
])("a run's folder on %s", (_, options, words) => {
  const disk = smallDisk(options);
  afterAll(() => {
    if (disk) execFileSync("umount", [disk]);
  });

  (disk ? test : test.skip)("is refused with what to do, and nothing is left there", () => {
    const root = disk ?? "";
    expect(() => prepareRunFolder("id", join(root, "run"))).toThrow(words);
    expect(readdirSync(root)).toEqual([]);
  });
});

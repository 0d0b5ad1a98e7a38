import { readFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../e2e/golazo";

const linesOf = (file: string): string[] =>
  readFileSync(join(REPOSITORY, "spark-conf", file), "utf8")
    .trimEnd()
    .split("\n");
const isSetting = (line: string | undefined): boolean => /^spark\./.test(line ?? "");
const nameOf = (line: string): string => line.split(/\s+/)[0] ?? "";
const settingsOf = (file: string): string[] => linesOf(file).filter(isSetting).map(nameOf);

/** Settings that no comment stands directly above, nor above the setting they follow. */
function withoutReason(file: string, mostForOneReason: number): string[] {
  const lines = linesOf(file);
  return lines
    .filter((line, index) => {
      const above = lines.slice(Math.max(0, index - mostForOneReason), index);
      return isSetting(line) && !above.some((one) => one.startsWith("# "));
    })
    .map(nameOf);
}

describe("the settings of Spark", () => {
  test("each of the GPU's has its own reason, and the shared ones at most in pairs", () => {
    expect(withoutReason("gpu.conf", 1)).toEqual([]);
    expect(withoutReason("spark-defaults.conf", 2)).toEqual([]);
  });

  test("are the same for both architectures, but for those of the accelerator", () => {
    expect(settingsOf("cpu.conf")).toEqual([]);
    const shared = new Set(settingsOf("spark-defaults.conf"));
    expect(settingsOf("gpu.conf").filter((name) => shared.has(name))).toEqual([]);
  });

  test("of the GPU say how it is shared, found and fed", () => {
    expect(settingsOf("gpu.conf")).toEqual(
      expect.arrayContaining([
        "spark.plugins",
        "spark.rapids.sql.enabled",
        "spark.rapids.sql.explain",
        "spark.rapids.memory.pinnedPool.size",
        "spark.executor.resource.gpu.amount",
        "spark.executor.resource.gpu.discoveryScript",
        "spark.task.resource.gpu.amount",
        "spark.rapids.sql.concurrentGpuTasks",
        "spark.rapids.memory.gpu.allocFraction",
        "spark.rapids.memory.gpu.maxAllocFraction",
        "spark.rapids.sql.batchSizeBytes",
      ]),
    );
  });
});

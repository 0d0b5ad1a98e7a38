import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Comparison } from "@golazo/contracts";
import { ComparisonRefused } from "../refused";
import { renderMarkdown } from "./markdown";

/**
 * Writes `report.json`, `report.md` and `report.html` into a folder, made if it is missing.
 *
 * @throws ComparisonRefused when the folder cannot be made
 * @returns the path of each
 */
export async function writeReport(
  folder: string,
  comparison: Comparison,
): Promise<Record<"json" | "markdown" | "html", string>> {
  // The charting library would make every other command start later.
  const { renderHtml } = await import("./html");
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new ComparisonRefused(
      `cannot write the report to ${folder}: ${error instanceof Error ? error.message : error}`,
    );
  }
  const paths = {
    json: join(folder, "report.json"),
    markdown: join(folder, "report.md"),
    html: join(folder, "report.html"),
  };
  writeFileSync(paths.json, `${JSON.stringify(comparison, null, 2)}\n`);
  writeFileSync(paths.markdown, renderMarkdown(comparison));
  writeFileSync(paths.html, renderHtml(comparison));
  return paths;
}

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Comparison } from "@golazo/contracts";
import { renderHtml } from "./html";
import { renderMarkdown } from "./markdown";

/**
 * Writes `report.json`, `report.md` and `report.html` into a folder, made if it is missing.
 *
 * @returns the path of each
 */
export function writeReport(
  folder: string,
  comparison: Comparison,
): Record<"json" | "markdown" | "html", string> {
  mkdirSync(folder, { recursive: true });
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

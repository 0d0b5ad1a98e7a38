import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Evaluation } from "@golazo/contracts";

/** Draws what a model is worth into a folder that is there, as SVG; gives the names of the files. */
export async function writeModelPictures(evaluation: Evaluation, folder: string): Promise<string[]> {
  // The charting library would make every other command start later.
  const { drawFeatureImportance, drawReliability } = await import("./model-pictures");
  const pictures = {
    "reliability.svg": drawReliability(evaluation),
    "feature-importance.svg": drawFeatureImportance(evaluation),
  };
  for (const [name, svg] of Object.entries(pictures)) writeFileSync(join(folder, name), svg);
  return Object.keys(pictures);
}

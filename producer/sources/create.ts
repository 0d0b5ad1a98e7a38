import { InputError } from "../input-error";
import type { SourceOptions } from "../options";
import { openDataSource } from "./open-data";
import type { MatchSource } from "./source";
import { statsBombSource } from "./statsbomb";
import { SyntheticSource } from "./synthetic";

/**
 * The source the user asked for. Nothing is read yet.
 *
 * @param purpose whether the matches are streamed or trained on; synthetic ones differ so that no streamed match was learnt
 * @param notify takes one line for people
 * @throws InputError when options do not fit the source, or credentials are missing
 */
export function createSource(
  options: SourceOptions,
  purpose: "stream" | "history",
  notify: (line: string) => void,
): MatchSource {
  const { source, dataDir, competition, season, seed, skipBadFiles } = options;
  if (dataDir !== undefined && source !== "open-data") {
    throw new InputError("--data-dir is read by --source open-data only: add that, or leave --data-dir out");
  }
  const layout = { filter: { competition, season }, skipBadFiles, notify };
  if (source === "open-data") return openDataSource(dataDir, layout);
  if (source === "statsbomb") return statsBombSource(layout);
  return new SyntheticSource({ seed, purpose });
}

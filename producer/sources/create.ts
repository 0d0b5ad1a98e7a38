import { InputError } from "../input-error";
import type { SourceOptions } from "../options";
import type { MatchSource } from "./source";

/**
 * The source the user asked for. Nothing is read yet.
 *
 * @param purpose whether the matches are streamed or trained on; synthetic ones differ so that no streamed match was learnt
 * @param notify takes one line for people
 * @throws InputError when options do not fit the source, or credentials are missing
 */
export async function createSource(
  options: SourceOptions,
  purpose: "stream" | "history",
  notify: (line: string) => void,
): Promise<MatchSource> {
  const { source, dataDir, competition, season, seed, skipBadFiles } = options;
  if (dataDir !== undefined && source !== "open-data") {
    throw new InputError("--data-dir is read by --source open-data only: add that, or leave --data-dir out");
  }
  const layout = { filter: { competition, season }, skipBadFiles, notify };
  // Loaded only when asked for: a client for the web is not needed to invent matches, nor the other way round.
  if (source === "open-data") return (await import("./open-data")).openDataSource(dataDir, layout);
  if (source === "statsbomb") return (await import("./statsbomb")).statsBombSource(layout);
  const { SyntheticSource } = await import("./synthetic");
  return new SyntheticSource({ seed, purpose });
}

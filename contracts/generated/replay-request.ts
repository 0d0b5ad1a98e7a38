/* Generated from schemas/replay-request.schema.json by `npm run contracts`. Do not edit. */

/**
 * A replay asked of the producer service: the options of the command line by their names, and the run it belongs to. What is left out has the command line's default.
 */
export interface ReplayRequest {
  /**
   * Name of the run; the manifest is written to a folder of that name. Give 1 to 81 letters, digits, - or _, a letter or digit first.
   */
  runId: string;
  /**
   * Where matches come from.
   */
  source?: "synthetic" | "open-data" | "statsbomb";
  /**
   * Matches in StatsBomb's open-data layout: an address, or a folder as the service sees it. Give a path or an address.
   */
  dataDir?: string;
  /**
   * Only these matches, in this order.
   */
  match?: number[];
  /**
   * Only these competitions.
   */
  competition?: number[];
  /**
   * Only these seasons.
   */
  season?: number[];
  /**
   * Seed of the synthetic matches.
   */
  seed?: number;
  /**
   * Leave out matches whose files are broken.
   */
  skipBadFiles?: boolean;
  /**
   * false plays real matches once each instead of repeating them with new match ids.
   */
  fanOut?: boolean;
  /**
   * Events per second, or max for no limit. Excludes speed.
   */
  rate?: number | "max";
  /**
   * Factor of real time. Excludes rate.
   */
  speed?: number;
  /**
   * How long to play; 0 until stopped.
   */
  seconds?: number;
}

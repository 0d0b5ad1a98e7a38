import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, populate } from "dotenv";
import { type Environment, parseSettings, type Settings, SettingsError } from "./settings";

/** What the stacks are made from. */
export interface Configuration {
  /** The context of `cdktf.json`, as CDKTF wants it. */
  readonly context: Record<string, unknown>;
  readonly settings: Settings;
}

/**
 * Reads `cdktf.json` and `.env` in a folder; what `.env` says is then in the environment, too.
 *
 * @throws SettingsError when something in them is wrong
 */
export function readConfiguration(folder: string, environment: NodeJS.ProcessEnv): Configuration {
  const context = readContext(folder, environment);
  // What is set already counts more than what the file says.
  populate(environment, readDotEnv(folder));
  return { context, settings: parseSettings(context.golazo, environment) };
}

/** The command line of CDKTF hands the context over; without it, it is where that takes it from. */
function readContext(folder: string, environment: Environment): Record<string, unknown> {
  const file = join(folder, "cdktf.json");
  const text = environment.CDKTF_CONTEXT_JSON ?? (existsSync(file) ? readFileSync(file, "utf8") : "{}");
  const parsed: unknown = parseJson(text, environment.CDKTF_CONTEXT_JSON ? "CDKTF_CONTEXT_JSON" : file);
  const context = environment.CDKTF_CONTEXT_JSON ? parsed : (parsed as { context?: unknown }).context;
  return (context ?? {}) as Record<string, unknown>;
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SettingsError(`${where} is not JSON`);
  }
}

function readDotEnv(folder: string): Record<string, string> {
  const file = join(folder, ".env");
  return existsSync(file) ? parse(readFileSync(file, "utf8")) : {};
}

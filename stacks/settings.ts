import { PROFILES } from "../constructs/services";
import { SettingsError } from "./settings-error";
import { type Settings, settingsSchema } from "./settings-schema";

export { SettingsError } from "./settings-error";
export type { Settings } from "./settings-schema";

/** Variables of the environment, or lines of `.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Names other tools already use, by setting; the first one that is set counts. */
const KNOWN_VARIABLES: Readonly<Record<string, readonly string[]>> = {
  region: ["AWS_REGION", "AWS_DEFAULT_REGION"],
  dockerHost: ["DOCKER_HOST"],
};

/**
 * The configuration: `golazo` in the context of `cdktf.json`, overridden by the environment, in which each setting is
 * called `GOLAZO_` and its name in capitals (`GOLAZO_WORKER_HOSTS` for `workerHosts`).
 */
export function parseSettings(context: unknown, environment: Environment): Settings {
  const given = { ...contextObject(context), ...fromEnvironment(environment) };
  refuseUnknown(given);
  const result = settingsSchema.safeParse(given);
  if (!result.success) {
    const [issue] = result.error.issues;
    const name = String(issue?.path[0] ?? "golazo");
    throw new SettingsError(`the setting ${name} ${issue?.message}`);
  }
  return checkTogether(result.data);
}

function contextObject(context: unknown): Record<string, unknown> {
  if (context === undefined || context === null) return {};
  if (typeof context !== "object" || Array.isArray(context)) {
    throw new SettingsError(
      '"golazo" in the context of cdktf.json is not an object: write { "golazo": { … } }',
    );
  }
  return { ...context };
}

function fromEnvironment(environment: Environment): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of Object.keys(settingsSchema.shape)) {
    const variables = [variableOf(name), ...(KNOWN_VARIABLES[name] ?? [])];
    const variable = variables.find((each) => environment[each] !== undefined);
    if (variable !== undefined) found[name] = environment[variable] ?? "";
  }
  return found;
}

/** `workerHosts` is `GOLAZO_WORKER_HOSTS`, `dataVolumeGiB` is `GOLAZO_DATA_VOLUME_GIB`: units stay together. */
export function variableOf(setting: string): string {
  return `GOLAZO_${setting
    .replace(/[GM]iB/, (unit) => `_${unit.toUpperCase()}`)
    .replaceAll(/(?<![A-Z_])[A-Z]/g, "_$&")
    .toUpperCase()}`;
}

function refuseUnknown(given: Record<string, unknown>): void {
  const known = Object.keys(settingsSchema.shape);
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    const nearest = known.toSorted((a, b) => distance(name, a) - distance(name, b))[0];
    throw new SettingsError(`the setting ${name} does not exist: did you mean ${nearest}?`);
  }
}

/** How many letters to add, take away or change (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const changed = (row[j] ?? 0) + (letter.toLowerCase() === other.toLowerCase() ? 0 : 1);
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Settings that are right one by one and wrong together. */
function checkTogether(settings: Settings): Settings {
  const { kafka, zones, workerHosts, profile, gpuPortOffset, cpuPortOffset } = settings;
  if (kafka !== "docker" && zones.length === 1) {
    throw new SettingsError(
      `the setting zones is ${JSON.stringify(zones)}: ${kafka} needs two zones at least; name another one, or none to have them looked up`,
    );
  }
  const elsewhere = zones.find((zone) => !zone.startsWith(settings.region));
  if (elsewhere !== undefined) {
    throw new SettingsError(
      `the setting zones is ${JSON.stringify(zones)}: ${elsewhere} is not in ${settings.region}; name zones of that region, or none to have them looked up`,
    );
  }
  if (new Set(zones).size < zones.length) {
    throw new SettingsError(`the setting zones is ${JSON.stringify(zones)}: name each zone once`);
  }
  if (workerHosts > 0 && kafka === "docker") {
    throw new SettingsError(
      `the setting workerHosts is ${workerHosts}: other hosts do not reach a Kafka in a container of the first; set kafka to msk-serverless or msk-provisioned`,
    );
  }
  const { spark, hadoop } = PROFILES[profile];
  if (workerHosts > 0 && hadoop === undefined) {
    throw new SettingsError(
      `the setting profile is ${profile}: its Spark ${spark} cannot keep checkpoints in S3, which hosts share; set workerHosts to 0, or profile to current`,
    );
  }
  if (gpuPortOffset === cpuPortOffset) {
    throw new SettingsError(
      `the setting cpuPortOffset is ${cpuPortOffset}: gpuPortOffset is the same, and both stacks would publish the same ports; give another one`,
    );
  }
  return settings;
}

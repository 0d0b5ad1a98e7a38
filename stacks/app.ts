import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse, populate } from "dotenv";
import { applyRules } from "../constructs/aspects/rules";
import { App } from "../constructs/cdktf";
import { PROFILES } from "../constructs/services";
import { CpuStack } from "./cpu-stack";
import { DockerStack, type DockerStackProps } from "./docker-stack";
import { GpuStack } from "./gpu-stack";
import { type Environment, parseSettings, type Settings, SettingsError } from "./settings";

/** The folder all of this is in: images are built from it. */
const CHECKOUT = resolve(__dirname, "..");

/** Exit code of wrong input: nothing was written. */
const WRONG_INPUT = 2;

/** Reads the configuration, writes all stacks to `cdktf.out`; the result is the exit code. */
export function synthesize(folder: string, environment: NodeJS.ProcessEnv): number {
  try {
    const context = readContext(folder, environment);
    // What is set already counts more than what the file says.
    populate(environment, readDotEnv(folder));
    const settings = parseSettings(context.golazo, environment);
    declareStacks(new App({ context }), settings).synth();
    return 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`golazo: ${message}\n`);
    return error instanceof SettingsError ? WRONG_INPUT : 1;
  }
}

/** Every stack of the app, by the name users know. */
export function declareStacks(app: App, settings: Settings): App {
  const stacks = [
    new GpuStack(app, "gpu-stack", settings),
    new CpuStack(app, "cpu-stack", settings),
    new DockerStack(app, "gpu-docker", dockerProps(settings, "gpu")),
    new DockerStack(app, "cpu-docker", dockerProps(settings, "cpu")),
  ];
  for (const stack of stacks) applyRules(stack);
  return app;
}

function dockerProps(settings: Settings, architecture: "cpu" | "gpu"): DockerStackProps {
  const gpu = architecture === "gpu";
  return {
    ...settings,
    stack: `${architecture}-docker`,
    architecture,
    profileName: settings.profile,
    profile: PROFILES[settings.profile],
    portOffset: gpu ? settings.gpuPortOffset : settings.cpuPortOffset,
    checkout: CHECKOUT,
    size: {
      workers: gpu ? settings.gpuWorkers : (settings.workers ?? 2),
      coresPerWorker: settings.dockerCoresPerWorker,
      executorMemoryMiB: settings.dockerExecutorMemoryMiB,
      gpusPerWorker: gpu ? 1 : 0,
    },
  };
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

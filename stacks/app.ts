import { resolve } from "node:path";
import { applyRules } from "../constructs/aspects/rules";
import { App } from "../constructs/cdktf";
import { PROFILES } from "../constructs/services";
import { readConfiguration } from "./configuration";
import { CpuStack } from "./cpu-stack";
import { DockerStack, type DockerStackProps } from "./docker-stack";
import { GpuStack } from "./gpu-stack";
import { keepState } from "./remote-state";
import { type Settings, SettingsError } from "./settings";

/** The folder all of this is in: images are built from it. */
const CHECKOUT = resolve(__dirname, "..");

/** Exit code of wrong input: nothing was written. */
const WRONG_INPUT = 2;

/** Reads the configuration, writes all stacks to `cdktf.out`; the result is the exit code. */
export function synthesize(folder: string, environment: NodeJS.ProcessEnv): number {
  try {
    const { context, settings } = readConfiguration(folder, environment);
    declareStacks(new App({ context }), settings).synth();
    return 0;
  } catch (error) {
    for (const line of explain(error)) process.stderr.write(`golazo: ${line}\n`);
    return error instanceof SettingsError ? WRONG_INPUT : 1;
  }
}

/** What is wrong, a line for each thing. CDKTF puts what the rules found between lines of its own. */
function explain(error: unknown): string[] {
  const message = error instanceof Error ? error.message : String(error);
  const violations = message.split("\n").filter((line) => line.startsWith("  ["));
  return violations.length > 0 ? violations.map((line) => line.trim()) : [message];
}

/** Every stack of the app, by the name users know. */
export function declareStacks(app: App, settings: Settings): App {
  // Constructs ask the context; what the environment said belongs to it as well.
  app.node.setContext("golazo", settings);
  const stacks = [
    new GpuStack(app, "gpu-stack", settings),
    new CpuStack(app, "cpu-stack", settings),
    new DockerStack(app, "gpu-docker", dockerProps(settings, "gpu")),
    new DockerStack(app, "cpu-docker", dockerProps(settings, "cpu")),
  ];
  for (const stack of stacks) {
    keepState(stack, settings);
    applyRules(stack);
  }
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

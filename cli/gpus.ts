import { InputError } from "@golazo/producer";
import { DEFAULT_PROFILE, type Profile, rapidsClassifier } from "@golazo/services";
import { runCommand } from "./run-command";

/** An NVIDIA GPU of this machine, as the driver's own tool tells it. */
export interface Gpu {
  /** Version of the driver, for example `580.95.05`. */
  readonly driver: string;
  readonly name: string;
  /** NaN where the GPU does not say. */
  readonly memoryMiB: number;
}

/** The GPUs of this machine (none only where the driver knows of none), or what nvidia-smi said instead of listing them. */
export type GpuAnswer = { readonly gpus: readonly Gpu[] } | { readonly said: string };

/** Asks nvidia-smi, which comes with every driver. */
export async function askForGpus(): Promise<GpuAnswer> {
  const query = ["--query-gpu=driver_version,name,memory.total", "--format=csv,noheader,nounits"];
  const { failed, stdout, stderr } = await runCommand("nvidia-smi", query);
  if (failed) return { said: `${stdout}\n${stderr}`.trim() };
  const lines = stdout.split("\n").filter((line) => line.trim() !== "");
  return { gpus: lines.map(parseGpu) };
}

/** Whether a driver is new enough for the CUDA version of a profile. */
export function driverFits(driver: string, { oldestNvidiaDriver }: Profile): boolean {
  return Number(driver.split(".")[0]) >= oldestNvidiaDriver;
}

/** What this machine has for jobs on a GPU: what they need, or in words why not. */
export type GpuReadiness =
  | { readonly kind: "ready"; readonly gpus: readonly Gpu[] }
  /** `absent`: there is no GPU to use; `unfit`: there is one, and something about it has to be mended. */
  | { readonly kind: "absent" | "unfit"; readonly reason: string };

/** Looks whether every worker can have a GPU of its own, under a driver that the accelerator's jar can work with. */
export async function gpuReadiness(workers: number, profile = DEFAULT_PROFILE): Promise<GpuReadiness> {
  const answer = await askForGpus();
  if ("said" in answer) return withoutAnswer(answer.said);
  const { gpus } = answer;
  const [first] = gpus;
  if (!first) return { kind: "absent", reason: "nvidia-smi finds no GPU on this machine" };
  if (!driverFits(first.driver, profile)) {
    const jar = `rapids-4-spark ${profile.rapids}${rapidsClassifier(profile) && `, ${rapidsClassifier(profile)}`}`;
    return {
      kind: "unfit",
      reason:
        `the NVIDIA driver is ${first.driver}, and CUDA ${profile.cuda}, for which the accelerator's jar (${jar}) is ` +
        `built, needs ${profile.oldestNvidiaDriver} or newer`,
    };
  }
  if (gpus.length < workers) {
    const reason = `${workers} workers want a GPU each, and this machine has ${gpus.length}`;
    return { kind: "unfit", reason };
  }
  return { kind: "ready", gpus };
}

function withoutAnswer(said: string): GpuReadiness {
  if (/ENOENT/.test(said)) {
    return { kind: "absent", reason: "this machine has no NVIDIA driver (nvidia-smi is not there)" };
  }
  const words = said.split("\n")[0]?.trim() || "it says nothing";
  if (/no devices were found/i.test(said)) {
    return { kind: "absent", reason: `nvidia-smi finds no GPU on this machine (${words})` };
  }
  return { kind: "unfit", reason: `nvidia-smi does not answer as it should (${words})` };
}

/**
 * Makes sure of a GPU for each worker.
 *
 * @throws InputError in one line when there is none, or it cannot be used
 */
export async function requireGpus(workers: number): Promise<readonly Gpu[]> {
  const readiness = await gpuReadiness(workers);
  if (readiness.kind === "ready") return readiness.gpus;
  throw new InputError(
    `--arch gpu cannot run here: ${readiness.reason}. ${
      readiness.kind === "absent" ? "Use a machine with one" : "./golazo doctor --gpu says more; mend it"
    }, or --arch cpu`,
  );
}

function parseGpu(line: string): Gpu {
  const [driver = "", name = "", memory = ""] = line.split(",").map((part) => part.trim());
  return { driver, name, memoryMiB: Number(memory) };
}

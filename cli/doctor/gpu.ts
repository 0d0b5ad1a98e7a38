import { existsSync, readFileSync } from "node:fs";
import { PROFILES, type ProfileName } from "@golazo/services";
import { askForGpus, driverFits, type Gpu } from "../gpus";
import { runCommand } from "../run-command";
import { type Finding, failure, ok, reasonOf, warning } from "./finding";

/** What the loaded kernel module says of itself. */
const MODULE_VERSION = "/proc/driver/nvidia/version";

const DRIVER_GUIDE = "https://docs.nvidia.com/datacenter/tesla/driver-installation-guide/";

/** GPU memory below which RAPIDS has little to work with, MiB: its own advice is 16 GB, a T4 shows 15360. */
const GPU_MEMORY_MIB = 15_000;

/** Looks for an NVIDIA GPU, its driver and the container toolkit on this machine. */
export async function examineGpu(profile: ProfileName): Promise<Finding[]> {
  const driver = await examineDriver(profile);
  return [...driver, await toolkit()];
}

async function examineDriver(profile: ProfileName): Promise<Finding[]> {
  const answer = await askForGpus();
  if ("said" in answer) return [brokenDriver(answer.said)];
  const [first] = answer.gpus;
  if (!first) return [brokenDriver("nvidia-smi lists no GPU")];
  return [driverVersion(first.driver, profile), ...answer.gpus.map(gpuMemory)];
}

function driverVersion(version: string, name: ProfileName): Finding {
  const check = "NVIDIA driver";
  const { oldestNvidiaDriver: oldest, cuda } = PROFILES[name];
  if (driverFits(version, PROFILES[name])) {
    return ok(check, `${version}; CUDA ${cuda} of the profile ${name} needs ${oldest} or newer`);
  }
  const older = Object.entries(PROFILES).find(([, profile]) => driverFits(version, profile))?.[0];
  const way = older ? `, or choose the profile ${older}` : "";
  return failure(
    check,
    `the NVIDIA driver is ${version}, CUDA ${cuda} of the profile ${name} needs ${oldest} or newer`,
    `install a newer driver (${DRIVER_GUIDE})${way}`,
  );
}

function gpuMemory({ name, memoryMiB }: Gpu): Finding {
  const seen = `${name}, ${memoryMiB} MiB`;
  // Some integrated GPUs do not say.
  if (Number.isNaN(memoryMiB) || memoryMiB >= GPU_MEMORY_MIB) return ok("GPU", seen);
  return warning(
    "GPU",
    `${seen}: less than the 16 GB RAPIDS is made for`,
    "expect out-of-memory errors on large data; give Spark less with spark.rapids.memory.gpu.allocFraction",
  );
}

/** Why nvidia-smi gives no answer. */
function brokenDriver(said: string): Finding {
  const check = "NVIDIA driver";
  const loaded = loadedModule();
  if (/version mismatch/i.test(said)) {
    return failure(
      check,
      `the driver's libraries are of another version than the loaded kernel module${loaded ? ` (${loaded})` : ""}: an update replaced the files while the old module runs`,
      "reboot; then keep updates off it: sudo apt-mark hold 'nvidia-*' 'libnvidia-*'",
    );
  }
  if (/couldn't communicate|No devices were found/i.test(said)) {
    return failure(
      check,
      `nvidia-smi is installed and reaches no GPU (${firstWords(said)})`,
      "see whether lspci shows one, whether the kernel was updated without its module (sudo dkms status), and whether Secure Boot refuses it (mokutil --sb-state); then reboot",
    );
  }
  if (loaded !== null) {
    return failure(
      check,
      `the kernel module ${loaded} is loaded, nvidia-smi does not answer (${firstWords(said)})`,
      "install nvidia-utils of the same version",
    );
  }
  return failure(
    check,
    "this machine has no NVIDIA driver: nvidia-smi does not answer and no kernel module is loaded",
    `install the driver if there is a GPU (${DRIVER_GUIDE}); cpu-docker and cpu-stack need none`,
  );
}

function loadedModule(): string | null {
  if (!existsSync(MODULE_VERSION)) return null;
  try {
    return (
      /Kernel Module\s+(?:for \S+\s+)?([\d.]+)/.exec(readFileSync(MODULE_VERSION, "utf8"))?.[1] ?? "unknown"
    );
  } catch (error) {
    return reasonOf(error);
  }
}

async function toolkit(): Promise<Finding> {
  const check = "NVIDIA container toolkit";
  const { failed, stdout } = await runCommand("nvidia-ctk", ["--version"]);
  if (!failed) return ok(check, firstWords(stdout));
  return warning(
    check,
    "nvidia-ctk is not here, so containers of this machine get no GPU",
    "install nvidia-container-toolkit, unless the engine is on another machine",
  );
}

function firstWords(text: string): string {
  return text.trim().split("\n")[0]?.trim() ?? "";
}

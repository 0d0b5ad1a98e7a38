import type { Profile } from "../services";
import versions from "../versions.json";
import type { HostSettings } from "./user-data";

/** Branch of the oldest driver a CUDA version runs on: https://docs.nvidia.com/deploy/cuda-compatibility/ */
const MINIMUM_DRIVER: Readonly<Record<string, number>> = { "11": 470, "12": 525, "13": 580 };

/** What a GPU host installs, where it is missing, and what it must have in the end. */
export function gpuDriverSettings({ cuda }: Profile): HostSettings {
  const minimum = MINIMUM_DRIVER[cuda.split(".")[0] ?? ""];
  if (minimum === undefined) throw new Error(`no driver is known for CUDA ${cuda}`);
  return {
    GOLAZO_DRIVER_BRANCH: versions.host.nvidiaDriverBranch,
    GOLAZO_TOOLKIT_VERSION: versions.host.nvidiaContainerToolkit,
    GOLAZO_MINIMUM_DRIVER: minimum,
  };
}

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { GpuView, Measured } from "../protocol";

const COMMAND = "nvidia-smi";
const QUERY = ["--query-gpu=name,utilization.gpu,memory.used,memory.total", "--format=csv,noheader,nounits"];

/** nvidia-smi answers in a fraction of a second, unless the driver hangs. */
const PATIENCE_MS = 3_000;

/** The GPUs of this machine, as NVIDIA's own tool measures them. */
export async function gpuView(): Promise<Measured<readonly GpuView[]>> {
  try {
    const { stdout } = await promisify(execFile)(COMMAND, QUERY, { timeout: PATIENCE_MS });
    return { value: gpusIn(stdout), missing: null };
  } catch {
    // No tool, no driver, no device: nothing to measure.
    return { value: null, missing: "no-gpu" };
  }
}

/** One GPU a line: name, per cent, MiB, MiB. */
export function gpusIn(text: string): GpuView[] {
  return text
    .split("\n")
    .map((line) => line.split(",").map((part) => part.trim()))
    .filter((parts) => parts.length === 4)
    .map(([name = "", ...numbers]) => {
      const [utilisation = 0, memoryUsed = 0, memoryTotal = 0] = numbers.map((text) => Number(text) || 0);
      return { name, utilisation, memoryUsed, memoryTotal };
    });
}

import { execFileSync } from "node:child_process";
import { cpus, platform, release, totalmem } from "node:os";
import type { RunRecord } from "@golazo/contracts";

/** The machine this process runs on, as the record tells it: nothing that names its owner. */
export function describeMachine(): RunRecord["machine"] {
  const processors = cpus();
  return {
    platform: platform(),
    kernel: release(),
    cpu_model: processors[0]?.model.trim() ?? "unknown",
    cpu_cores: processors.length,
    memory_bytes: totalmem(),
    gpu: findGpu(),
  };
}

/** Name of the first NVIDIA GPU, or null when the driver's own tool is missing or finds none. */
function findGpu(): string | null {
  try {
    const names = execFileSync("nvidia-smi", ["--query-gpu=name", "--format=csv,noheader"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return names.split("\n")[0]?.trim() || null;
  } catch {
    // No driver on this machine: that is the answer, not a failure.
    return null;
  }
}

/** Commit of the checkout, or null outside one. */
export function gitCommit(folder: string): string | null {
  try {
    return execFileSync("git", ["rev-parse", "HEAD"], {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    // Golazo was unpacked rather than cloned, or git is not installed.
    return null;
  }
}

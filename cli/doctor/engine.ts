import { existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import type Docker from "dockerode";
import { connectTo } from "../deployed/engine";
import { type Finding, failure, notChecked, ok, reasonOf, warning } from "./finding";

/** Where the GPU comes into containers by: NVIDIA's guide names both ways. */
const TOOLKIT_GUIDE =
  "https://docs.nvidia.com/datacenter/cloud-native/container-toolkit/latest/install-guide.html";

/** Oldest engine API that is worked with: 1.41 is Docker 20.10. */
const OLDEST_API = 1.41;

/** Disk the images and a day of runs take, GiB: CUDA, RAPIDS and Spark alone are about 10. */
const DISK_GIB = { cpu: 8, gpu: 30 } as const;

const GIB = 1024 ** 3;

/** What the engine says of itself, as far as it is looked at. */
interface EngineInfo {
  readonly ServerVersion: string;
  readonly OperatingSystem: string;
  readonly Architecture: string;
  readonly NCPU: number;
  readonly MemTotal: number;
  readonly DockerRootDir: string;
  readonly Runtimes?: Readonly<Record<string, unknown>>;
  /** Since Docker 28.3: devices described by CDI files, for example `nvidia.com/gpu=all`. */
  readonly DiscoveredDevices?: readonly { readonly Source: string; readonly ID: string }[];
}

/** Asks a Docker engine whether a deployment can stand on it. */
export async function examineEngine(host: string, gpuWanted: boolean): Promise<Finding[]> {
  const check = "Docker engine";
  let docker: Docker;
  let info: EngineInfo;
  try {
    docker = await connectTo(host);
    info = (await docker.info()) as EngineInfo;
  } catch (error) {
    const fix =
      "start it (sudo systemctl start docker), join the group docker, or name another with DOCKER_HOST";
    return [failure(check, `no Docker engine answers at ${host} (${reasonOf(error)})`, fix)];
  }
  return [
    // First what a GPU deployment fails on, so that it is what the summary says.
    ...(gpuWanted ? [gpuOfEngine(host, info)] : []),
    await versionOf(docker, host, info),
    platformOf(info),
    await diskOf(host, info, gpuWanted),
  ];
}

async function versionOf(docker: Docker, host: string, info: EngineInfo): Promise<Finding> {
  const check = "Docker engine";
  const { ApiVersion } = await docker.version();
  const seen = `Docker ${info.ServerVersion} at ${host}, ${info.NCPU} cores, ${gib(info.MemTotal)} GiB memory`;
  if (Number(ApiVersion) >= OLDEST_API) return ok(check, seen);
  return failure(check, `${seen}: too old`, "install Docker 20.10 or newer");
}

function platformOf({ Architecture, OperatingSystem }: EngineInfo): Finding {
  const check = "Platform of the engine";
  if (/^(x86_64|amd64)$/.test(Architecture)) return ok(check, `${OperatingSystem}, ${Architecture}`);
  return warning(
    check,
    `${OperatingSystem}, ${Architecture}: the RAPIDS jar is made for x86_64 only`,
    "use an x86_64 engine for gpu-docker; cpu-docker has not been tried on this one",
  );
}

/** Whether containers of this engine can be given an NVIDIA GPU. */
function gpuOfEngine(host: string, { Runtimes = {}, DiscoveredDevices = [] }: EngineInfo): Finding {
  const check = "GPU for containers";
  if ("nvidia" in Runtimes) return ok(check, "the engine has the runtime nvidia");
  const devices = DiscoveredDevices.filter(({ ID }) => ID.startsWith("nvidia.com/gpu"));
  if (devices.length > 0)
    return ok(check, `the engine has CDI devices: ${devices.map(({ ID }) => ID).join(", ")}`);
  return failure(
    check,
    `the Docker engine at ${host} has no NVIDIA runtime, so its containers see no GPU`,
    `on its machine install the NVIDIA driver and nvidia-container-toolkit (${TOOLKIT_GUIDE}), then run ` +
      "sudo nvidia-ctk runtime configure --runtime=docker && sudo systemctl restart docker; cpu-docker needs no GPU",
  );
}

async function diskOf(host: string, { DockerRootDir }: EngineInfo, gpuWanted: boolean): Promise<Finding> {
  const check = "Disk of the engine";
  const isHere = host.startsWith("unix://") && existsSync(DockerRootDir);
  if (!isHere) return notChecked(check, `${DockerRootDir} is on another machine`);
  const { bavail, bsize } = await statfs(DockerRootDir);
  const free = bavail * bsize;
  const wanted = gpuWanted ? DISK_GIB.gpu : DISK_GIB.cpu;
  const seen = `${gib(free)} GiB are free in ${DockerRootDir}`;
  if (free >= wanted * GIB) return ok(check, seen);
  return failure(
    check,
    `${seen}, images and runs want ${wanted}`,
    "make room: docker system prune removes what no container uses",
  );
}

function gib(bytes: number): string {
  return (bytes / GIB).toFixed(1);
}

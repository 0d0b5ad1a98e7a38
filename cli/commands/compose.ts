import { availableParallelism } from "node:os";
import {
  type Architecture,
  type BaseImages,
  composeFile,
  DEFAULT_EXECUTOR_MEMORY_MIB,
  DEFAULT_PROFILE_NAME,
  MOST_WORKERS,
  PROFILES,
  type ProfileName,
} from "@golazo/services";
import { Command, InvalidArgumentError, Option } from "commander";
import { HOME } from "../paths";

interface ComposeFlags {
  readonly arch: Architecture;
  readonly profile: ProfileName;
  readonly workers: number;
  readonly executorMemory: number;
  readonly portOffset: number;
  readonly imageRegistry?: string;
  readonly baseImage?: BaseImages;
}

/** What our images are built on, by the kinds of {@link BaseImages}. */
const BASE_IMAGE_KINDS = ["debian", "node", "ubuntu", "cuda"] as const satisfies ReadonlyArray<
  keyof BaseImages
>;

/** `golazo compose`: prints a Compose file with the services of a deployment. */
export function composeCommand(): Command {
  return new Command("compose")
    .summary("print a Compose file of the services")
    .description(
      "print a docker-compose.yml of the same services, for people who just want Compose: " +
        "./golazo compose > docker-compose.yml && docker compose up --build",
    )
    .addOption(new Option("--arch <name>", "architecture").choices(["cpu", "gpu"]).default("cpu"))
    .addOption(
      new Option("--profile <name>", "tested versions that fit together")
        .choices(Object.keys(PROFILES))
        .default(DEFAULT_PROFILE_NAME),
    )
    .option(
      "--workers <n>",
      "Spark workers; docker compose up --scale spark-worker=N changes it",
      whole(1, MOST_WORKERS),
      1,
    )
    .option(
      "--executor-memory <MiB>",
      "memory of each worker's executor",
      whole(1024, 1_048_576),
      DEFAULT_EXECUTOR_MEMORY_MIB,
    )
    .option("--port-offset <n>", "added to every published port", whole(0, 40_000), 0)
    .option("--image-registry <name>", "pull the images from there instead of building them")
    .option(
      "--base-image <kind=image>",
      `build on another image, may be repeated; kinds: ${BASE_IMAGE_KINDS.join(", ")}`,
      collectBaseImages,
    )
    .action(compose);
}

function compose(flags: ComposeFlags): void {
  const { arch, profile, workers, executorMemory, portOffset, imageRegistry } = flags;
  const coresPerWorker = Math.max(1, Math.floor(availableParallelism() / workers));
  const gpusPerWorker = arch === "gpu" ? 1 : 0;
  const text = composeFile({
    name: `golazo-${arch}`,
    stack: `${arch}-compose`,
    architecture: arch,
    profileName: profile,
    profile: PROFILES[profile],
    size: { workers, coresPerWorker, executorMemoryMiB: executorMemory, gpusPerWorker },
    portOffset,
    imageRegistry,
    baseImages: flags.baseImage,
    context: HOME,
  });
  process.stdout.write(text);
}

function collectBaseImages(text: string, before: BaseImages = {}): BaseImages {
  const [, kind, image] = /^(\w+)=(\S+)$/.exec(text) ?? [];
  const known = BASE_IMAGE_KINDS.find((one) => one === kind);
  if (!known || !image) {
    throw new InvalidArgumentError(
      `Give one of ${BASE_IMAGE_KINDS.join(", ")}, for example debian=debian:12.`,
    );
  }
  return { ...before, [known]: image };
}

function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}

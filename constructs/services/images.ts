import type { ImageName, Service } from "./service";
import { hadoopForS3, type Profile, type ProfileName, rapidsClassifier } from "./versions";

/** Which of the two architectures an image is for. */
export type Architecture = "cpu" | "gpu";

/** An image and how it is built: `images/` has a folder for each. */
export interface Image {
  readonly name: ImageName;
  /** For example `golazo/kafka:current`; the accelerator's and the plain image differ. */
  readonly tag: string;
  /** Relative to the checkout, which is the build's context. */
  readonly dockerfile: string;
  /** Last stage to build, where the file has several. */
  readonly target?: string;
  readonly args: Readonly<Record<string, string>>;
}

/** Images to start from, where they are not the usual ones (a company's registry, a test's own). */
export interface BaseImages {
  /** Default `debian:bookworm-slim`. */
  readonly debian?: string;
  /** Default `node:20-bookworm-slim`. */
  readonly node?: string;
  /** For Spark on the CPU. Default `ubuntu:22.04`. */
  readonly ubuntu?: string;
  /** For Spark on the GPU. Default NVIDIA's runtime image of the profile's CUDA version on Ubuntu 22.04. */
  readonly cuda?: string;
}

/** What all images of a deployment depend on. */
export interface ImageOptions {
  readonly architecture: Architecture;
  readonly profileName: ProfileName;
  readonly profile: Profile;
  readonly baseImages?: BaseImages;
  /** Spark's image can log in to MSK with IAM. Default false. */
  readonly mskIam?: boolean;
  /** Spark's image can use S3 (280 MB): for workers on several hosts, which share no folder. Default false. */
  readonly s3?: boolean;
}

/** The image a service runs in. */
export function imageOf(name: ImageName, options: ImageOptions): Image {
  const { profile, profileName, baseImages = {}, architecture } = options;
  const node = baseImages.node ?? "node:20-bookworm-slim";
  const tagged = (suffix: string): string => `golazo/${name}:${suffix}`;
  switch (name) {
    case "kafka":
      return {
        name,
        tag: tagged(profileName),
        dockerfile: "images/kafka/Dockerfile",
        args: {
          BASE_IMAGE: baseImages.debian ?? "debian:bookworm-slim",
          KAFKA_VERSION: profile.kafka,
          KAFKA_SCALA_VERSION: profile.kafkaScala,
          KAFKA_LOGGING_VERSION: profile.kafkaLogging,
        },
      };
    case "producer":
    case "dashboard":
      return {
        name,
        tag: tagged(profileName),
        dockerfile: `images/${name}/Dockerfile`,
        args: { BASE_IMAGE: node },
      };
    default:
      return {
        name,
        tag: tagged(`${profileName}-${architecture}`),
        dockerfile: "images/spark-rapids/Dockerfile",
        target: name === "jupyter" ? "jupyter" : "spark",
        args: {
          BASE_IMAGE: sparkBase(options),
          NODE_IMAGE: node,
          JAVA_VERSION: `${profile.java}`,
          SPARK_VERSION: profile.spark,
          SCALA_VERSION: profile.scala,
          ...(options.mskIam ? { MSK_IAM_AUTH_VERSION: profile.mskIamAuth } : {}),
          ...(options.s3 ? { WITH_S3: "1", HADOOP_VERSION: hadoopForS3(profile) } : {}),
          ...(architecture === "gpu" ? rapidsArgs(profile) : {}),
        },
      };
  }
}

/** The images of some services, each once, in the order in which they are first needed. */
export function imagesOf(services: readonly Service[], options: ImageOptions): Image[] {
  const names = new Set(services.map((service) => service.image));
  return [...names].map((name) => imageOf(name, options));
}

function sparkBase({ architecture, profile, baseImages = {} }: ImageOptions): string {
  if (architecture === "cpu") return baseImages.ubuntu ?? "ubuntu:22.04";
  return baseImages.cuda ?? `nvidia/cuda:${profile.cudaImage}-runtime-ubuntu22.04`;
}

function rapidsArgs(profile: Profile): Record<string, string> {
  return {
    RAPIDS_VERSION: profile.rapids,
    RAPIDS_CLASSIFIER: rapidsClassifier(profile),
    ...(profile.cuml ? { CUML_VERSION: profile.cuml } : {}),
  };
}

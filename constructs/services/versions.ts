import versions from "../versions.json";

/** Versions of one tested combination; see `constructs/versions.json`. */
export interface Profile {
  readonly spark: string;
  /** Version of the Hadoop client inside Spark; only where Spark can keep its checkpoints in S3, which 3.4 learned. */
  readonly hadoop?: string;
  readonly scala: string;
  readonly java: number;
  readonly kafka: string;
  readonly kafkaScala: string;
  /** What keeps Kafka's metadata: the brokers themselves, or a ZooKeeper. */
  readonly metadata: "kraft" | "zookeeper";
  /** Version of ZooKeeper, where there is one. */
  readonly zookeeper?: string;
  readonly rapids: string;
  /**
   * Version of cuML and of spark-rapids-ml, which train and ask forests on the GPU; only where both are on PyPI itself for
   * this Spark and CUDA version. `images/spark-rapids/cuml.in` has the same.
   */
  readonly cuml?: string;
  /** CUDA version the accelerator's jar is for. */
  readonly cuda: string;
  /** Exact version in the name of NVIDIA's base image. */
  readonly cudaImage: string;
  /**
   * Oldest branch of NVIDIA's driver that this CUDA version runs on; newer ones are compatible. Table 1 of
   * https://docs.nvidia.com/deploy/cuda-compatibility/minor-version-compatibility.html (11.x: 450, 12.x: 525).
   */
  readonly oldestNvidiaDriver: number;
  /** Version of the logging binding beside the broker. */
  readonly kafkaLogging: string;
  /** Version of what lets Spark log in to MSK with IAM. */
  readonly mskIamAuth: string;
}

export type ProfileName = keyof typeof versions.profiles;

/** Every tested profile by its name. */
export const PROFILES = versions.profiles as Readonly<Record<ProfileName, Profile>>;

/** Name of the profile everything runs on unless told otherwise. */
export const DEFAULT_PROFILE_NAME = versions.default as ProfileName;

/** The profile everything runs on unless told otherwise. */
export const DEFAULT_PROFILE: Profile = PROFILES[DEFAULT_PROFILE_NAME];

/** Versions of what is used to install, the same for all profiles. */
export const TOOL_VERSIONS = versions.tools;

/**
 * Version of the Hadoop client to use S3 with.
 *
 * @throws Error when Spark cannot
 */
export function hadoopForS3({ spark, hadoop }: Profile): string {
  if (hadoop !== undefined) return hadoop;
  throw new Error(
    `Spark ${spark} cannot keep checkpoints in S3: workers on several hosts need Spark 3.4 or newer`,
  );
}

/** Classifier of the accelerator's jar for the profile's CUDA version: the plain jar, without one, is built for CUDA 11. */
export function rapidsClassifier({ cuda }: Profile): string {
  const major = cuda.split(".")[0];
  return major === "11" ? "" : `cuda${major}`;
}

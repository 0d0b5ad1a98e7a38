/**
 * The one description of the services, and how containers and Compose are told of it.
 *
 * @module services
 */

export {
  DEFAULT_EXECUTOR_MEMORY_MIB,
  DRIVER_MEMORY_MIB,
  describeCluster,
  describeDeployment,
  memoryNeededMiB,
} from "./cluster";
export { type ComposeOptions, composeFile } from "./compose";
export {
  type Container,
  type ContainerHealth,
  type ContainerPlacementOptions,
  containerFolder,
  containerOf,
  containerPlacement,
  IMAGE_HOME,
  LABELS,
} from "./container";
export {
  type Architecture,
  type BaseImages,
  type Image,
  type ImageOptions,
  imageOf,
  imagesOf,
} from "./images";
export { JUPYTER_TOKEN_FILE, labArguments, WORKBENCH } from "./jupyter";
export { LIVE_PAGE, LIVE_PAGE_TOKEN_FILE } from "./live-page";
export { MOST_WORKERS, PORTS } from "./ports";
export type {
  ClusterSize,
  ImageName,
  JavaProgram,
  ListenPorts,
  Placement,
  Program,
  ReadyCheck,
  Service,
  Volume,
} from "./service";
export { masterUrl } from "./spark";
export {
  DEFAULT_PROFILE,
  DEFAULT_PROFILE_NAME,
  hadoopForS3,
  PROFILES,
  type Profile,
  type ProfileName,
  rapidsClassifier,
  TOOL_VERSIONS,
} from "./versions";

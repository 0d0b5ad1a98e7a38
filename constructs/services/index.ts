export { DRIVER_MEMORY_MIB, describeCluster, memoryNeededMiB } from "./cluster";
export { PORTS } from "./ports";
export type { ClusterSize, JavaProgram, Placement, ReadyCheck, Service } from "./service";
export { masterUrl } from "./spark";
export { DEFAULT_PROFILE, type Profile, TOOL_VERSIONS } from "./versions";

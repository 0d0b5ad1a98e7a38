import versions from "../versions.json";

/** Versions of one tested combination; see `constructs/versions.json`. */
export type Profile = (typeof versions.profiles)["current"];

/** The profile everything runs on unless told otherwise. */
export const DEFAULT_PROFILE: Profile = versions.profiles[versions.default as "current"];

/** Versions of what is used to install, the same for all profiles. */
export const TOOL_VERSIONS = versions.tools;

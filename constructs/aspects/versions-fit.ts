import type { IConstruct } from "constructs";
import { PROFILES, type Profile } from "../services";
import { Rule } from "./rule";

/** The parts of a profile that must fit together. */
const PARTS = ["spark", "rapids", "cuda", "java", "scala", "kafka", "metadata"] as const;

/** A construct that runs a combination of versions. */
interface Versioned extends IConstruct {
  readonly versions: Profile & { readonly untested?: boolean };
}

/** Only combinations that were tested together are deployed, unless somebody says that they know. */
export class VersionsFit extends Rule {
  readonly name = "versions-fit";

  protected check(node: IConstruct): string[] {
    if (!isVersioned(node)) return [];
    const { versions } = node;
    const isTested = Object.values(PROFILES).some((profile) =>
      PARTS.every((part) => profile[part] === versions[part]),
    );
    if (isTested || versions.untested) return [];
    return [
      `Spark ${versions.spark}, RAPIDS ${versions.rapids}, CUDA ${versions.cuda}, Java ${versions.java} and Kafka ${versions.kafka} were not tested together: take a profile (${Object.keys(PROFILES).join(", ")}), or set untested to true`,
    ];
  }
}

function isVersioned(node: IConstruct): node is Versioned {
  return (
    "versions" in node &&
    typeof node.versions === "object" &&
    node.versions !== null &&
    "spark" in node.versions
  );
}

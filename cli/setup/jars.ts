import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DEFAULT_PROFILE } from "@golazo/services";
import { STATE } from "../paths";
import { findJava } from "./java";
import { sparkHome } from "./spark-home";

/** A Maven artifact. */
interface Artifact {
  readonly organisation: string;
  readonly name: string;
  readonly version: string;
}

/** A Maven artifact to bring with its dependencies, less those that are there already. */
export interface Dependency extends Artifact {
  /** More artifacts for the same folder. */
  readonly beside: readonly Artifact[];
  /** Organisations whose artifacts are left out. */
  readonly without: readonly string[];
}

/** A complete Kafka broker: its own dependency set holds the server. */
export const BROKER_JARS: Dependency = {
  organisation: "org.apache.kafka",
  name: `kafka_${DEFAULT_PROFILE.kafkaScala}`,
  version: DEFAULT_PROFILE.kafka,
  // Without a binding the broker logs nothing.
  beside: [{ organisation: "org.slf4j", name: "slf4j-reload4j", version: DEFAULT_PROFILE.kafkaLogging }],
  without: [],
};

/** Spark's Kafka source and sink; Hadoop, Scala and the compressors are part of Spark. */
export const CONNECTOR: Dependency = {
  organisation: "org.apache.spark",
  name: `spark-sql-kafka-0-10_${DEFAULT_PROFILE.scala}`,
  version: DEFAULT_PROFILE.spark,
  beside: [],
  without: [
    "org.apache.hadoop",
    "org.scala-lang",
    "org.lz4",
    "org.xerial.snappy",
    "org.slf4j",
    "com.google.code.findbugs",
    "commons-logging",
  ],
};

/**
 * Brings the jars of a dependency into a folder with Ivy, which Spark carries, so no Maven is needed.
 * The folder appears whole or not at all.
 */
export async function resolveJars(
  dependency: Dependency,
  folder: string,
  run: (name: string, command: string, args: readonly string[]) => Promise<void>,
): Promise<void> {
  const java = await findJava();
  if (!java) throw new Error(`Java ${DEFAULT_PROFILE.java} is missing`);
  const work = join(STATE, "ivy", dependency.name);
  const partial = `${folder}.partial`;
  for (const stale of [folder, partial]) rmSync(stale, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  mkdirSync(partial, { recursive: true });
  const ivyFile = join(work, "ivy.xml");
  writeFileSync(ivyFile, ivyModule(dependency));
  const jars = join(sparkHome(), "jars");
  const ivy = readdirSync(jars).find((file) => /^ivy-.*\.jar$/.test(file));
  if (!ivy) throw new Error(`no Ivy in ${jars}`);
  await run(dependency.name, java, [
    ...["-jar", join(jars, ivy), "-cache", join(work, "cache"), "-ivy", ivyFile, "-confs", "default"],
    ...["-retrieve", `${partial}/[artifact]-[revision].[ext]`, "-types", "jar", "bundle"],
  ]);
  renameSync(partial, folder);
}

function ivyModule(dependency: Dependency): string {
  const { name, beside, without } = dependency;
  const artifacts = [dependency, ...beside].map(
    (artifact) =>
      `    <dependency org="${artifact.organisation}" name="${artifact.name}" rev="${artifact.version}" conf="default->default"/>\n`,
  );
  const exclusions = without.map((org) => `    <exclude org="${org}"/>\n`).join("");
  return `<ivy-module version="2.0">
  <info organisation="golazo" module="${name}"/>
  <configurations><conf name="default"/></configurations>
  <dependencies>
${artifacts.join("")}${exclusions}  </dependencies>
</ivy-module>
`;
}

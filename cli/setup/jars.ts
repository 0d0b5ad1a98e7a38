import { mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DEFAULT_PROFILE, hadoopForS3, rapidsClassifier } from "@golazo/services";
import { HOME, STATE } from "../paths";
import { findJava } from "./java";
import { sparkHome } from "./spark-home";

/** A Maven artifact to bring with its dependencies, as an Ivy file beside the image that needs it too says. */
export interface Dependency {
  readonly name: string;
  readonly version: string;
  readonly ivyFile: string;
  /** Where and how Ivy looks, where it is not Ivy's own way. */
  readonly settingsFile?: string;
  /** What the Ivy file leaves open: versions. */
  readonly properties: Readonly<Record<string, string>>;
}

/** A complete Kafka broker. */
export const BROKER_JARS: Dependency = {
  name: `kafka_${DEFAULT_PROFILE.kafkaScala}`,
  version: DEFAULT_PROFILE.kafka,
  ivyFile: join(HOME, "images", "kafka", "ivy.xml"),
  properties: {
    "golazo.kafka": DEFAULT_PROFILE.kafka,
    "golazo.kafka.scala": DEFAULT_PROFILE.kafkaScala,
    "golazo.kafka.logging": DEFAULT_PROFILE.kafkaLogging,
  },
};

/** Spark's Kafka source and sink. */
export const CONNECTOR: Dependency = {
  name: `spark-sql-kafka-0-10_${DEFAULT_PROFILE.scala}`,
  version: DEFAULT_PROFILE.spark,
  ivyFile: join(HOME, "images", "spark-rapids", "ivy.xml"),
  properties: { "golazo.spark": DEFAULT_PROFILE.spark, "golazo.scala": DEFAULT_PROFILE.scala },
};

/** What lets Hadoop and Spark read and write S3. */
export const S3_CLIENT: Dependency = {
  name: "hadoop-aws",
  version: hadoopForS3(DEFAULT_PROFILE),
  ivyFile: join(HOME, "images", "spark-rapids", "ivy-s3.xml"),
  properties: {
    "golazo.hadoop": hadoopForS3(DEFAULT_PROFILE),
    "golazo.spark": DEFAULT_PROFILE.spark,
    "golazo.scala": DEFAULT_PROFILE.scala,
  },
};

/** What lets Spark log in to MSK with IAM. */
export const MSK_LOGIN: Dependency = {
  name: "aws-msk-iam-auth",
  version: DEFAULT_PROFILE.mskIamAuth,
  ivyFile: join(HOME, "images", "spark-rapids", "ivy-msk.xml"),
  properties: { "golazo.msk.iam.auth": DEFAULT_PROFILE.mskIamAuth },
};

/** NVIDIA's accelerator, built for the profile's CUDA version. */
export const RAPIDS: Dependency = {
  name: `rapids-4-spark_${DEFAULT_PROFILE.scala}`,
  version: DEFAULT_PROFILE.rapids,
  ivyFile: join(HOME, "images", "spark-rapids", "ivy-rapids.xml"),
  settingsFile: join(HOME, "images", "spark-rapids", "ivysettings-rapids.xml"),
  properties: {
    "golazo.rapids": DEFAULT_PROFILE.rapids,
    "golazo.rapids.classifier": rapidsClassifier(DEFAULT_PROFILE),
    "golazo.scala": DEFAULT_PROFILE.scala,
  },
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
  const versions = Object.entries(dependency.properties).map(([name, value]) => `-D${name}=${value}`);
  const jars = join(sparkHome(), "jars");
  const ivy = readdirSync(jars).find((file) => /^ivy-.*\.jar$/.test(file));
  if (!ivy) throw new Error(`no Ivy in ${jars}`);
  await run(dependency.name, java, [
    ...[...versions, "-jar", join(jars, ivy), "-cache", join(work, "cache")],
    ...(dependency.settingsFile === undefined ? [] : ["-settings", dependency.settingsFile]),
    ...["-ivy", dependency.ivyFile, "-confs", "default"],
    ...["-retrieve", `${partial}/[artifact]-[revision].[ext]`, "-types", "jar", "bundle"],
  ]);
  renameSync(partial, folder);
}

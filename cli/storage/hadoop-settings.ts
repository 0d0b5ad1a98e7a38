type Environment = Readonly<Record<string, string | undefined>>;

/** Settings of Hadoop's S3 client; credentials are not among them: each machine has its own. */
export function hadoopSettings(environment: Environment = process.env): Record<string, string> {
  const endpoint = environment.AWS_ENDPOINT_URL_S3 || environment.AWS_ENDPOINT_URL;
  const region = environment.AWS_REGION || environment.AWS_DEFAULT_REGION;
  return {
    // A server of one's own has no host name for each bucket.
    ...(endpoint && { "fs.s3a.endpoint": endpoint, "fs.s3a.path.style.access": "true" }),
    ...(region && { "fs.s3a.endpoint.region": region }),
    // What every AWS tool asks in turn: environment, profile, container, instance.
    "fs.s3a.aws.credentials.provider": "com.amazonaws.auth.DefaultAWSCredentialsProviderChain",
    // Otherwise each upload would delete the empty objects that stand for its parent folders: requests for nothing, and in a
    // bucket with versions a deletion is one more version.
    "fs.s3a.directory.marker.retention": "keep",
    // Objects are small; through files, as by default, each would be written to a disk first.
    "fs.s3a.fast.upload.buffer": "array",
  };
}

/** What Spark needs besides to write to S3, which cannot rename, and leave nothing half done. */
export function storageSparkSettings(environment: Environment = process.env): Record<string, string> {
  const cloud = "org.apache.spark.internal.io.cloud";
  const hadoop = Object.entries({
    ...hadoopSettings(environment),
    // Tasks upload, and the driver makes all parts of a table appear when the last one is done.
    "fs.s3a.committer.name": "magic",
    "mapreduce.outputcommitter.factory.scheme.s3a": "org.apache.hadoop.fs.s3a.commit.S3ACommitterFactory",
  }).map(([key, value]) => [`spark.hadoop.${key}`, value]);
  return {
    ...Object.fromEntries(hadoop),
    "spark.sql.sources.commitProtocolClass": `${cloud}.PathOutputCommitProtocol`,
    "spark.sql.parquet.output.committer.class": `${cloud}.BindingParquetOutputCommitter`,
    // An entry of the checkpoint is one upload that is there whole or not at all; with a rename it would be a copy.
    "spark.sql.streaming.checkpointFileManagerClass": `${cloud}.AbortableStreamBasedCheckpointFileManager`,
  };
}

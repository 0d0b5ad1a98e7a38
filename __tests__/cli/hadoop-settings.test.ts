import { hadoopSettings, storageSparkSettings } from "../../cli/storage/hadoop-settings";

const KEYS = { AWS_ACCESS_KEY_ID: "canary-id", AWS_SECRET_ACCESS_KEY: "canary-secret" };

describe("Hadoop's settings for S3", () => {
  test("ask Amazon where nothing else is said", () => {
    const settings = hadoopSettings({});
    expect(settings).not.toHaveProperty(["fs.s3a.endpoint"]);
    expect(settings).not.toHaveProperty(["fs.s3a.endpoint.region"]);
    expect(settings).not.toHaveProperty(["fs.s3a.path.style.access"]);
  });

  test("follow the variables that other AWS tools follow, the service's own before the general one", () => {
    const both = {
      AWS_ENDPOINT_URL: "http://all:1",
      AWS_ENDPOINT_URL_S3: "http://s3:2",
      AWS_REGION: "eu-west-1",
    };
    expect(hadoopSettings(both)).toMatchObject({
      "fs.s3a.endpoint": "http://s3:2",
      "fs.s3a.path.style.access": "true",
      "fs.s3a.endpoint.region": "eu-west-1",
    });
    const general = {
      AWS_ENDPOINT_URL: "http://all:1",
      AWS_ENDPOINT_URL_S3: "",
      AWS_DEFAULT_REGION: "eu-west-2",
    };
    expect(hadoopSettings(general)).toMatchObject({
      "fs.s3a.endpoint": "http://all:1",
      "fs.s3a.endpoint.region": "eu-west-2",
    });
  });

  test("hold no credentials, whoever has some in the environment", () => {
    expect(JSON.stringify(storageSparkSettings(KEYS))).not.toContain("canary");
  });

  test("replace the manager of checkpoint files, which renames, and reach Hadoop under Spark's prefix", () => {
    const settings = storageSparkSettings({ AWS_ENDPOINT_URL_S3: "http://s3:2" });
    expect(settings["spark.hadoop.fs.s3a.endpoint"]).toBe("http://s3:2");
    expect(settings["spark.sql.streaming.checkpointFileManagerClass"]).toMatch(/AbortableStreamBased/);
  });
});

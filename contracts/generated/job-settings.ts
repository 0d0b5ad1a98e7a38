/* Generated from schemas/job-settings.schema.json by `npm run contracts`. Do not edit. */

/**
 * What a job of somebody's own, a notebook for example, needs to run on the cluster: written by `golazo spark-conf` as job-settings.json, beside the spark-defaults.conf that SPARK_CONF_DIR names.
 */
export interface JobSettings {
  schema_version: 1;
  architecture: "cpu" | "gpu";
  master_url: string;
  /**
   * Kafka, host:port.
   */
  bootstrap: string;
  /**
   * File with more options of the Kafka source and sink (JSON); null where it needs none.
   */
  kafka_config: string | null;
  /**
   * Folder, or address, for checkpoints of streaming queries: driver and executors see it under this name.
   */
  checkpoint: string;
  /**
   * Address that driver and executors share; null where they see the same folders.
   */
  storage: string | null;
  /**
   * Environment variables of the job.
   */
  environment: {
    [k: string]: string;
  };
}

"""The Spark session of every job."""

from __future__ import annotations

from pyspark.sql import SparkSession


def session(job: str) -> SparkSession:
    """A session named after its job.

    Master, memory, jars and everything about the architecture come from `spark-defaults.conf` in
    SPARK_CONF_DIR: the same code runs with and without a GPU.
    """
    spark = SparkSession.builder.appName(f"golazo-{job}").getOrCreate()
    spark.sparkContext.setLogLevel("WARN")
    return spark

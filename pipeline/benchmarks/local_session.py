"""The Spark session of benchmarks: two cores of this machine, with the product's own settings."""

from __future__ import annotations

from pathlib import Path

from pyspark.sql import SparkSession

_REPOSITORY = Path(__file__).resolve().parents[2]


def local_session() -> SparkSession:
    """A new session, bound to the loopback address; the Kafka connector is on its class path."""
    builder = SparkSession.builder.master("local[2]").appName("golazo-benchmark")
    for line in (_REPOSITORY / "spark-conf" / "spark-defaults.conf").read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            key, value = line.split(None, 1)
            builder = builder.config(key, value.strip())
    spark = (
        builder.config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.memory", "3g")
        .config("spark.driver.extraClassPath", f"{_REPOSITORY}/.golazo/jars/spark-kafka/*")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    return spark

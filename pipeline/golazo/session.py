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
    _remember_classes(spark)
    return spark


def _remember_classes(spark: SparkSession) -> None:
    """Looks up once the classes that PySpark asks its JVM for with every column and every data frame.

    It asks by their short names, and each time Java then searches all of Spark's jars for a class of that
    name in every imported package: a fifth of the time in which `predict` planned its micro-batches.
    """
    jvm = spark._jvm
    assert jvm is not None
    for name in ("functions", "PythonUtils", "PythonSQLUtils", "SparkSession"):
        setattr(jvm, name, getattr(jvm, name))

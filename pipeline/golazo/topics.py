"""What is on the topics: counts and latencies, read when a job ends."""

from __future__ import annotations

import datetime as dt

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from golazo import contracts, messages
from golazo.metrics import Distribution, distribution_of_counts
from golazo.stream_config import StreamConfig

_TIMEOUT_MS = "15000"


def offsets(spark: SparkSession, config: StreamConfig, role: str) -> tuple[dict[int, int], dict[int, int]]:
    """Per partition of a topic the offset of its first record and the one after its last."""
    jvm = spark._jvm
    assert jvm is not None
    settings = jvm.java.util.HashMap()
    settings.put("bootstrap.servers", config.bootstrap)
    for name in ("key.deserializer", "value.deserializer"):
        settings.put(name, "org.apache.kafka.common.serialization.ByteArrayDeserializer")
    settings.put("default.api.timeout.ms", _TIMEOUT_MS)
    for option, value in config.kafka_options.items():
        settings.put(option.removeprefix("kafka."), value)
    consumer = jvm.org.apache.kafka.clients.consumer.KafkaConsumer(settings)
    try:
        partitions = jvm.java.util.ArrayList()
        for one in consumer.partitionsFor(config.topic(role)):
            partitions.add(jvm.org.apache.kafka.common.TopicPartition(one.topic(), one.partition()))
        first, after_last = consumer.beginningOffsets(partitions), consumer.endOffsets(partitions)
        return (
            {one.partition(): int(first[one]) for one in partitions},
            {one.partition(): int(after_last[one]) for one in partitions},
        )
    finally:
        consumer.close()


def prediction_latency(spark: SparkSession, config: StreamConfig, since: dt.datetime) -> Distribution:
    """Milliseconds from an event's `produced_at` to the prediction's arrival in its topic, since a moment.

    The arrival is the broker's own time of the record (the topic's timestamps are LogAppendTime), so the
    latency covers everything: waiting for the trigger, the micro-batch, the model and the way into Kafka.
    """
    rows = messages.read_topic(
        spark, config.bootstrap, config.topic("predictions"), streaming=False, options=config.kafka_options
    )
    produced_at = F.from_json("value", contracts.spark_schema("prediction", ["produced_at"]))["produced_at"]
    latency = (F.unix_millis("timestamp") - produced_at).alias("latency")
    counted = rows.where(F.col("timestamp") >= F.lit(since)).groupBy(latency).count().collect()
    return distribution_of_counts({row["latency"]: row["count"] for row in counted})

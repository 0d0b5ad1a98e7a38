"""Rows to a Kafka topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

if TYPE_CHECKING:
    from golazo.stream_config import StreamConfig

ISO_TIME = "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'"
"""How the contracts write a time; the session's time zone is UTC."""


def json(row: Column) -> Column:
    """A struct as JSON text, nulls written out as the contracts want them."""
    return F.to_json(row, {"ignoreNullFields": "false", "timestampFormat": ISO_TIME})


def write(records: DataFrame, topic: str, config: StreamConfig) -> None:
    """Writes the columns `key` and `value` to a topic and returns once the broker has acknowledged them."""
    (
        records.write.format("kafka")
        .option("kafka.bootstrap.servers", config.bootstrap)
        .option("topic", topic)
        .options(**config.kafka_options)
        .save()
    )

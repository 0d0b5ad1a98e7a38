"""What every streaming query shares: its source, how it is started, and what its checkpoint has committed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.streaming.query import StreamingQuery
from pyspark.sql.streaming.readwriter import DataStreamWriter

from golazo import messages
from golazo.storage import Place, names_in
from golazo.stream_config import StreamConfig


class MicroBatchQuery(Protocol):
    """A streaming query of the `stream` job."""

    name: str
    query: StreamingQuery

    def start(self) -> StreamingQuery:
        """Starts the query, or goes on where its checkpoint ends."""

    def finalise(self) -> Mapping[str, object]:
        """After the query has stopped: puts its results together from the committed micro-batches."""


@dataclass(frozen=True)
class Committed:
    """The last micro-batch that a query has finished for good."""

    batch_id: int
    offsets: Mapping[int, int]
    """Per partition of the events topic, the offset after the last record read."""


def events(spark: SparkSession, config: StreamConfig, name: str) -> DataFrame:
    """The events topic as a stream of raw records, for a query by its name."""
    raw = messages.read_topic(
        spark,
        config.bootstrap,
        config.topic("events"),
        streaming=True,
        max_offsets_per_trigger=config.max_offsets_per_trigger,
        options=config.kafka_options,
    )
    return raw.coalesce(config.tasks_of(name, spark.sparkContext.defaultParallelism))


def launch(writer: DataStreamWriter, name: str, config: StreamConfig) -> StreamingQuery:
    """Starts a query under its name, in a scheduler pool of its own, with its trigger."""
    writer._spark.sparkContext.setLocalProperty("spark.scheduler.pool", name)
    named = writer.queryName(name).option("checkpointLocation", str(config.checkpoint_of(name)))
    if config.available_now:
        return named.trigger(availableNow=True).start()
    return named.trigger(processingTime=f"{config.trigger_of(name)} milliseconds").start()


def committed(config: StreamConfig, name: str) -> Committed | None:
    """What a query's checkpoint says is done; None before the first micro-batch.

    Read from the checkpoint and not from the query's progress, because it is also right just after a restart.
    """
    log = config.checkpoint_of(name)
    done = [int(name) for name in names_in(log / "commits") if name.isdigit()]
    if not done:
        return None
    batch_id = max(done)
    return Committed(batch_id, _offsets(log / "offsets" / str(batch_id)))


def _offsets(path: Place) -> Mapping[int, int]:
    # Spark's offset log: version, metadata, then one line per source (here one, Kafka's offsets by topic).
    by_topic: dict[str, dict[str, int]] = json.loads(path.read_text(encoding="utf-8").splitlines()[2])
    return {int(partition): offset for one in by_topic.values() for partition, offset in one.items()}

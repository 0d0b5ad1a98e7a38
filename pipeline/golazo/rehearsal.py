"""The rehearsal: both queries play other matches, to other topics, before the replay begins.

A Java virtual machine runs code slowly until it has compiled it, and Spark generates and compiles code for
each new query. On two cores that takes the first half minute, during which a stream at full rate would only
pile up. So the very same queries first work through a few matches that do not count, on topics of their own,
which are deleted afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from golazo import contracts, kafka_sink, messages
from golazo.micro_batches import MicroBatchQuery
from golazo.storage import delete
from golazo.stream_config import StreamConfig

_PREFIX = "rehearsal-"
_RECORDS_PER_BATCH = 4096
"""About what a second of the stream brings at its default rate: micro-batches of the size that is to come."""

QueryFactory = Callable[[SparkSession, StreamConfig], MicroBatchQuery]


def rehearse(
    spark: SparkSession, config: StreamConfig, factories: Sequence[QueryFactory], messages_folder: Path
) -> None:
    """Plays the messages of a folder (`messages/*.jsonl`) through the queries, and leaves nothing of it.

    Raises InputError when the folder holds no messages, and what a query raises when one fails.
    """
    with staged(spark, config, messages_folder) as rehearsal:
        queries = [make(spark, rehearsal).start() for make in factories]
        for query in queries:
            query.awaitTermination()


@contextmanager
def staged(spark: SparkSession, config: StreamConfig, messages_folder: Path) -> Iterator[StreamConfig]:
    """Puts the messages of a folder on topics of their own; gives the settings for queries that read there.

    Topics and checkpoints are gone when the block ends. Raises InputError when the folder holds no messages.
    """
    stage = config.checkpoint / "rehearsal"
    rehearsal = replace(
        config,
        # Known matches are looked up: without them the queries would be other queries, whose code is compiled
        # anew when the replay begins.
        matches=None if config.matches is None else [*config.matches, *_matches(messages_folder)],
        checkpoint=stage,
        topic_prefix=_PREFIX,
        available_now=True,
        max_offsets_per_trigger=_RECORDS_PER_BATCH,
        console=False,
    )
    lines = messages.read_files(spark, messages_folder, config.storage)
    records = lines.select(F.get_json_object("value", "$.match_id").alias("key"), "value")
    admin = _admin(spark, rehearsal)
    try:
        _create_topics(spark, admin, rehearsal)
        kafka_sink.write(records, rehearsal.topic("events"), rehearsal)
        yield rehearsal
    finally:
        _delete_topics(spark, admin, rehearsal)
        admin.close()
        delete(stage)


def _matches(messages_folder: Path) -> list[int]:
    return [int(path.stem) for path in (messages_folder / "messages").glob("*.jsonl")]


def _admin(spark: SparkSession, config: StreamConfig) -> Any:  # noqa: ANN401 - a Java object
    jvm = spark._jvm
    assert jvm is not None
    settings = jvm.java.util.HashMap()
    settings.put("bootstrap.servers", config.bootstrap)
    for option, value in config.kafka_options.items():
        settings.put(option.removeprefix("kafka."), value)
    return jvm.org.apache.kafka.clients.admin.AdminClient.create(settings)


def _create_topics(spark: SparkSession, admin: Any, config: StreamConfig) -> None:  # noqa: ANN401
    jvm = spark._jvm
    assert jvm is not None
    wanted = jvm.java.util.ArrayList()
    optional = jvm.java.util.Optional
    for role, partitions in contracts.topic_partitions().items():
        name = config.topic(role)
        wanted.add(
            jvm.org.apache.kafka.clients.admin.NewTopic(name, optional.of(partitions), optional.empty())
        )
    admin.createTopics(wanted).all().get()


def _delete_topics(spark: SparkSession, admin: Any, config: StreamConfig) -> None:  # noqa: ANN401
    jvm = spark._jvm
    assert jvm is not None
    names = jvm.java.util.ArrayList()
    for role in contracts.topic_partitions():
        names.add(config.topic(role))
    admin.deleteTopics(names).all().get()

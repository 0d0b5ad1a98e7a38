"""What parsing costs alone.

Inside the queries it has no time of its own: reading, parsing and the first part of the aggregation are one
generated loop. So when the queries have ended, the same executors pass over a part of the topic with as many
tasks as `predict` has, reading it, and reading and parsing it, by turns. The difference is the parse.
"""

from __future__ import annotations

import json
import time
from statistics import median
from typing import Any

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from golazo import messages, topics
from golazo.stream_config import StreamConfig

_RECORDS = 32_768
"""About what a micro-batch of `stats` reads at the demo's rate, and some seconds of work for all passes."""
_PASSES = 3
_ENOUGH_SECONDS = 20.0
"""On a machine on which passes are slow there are fewer of them, but one."""

Offsets = dict[int, int]


def parse_cost(spark: SparkSession, config: StreamConfig) -> dict[str, Any]:
    """The part `parse` of a job report."""
    first, after_last = topics.offsets(spark, config, "events")
    most = _RECORDS // max(1, len(first))
    ends = {partition: min(after_last[partition], start + most) for partition, start in first.items()}
    records = sum(ends.values()) - sum(first.values())
    if records == 0:
        return {"measured": None, "not_measured": "nothing was on the topic"}
    # What Spark has to compile for it is compiled before.
    one_each = {partition: min(end, first[partition] + 1) for partition, end in ends.items()}
    for early in _passes(_part(spark, config, first, one_each), config):
        early.collect()
    started = time.monotonic()
    read_ms: list[float] = []
    parsed_ms: list[float] = []
    while len(read_ms) < _PASSES and (not read_ms or time.monotonic() - started < _ENOUGH_SECONDS):
        read, parsed = _passes(_part(spark, config, first, ends), config)
        read_ms.append(_milliseconds(read))
        parsed_ms.append(_milliseconds(parsed))
    measured = {
        "records": records,
        "read_ms": read_ms,
        "read_and_parse_ms": parsed_ms,
        "parse_ms": round(median(parsed_ms) - median(read_ms), 1),
    }
    return {"measured": measured, "not_measured": None}


def _part(spark: SparkSession, config: StreamConfig, first: Offsets, ends: Offsets) -> DataFrame:
    topic = config.topic("events")
    options = {
        **config.kafka_options,
        "startingOffsets": json.dumps({topic: first}),
        "endingOffsets": json.dumps({topic: ends}),
        # One group for all passes: executors keep its connections, and making them is not what is timed.
        "kafka.group.id": f"golazo-parse-cost-{spark.sparkContext.applicationId}",
    }
    raw = messages.read_topic(spark, config.bootstrap, topic, streaming=False, options=options)
    return raw.coalesce(config.tasks_of("predict", spark.sparkContext.defaultParallelism))


def _passes(raw: DataFrame, config: StreamConfig) -> tuple[DataFrame, DataFrame]:
    """One row each: of the records as they are, and of the events in them.

    New ones for every pass: collected again, a table would give what its shuffle has kept.
    """
    read = raw.agg(F.count("value"), F.sum(F.octet_length("value")))
    events = messages.parse(raw, config.matches)
    bad = F.count(F.when(F.col("bad"), True))
    return read, events.agg(bad, F.max("event_ts"), F.max(F.size("event.freeze_frame")))


def _milliseconds(table: DataFrame) -> float:
    # Planned before, in the driver: what counts is what the executors do.
    table._jdf.queryExecution().executedPlan()
    started = time.monotonic()
    table.collect()
    return round((time.monotonic() - started) * 1000, 1)

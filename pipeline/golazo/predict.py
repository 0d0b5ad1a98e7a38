"""The streaming query `predict`: live win probability to its topic and to Parquet."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.streaming.query import StreamingQuery
from pyspark.sql.types import StructType

from golazo import contracts, kafka_sink, messages, micro_batches
from golazo.atomic_folder import replacing
from golazo.corrections import Superseded, places, superseded_by, taken_away
from golazo.dead_letters import write_dead_letters
from golazo.evaluation import PROBABILITIES
from golazo.features import event_facts, one_by_one
from golazo.live_minutes import LiveMinutes
from golazo.metrics import distribution
from golazo.prepared_query import no_rows, plans_once
from golazo.served_model import ServedModel
from golazo.stream_config import StreamConfig

_KEY = ("match_id", "period", "minute")
_TEXTS = ("key", "value")

_TIMED_APART = 4
"""Every fourth micro-batch works out features and model one after the other and times each; the others work
them out in one go."""


class PredictQuery:
    """Win probabilities from the events topic: a row per match and minute, later ones replace earlier."""

    name = "predict"
    query: StreamingQuery

    def __init__(self, spark: SparkSession, config: StreamConfig, served: ServedModel | None = None) -> None:
        """Prepares the query; `start` starts it.

        Args:
            spark: the session.
            config: the job's settings.
            served: the model of `config.model`, where another query has loaded it already.

        Raises InputError when there is no usable model in `config.model`.
        """
        self._spark = spark
        self._config = config
        self._served = served or ServedModel(spark, config.model, config.storage)
        self._live = LiveMinutes(config.minutes_of(self.name), lambda raw: one_by_one(self._facts(raw)))
        self._corrections = {"superseded": 0, "not_found": 0}
        self._milliseconds: dict[str, list[float]] = {}
        # What no prediction waits for is done beside the work on it: one thread for both corrections and the
        # snapshot, which is kept when they are in it.
        self._beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="predict-snapshot")
        self._filing = ThreadPoolExecutor(max_workers=1, thread_name_prefix="predict-files")

    def start(self) -> StreamingQuery:
        """Starts the query, or goes on where its checkpoint ends."""
        # Raw records: what Spark's engine plans of a stream it plans anew in each micro-batch.
        raw = micro_batches.events(self._spark, self._config, self.name)
        if plans_once(self._spark):
            self._plan_ahead(raw.schema)
        self.query = micro_batches.launch(raw.writeStream.foreachBatch(self._play), self.name, self._config)
        return self.query

    def finalise(self) -> dict[str, Any]:
        """Writes `OUT/predictions/`, the last row of every match, period and minute.

        Returns `accounting` (per match, the events counted and the sum of their sequence numbers),
        `bad_records`, and the milliseconds of this process's micro-batches, step by step, with and without
        the model.
        """
        self._beside.shutdown()
        self._filing.shutdown()
        done = micro_batches.committed(self._config, self.name)
        accounting, bad = self._accounting(done.batch_id) if done else ({}, 0)
        return {
            "accounting": accounting,
            "bad_records": bad,
            "rows": self._compact(done.batch_id) if done else 0,
            "corrections": self._corrections,
            "step_ms": {step: distribution(values) for step, values in self._milliseconds.items()},
        }

    def _plan_ahead(self, records: StructType) -> None:
        """Plans what every micro-batch asks: the first ones would keep those behind them waiting."""
        minutes = self._live.snapshot_of(no_rows(self._spark, records))
        self._served.model.of(self._served.features.of(minutes))
        self._served.features_and_model.of(minutes)

    def _play(self, raw: DataFrame, batch: int) -> None:
        clock = _Stopwatch()
        self._live.add(raw, batch)
        corrected = self._beside.submit(self._take_notice, raw, batch)
        kept = self._beside.submit(self._live.keep, batch)
        clock.lap("state")
        known = self._predict(raw.sparkSession, batch, clock)
        if corrected.result():
            known = self._predict(raw.sparkSession, batch, clock)
        rows = _as_contract(known, time.time_ns() // 1_000_000)
        written = self._filing.submit(self._write_files, rows, batch)
        self._send(rows)
        # The micro-batch must not be committed before its files are there.
        kept.result()
        written.result()
        clock.lap("write")
        for step, milliseconds in clock.laps().items():
            self._milliseconds.setdefault(step, []).append(milliseconds)

    def _predict(self, session: SparkSession, batch: int, clock: _Stopwatch) -> DataFrame:
        """The states that the micro-batch changed, with their probabilities, in memory."""
        minutes = self._live.read(session, batch)
        if batch % _TIMED_APART == 0:
            # In memory in between, so that the model is timed alone; in one go both take less time.
            states = self._served.features.of(minutes)
            clock.lap("features")
            known = self._served.model.of(states)
            clock.lap("model")
        else:
            known = self._served.features_and_model.of(minutes)
            clock.lap("features_and_model")
        return known

    def _facts(self, raw: DataFrame) -> DataFrame:
        parsed = messages.parse(raw, self._config.matches)
        # The record itself is wanted of bad ones only: carrying every value along would cost more than the
        # features.
        texts = [F.when(F.col("bad"), F.col(name)).alias(name) for name in _TEXTS]
        return event_facts(parsed, F.col("bad"), *texts, F.col("partition"), F.col("offset"))

    def _take_notice(self, raw: DataFrame, batch: int) -> bool:
        """Sees to what is not a plain event in a micro-batch; says whether minutes were corrected."""
        news = self._live.news(batch)
        if news.bad:
            write_dead_letters(self._facts(raw), self._config)
        if news.corrected:
            self._correct(superseded_by(self._facts(raw)), batch)
        return news.corrected

    def _correct(self, superseded: Sequence[Superseded], batch: int) -> None:
        where, found = places(superseded, self._live.read(self._spark, batch)), 0
        if where:
            again = messages.read_again(
                self._spark,
                self._config.bootstrap,
                self._config.topic("events"),
                where,
                self._config.kafka_options,
            )
            facts = event_facts(messages.parse(again, self._config.matches))
            taken = taken_away(facts, superseded).localCheckpoint()
            self._live.add_more(taken, batch)
            found = taken.count()
        self._corrections["superseded"] += found
        wanted = {(one.match_id, one.sequence, one.event_id) for one in superseded}
        if missing := len(wanted) - found:
            self._corrections["not_found"] += missing
            print(
                f"golazo: {missing} of {len(wanted)} messages that corrections supersede are not on the topic"
                " under that number and id; nothing was taken away for them.",
                file=sys.stderr,
                flush=True,
            )

    def _send(self, rows: DataFrame) -> None:
        columns = contracts.properties("prediction")
        records = rows.select(
            F.concat_ws(":", *_KEY).alias("key"), kafka_sink.json(F.struct(*columns)).alias("value")
        )
        kafka_sink.write(records, self._config.topic("predictions"), self._config)

    def _write_files(self, rows: DataFrame, batch: int) -> None:
        # One folder per micro-batch, overwritten when it is tried again: each row is there exactly once.
        rows.write.mode("overwrite").parquet(str(self._config.batches_of(self.name) / f"batch={batch}"))

    def _accounting(self, batch: int) -> tuple[dict[str, dict[str, int]], int]:
        sums = ("events", "sequence_sum")
        table = (
            self._live.kept(self._spark, batch).groupBy("match_id").agg(*(F.sum(n).alias(n) for n in sums))
        )
        rows = table.orderBy("match_id").collect()
        matches = {
            str(row["match_id"]): {name: row[name] for name in sums}
            for row in rows
            if row["match_id"] is not None
        }
        return matches, sum(row["events"] for row in rows if row["match_id"] is None)

    def _compact(self, batch: int) -> int:
        written = self._spark.read.parquet(str(self._config.batches_of(self.name))).where(
            F.col("batch") <= batch
        )
        columns = [name for name in contracts.properties("prediction") if name not in _KEY]
        newest = F.max(F.struct("batch", *columns)).alias("newest")
        rows = written.groupBy(*_KEY).agg(newest).select(*_KEY, "newest.*").drop("batch").persist()
        with (
            replacing(self._config.out / "predictions") as folder,
            self._config.storage.filling(folder) as place,
        ):
            rows.orderBy(*_KEY).coalesce(1).write.mode("overwrite").parquet(place)
        count = rows.count()
        rows.unpersist()
        return count


def _as_contract(known: DataFrame, now_ms: int) -> DataFrame:
    # As a decimal, which generated code is handed; a plain number would be compiled into it, anew in each
    # micro-batch. (Asking Java for the time with each row is no plan for a GPU.)
    latency = F.lit(Decimal(now_ms)) - F.col("produced_at").cast("decimal(19,0)")
    return known.select(
        *_KEY,
        "event_time",
        *PROBABILITIES,
        "produced_at",
        (F.col("produced_at") + latency.cast("long")).alias("predicted_at"),
        latency.cast("long").alias("latency_ms"),
    )


class _Stopwatch:
    def __init__(self) -> None:
        self._started = self._lap_started = time.monotonic()
        self._laps: dict[str, float] = {}

    def lap(self, step: str) -> None:
        now = time.monotonic()
        self._laps[step] = self._laps.get(step, 0.0) + (now - self._lap_started) * 1000
        self._lap_started = now

    def laps(self) -> dict[str, float]:
        """Milliseconds of each step, of all, and, where the model was timed alone, of all but the model."""
        total = sum(self._laps.values())
        if "model" not in self._laps:
            return {**self._laps, "total": total}
        apart = {"with_model": total, "without_model": total - self._laps["model"]}
        return {**self._laps, "total": total, **apart}

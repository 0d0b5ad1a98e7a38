"""The streaming query `predict`: live win probability to its topic and to Parquet."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.streaming.query import StreamingQuery

from golazo import contracts, kafka_sink, messages, micro_batches, model
from golazo.atomic_folder import replacing
from golazo.dead_letters import write_dead_letters
from golazo.evaluation import PROBABILITIES
from golazo.features import event_facts, one_by_one
from golazo.game_state import game_states
from golazo.live_minutes import LiveMinutes
from golazo.metrics import distribution
from golazo.stream_config import StreamConfig

_KEY = ("match_id", "period", "minute")
_RAW_COLUMNS = ("key", "value", "partition", "offset")


class PredictQuery:
    """Win probabilities from the events topic: a row per match and minute, later ones replace earlier."""

    name = "predict"
    query: StreamingQuery

    def __init__(self, spark: SparkSession, config: StreamConfig) -> None:
        """Prepares the query; `start` starts it.

        Raises InputError when there is no usable model in `config.model`.
        """
        self._spark = spark
        self._config = config
        self._predictor = model.Predictor(model.load(config.model, config.storage)[0])
        self._live = LiveMinutes(config.minutes_of(self.name))
        self._milliseconds: dict[str, list[float]] = {}
        # Files that no prediction waits for are written beside the work on it.
        self._beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="predict-files")

    def start(self) -> StreamingQuery:
        """Starts the query, or goes on where its checkpoint ends."""
        raw = micro_batches.events(self._spark, self._config, self.name)
        parsed = messages.parse(raw, self._config.matches)
        # The record itself is wanted of bad ones only: carrying every value along would cost more than the
        # features.
        kept = [F.when(F.col("bad"), F.col(name)).alias(name) for name in _RAW_COLUMNS]
        facts = event_facts(parsed, F.col("bad"), *kept)
        self.query = micro_batches.launch(facts.writeStream.foreachBatch(self._play), self.name, self._config)
        return self.query

    def finalise(self) -> dict[str, Any]:
        """Writes `OUT/predictions/`, the last row of every match, period and minute.

        Returns `accounting` (per match, the events counted and the sum of their sequence numbers),
        `bad_records`, and the milliseconds of this process's micro-batches, step by step, with and without
        the model.
        """
        self._beside.shutdown()
        done = micro_batches.committed(self._config, self.name)
        accounting, bad = self._accounting(done.batch_id) if done else ({}, 0)
        return {
            "accounting": accounting,
            "bad_records": bad,
            "rows": self._compact(done.batch_id) if done else 0,
            "step_ms": {step: distribution(values) for step, values in self._milliseconds.items()},
        }

    def _play(self, facts: DataFrame, batch: int) -> None:
        clock = _Stopwatch()
        self._live.add(one_by_one(facts), batch)
        kept = self._beside.submit(self._keep, facts, batch)
        clock.lap("state")
        # Checkpointed locally so that each step is computed once, and timed alone.
        changed = self._live.read(facts.sparkSession, batch)
        states = game_states(changed).where(F.col("touched") == 1).localCheckpoint()
        clock.lap("features")
        known = self._predictor.predict(states).localCheckpoint()
        rows = _as_contract(known, time.time_ns() // 1_000_000)
        clock.lap("model")
        written = self._beside.submit(self._write_files, rows, batch)
        self._send(rows)
        # The micro-batch must not be committed before its files are there.
        kept.result()
        written.result()
        self._live.let_go()
        clock.lap("write")
        for step, milliseconds in clock.laps().items():
            self._milliseconds.setdefault(step, []).append(milliseconds)

    def _keep(self, facts: DataFrame, batch: int) -> None:
        if self._live.keep(batch):
            write_dead_letters(facts, self._config)

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
            self._live.read(self._spark, batch).groupBy("match_id").agg(*(F.sum(n).alias(n) for n in sums))
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
        self._laps[step] = (now - self._lap_started) * 1000
        self._lap_started = now

    def laps(self) -> dict[str, float]:
        """Milliseconds of each step, of all, and of all but the model."""
        total = sum(self._laps.values())
        return {**self._laps, "with_model": total, "without_model": total - self._laps["model"]}

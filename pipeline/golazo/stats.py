"""The streaming query `stats`: window statistics to the console, to their topic and to Parquet."""

from __future__ import annotations

import sys
import time

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.streaming.query import StreamingQuery

from golazo import contracts, kafka_sink, messages, micro_batches
from golazo.atomic_folder import replacing
from golazo.stream_config import StreamConfig
from golazo.window_statistics import SEQUENCE_SUM, window_statistics

WATERMARK = "3 hours"
"""How long a window stays open after the newest event, on the replay's clock.

A replay's matches play at the same time and partitions hold them in order, but partitions may be read
unevenly: while one is far ahead, the watermark moves with it. A match with extra time and penalties lasts
under three hours on the clock, so even a partition that is a whole match behind loses nothing. It is cheap: a
match keeps about 180 rows, and those of finished matches are let go.
"""

_KEY = ("match_id", "team_id", "window_start")
_CONSOLE_SECONDS = 5.0
_CONSOLE_ROWS = 6


class StatsQuery:
    """Window statistics of the events topic: a row per match, team and minute, later ones replace earlier."""

    name = "stats"
    query: StreamingQuery

    def __init__(self, spark: SparkSession, config: StreamConfig) -> None:
        """Prepares the query; `start` starts it."""
        self._spark = spark
        self._config = config
        self._printed_at = 0.0

    def start(self) -> StreamingQuery:
        """Starts the query, or goes on where its checkpoint ends."""
        raw = micro_batches.events(self._spark, self._config, self.name)
        parsed = messages.parse(raw, self._config.matches)
        rows = window_statistics(parsed, WATERMARK)
        writer = rows.writeStream.outputMode("update").foreachBatch(self._write)
        self.query = micro_batches.launch(writer, self.name, self._config)
        return self.query

    def finalise(self) -> dict[str, object]:
        """Writes `OUT/window-stats/`, the last row of every match, team and window, and counts the events.

        Returns `accounting`: per match, the events counted and the sum of their sequence numbers.
        """
        rows = self._last_rows()
        if rows is None:
            return {"accounting": {}, "rows": 0}
        rows = rows.persist()
        columns = contracts.properties("window-statistics")
        ordered = rows.select(*columns).orderBy("match_id", "window_start", "team_id").coalesce(1)
        with (
            replacing(self._config.out / "window-stats") as folder,
            self._config.storage.filling(folder) as written,
        ):
            ordered.write.mode("overwrite").parquet(written)
        matches = rows.groupBy("match_id").agg(
            F.sum("events").alias("events"), F.sum(SEQUENCE_SUM).alias(SEQUENCE_SUM)
        )
        accounting = {
            str(row["match_id"]): {"events": row["events"], SEQUENCE_SUM: row[SEQUENCE_SUM]}
            for row in matches.orderBy("match_id").collect()
        }
        count = rows.count()
        rows.unpersist()
        return {"accounting": accounting, "rows": count}

    def _last_rows(self) -> DataFrame | None:
        done = micro_batches.committed(self._config, self.name)
        folder = self._config.batches_of(self.name)
        if done is None or not folder.exists():
            return None
        written = self._spark.read.parquet(str(folder)).where(F.col("batch") <= done.batch_id)
        others = [column for column in written.columns if column not in _KEY]
        newest = F.max(F.struct("batch", *(one for one in others if one != "batch"))).alias("newest")
        return written.groupBy(*_KEY).agg(newest).select(*_KEY, "newest.*").drop("batch")

    def _write(self, rows: DataFrame, batch_id: int) -> None:
        rows.persist()
        try:
            columns = contracts.properties("window-statistics")
            key = F.concat_ws(":", "match_id", "team_id", F.date_format("window_start", kafka_sink.ISO_TIME))
            records = rows.select(key.alias("key"), kafka_sink.json(F.struct(*columns)).alias("value"))
            kafka_sink.write(records, self._config.topic("windowStatistics"), self._config)
            # One folder per micro-batch, overwritten when it is tried again: each row is there exactly once.
            folder = self._config.batches_of(self.name) / f"batch={batch_id}"
            rows.coalesce(1).write.mode("overwrite").parquet(str(folder))
            self._print(rows)
        finally:
            rows.unpersist()

    def _print(self, rows: DataFrame) -> None:
        if not self._config.console or time.monotonic() - self._printed_at < _CONSOLE_SECONDS:
            return
        self._printed_at = time.monotonic()
        minute = F.date_format("window_start", "yyyy-MM-dd HH:mm").alias("minute")
        newest = (
            rows.orderBy(F.desc("window_start"), "match_id", "team_id")
            .limit(_CONSOLE_ROWS)
            .select("*", minute)
        )
        heads = ("match", "team", "minute", "events", "passes", "mean pass", "poss.")
        lines = ["{:>10} {:>6} {:<16} {:>6} {:>6} {:>10} {:>6}".format(*heads)]
        for row in newest.collect():
            length = "-" if row["pass_length_mean"] is None else f"{row['pass_length_mean']:.1f} yd"
            lines.append(
                f"{row['match_id']:>10} {row['team_id']:>6} {row['minute']} {row['events']:>6} "
                f"{row['passes']:>6} {length:>10} {row['possession_share']:>6.0%}"
            )
        print("\n".join(lines), file=sys.stdout, flush=True)

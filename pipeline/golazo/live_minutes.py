"""The minutes of live matches, kept as one Parquet snapshot per micro-batch beside the checkpoint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from py4j.protocol import Py4JJavaError
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F

from golazo.columns import Columns
from golazo.features import CORRECTED, MINUTES, add_up
from golazo.game_state import EARLIER
from golazo.prepared_query import Asked, Query, no_rows, prepared
from golazo.storage import Place, delete

_HOUR_SECONDS = 60 * 60

LET_GO_AFTER_SECONDS = 3 * _HOUR_SECONDS
"""Minutes this much older than the newest event, on the replay's clock, are added up into one row per match.
A match with extra time lasts less, so this shortens finished matches to one row; a match that is still being
read, because its partition lags, keeps its score and totals."""

_KEPT = 3
"""Snapshots kept: the last micro-batch may be tried again from the one before it; one more to look back."""


@dataclass(frozen=True)
class News:
    """What is in a micro-batch beside plain events."""

    bad: bool
    """Bad records."""
    corrected: bool
    """Corrections of earlier events."""


class LiveMinutes:
    """What every match adds up to so far. Snapshot N is snapshot N-1 with the minutes of micro-batch N added.

    A micro-batch that is tried again starts from the same snapshot and replaces its own, so each event counts
    once.
    """

    def __init__(self, folder: Place, measures: Query = lambda events: events) -> None:
        """Begins, or goes on where the snapshots end.

        Args:
            folder: holds the snapshots; it belongs to one checkpoint and must not outlive it.
            measures: makes a table of minutes (`one_by_one`) of what `add` is given.
        """
        self._folder = folder
        self._measures = measures
        self._newest_event_s: int | None = None
        self._in_memory: tuple[int, DataFrame] | None = None
        self._let_go_before: int | None = None
        self._adding: Asked | None = None

    def snapshot_of(self, events: DataFrame) -> DataFrame:
        """The snapshot if these events were all; `events` as `add` takes them.

        Without rows it is a way to have planned what `add` asks before a micro-batch waits for it.
        """
        session = events.sparkSession
        return self._prepared(session).of(events, no_rows(session, MINUTES))

    def add(self, events: DataFrame, batch: int) -> None:
        """Adds the events of a micro-batch.

        The snapshot is in memory then; `keep` writes it, which can go on beside the work that `read` is for.

        Args:
            events: a table that a prepared query can read (`Asked`).
            batch: number of the micro-batch.
        """
        table = self.snapshot_of(events) if batch == 0 else self._added_to(events, batch - 1)
        self._in_memory = (batch, table)

    def _added_to(self, events: DataFrame, batch: int) -> DataFrame:
        session = events.sparkSession
        adding = self._prepared(session)
        held = self._held(batch)
        if held is not None:
            try:
                return adding.of(events, self._shortened(held))
            except Py4JJavaError:
                # An executor that died has taken the snapshot along. If that was not it, it fails again.
                self._in_memory = None
        return adding.of(events, self.kept(session, batch).localCheckpoint())

    def _prepared(self, session: SparkSession) -> Asked:
        if self._adding is None:

            def added(events: DataFrame, snapshot: DataFrame) -> DataFrame:
                return add_up(self._measures(events), _carried().of(snapshot)).coalesce(1)

            self._adding = prepared(session, added, interpreted=True)
        return self._adding

    def _shortened(self, snapshot: DataFrame) -> DataFrame:
        # Once an hour, and not in the query that adds, which would be another one then. Unknown just after a
        # restart: then the next micro-batch shortens.
        newest = self._newest_event_s
        before = None if newest is None else newest // _HOUR_SECONDS * _HOUR_SECONDS - LET_GO_AFTER_SECONDS
        if before is None or before == self._let_go_before:
            return snapshot
        shortened = _let_go(before).of(snapshot).localCheckpoint()
        self._let_go_before = before
        return shortened

    def add_more(self, minutes: DataFrame, batch: int) -> None:
        """Adds to the snapshot that `add` made."""
        table = self._added(batch)
        self._in_memory = (batch, add_up(table, minutes).coalesce(1).localCheckpoint())

    def news(self, batch: int) -> News:
        """What is to be known of the micro-batch that `add` added."""
        # Asked of the rows in memory, beside the predictions. To observe it in passing would cost no
        # query, but NVIDIA's planner fails on that: https://github.com/NVIDIA/spark-rapids/issues/14152.
        # They are in one partition, which Spark does not know: it would add up one row in a second stage.
        seen = _news().of(self._added(batch).coalesce(1)).collect()[0]
        self._newest_event_s = seen["newest"]
        return News(bad=bool(seen["bad"]), corrected=bool(seen["corrected"]))

    def keep(self, batch: int) -> None:
        """Writes the snapshot that `add` made; a micro-batch must not end before this has."""
        self._added(batch).write.mode("overwrite").parquet(str(self._path(batch)))
        self._forget(batch - _KEPT)

    def _held(self, batch: int) -> DataFrame | None:
        """The snapshot of a micro-batch, if it is the one in memory."""
        return self._in_memory[1] if self._in_memory is not None and self._in_memory[0] == batch else None

    def _added(self, batch: int) -> DataFrame:
        held = self._held(batch)
        if held is None:
            raise ValueError(f"micro-batch {batch} was not added")
        return held

    def read(self, session: SparkSession, batch: int) -> DataFrame:
        """The snapshot of a micro-batch (`MINUTES`), from memory where it still is there.

        Raises FileNotFoundError when it is not complete."""
        held = self._held(batch)
        return held if held is not None else self.kept(session, batch)

    def kept(self, session: SparkSession, batch: int) -> DataFrame:
        """The snapshot of a micro-batch as `keep` wrote it; raises FileNotFoundError when it is not there."""
        path = self._path(batch)
        if not (path / "_SUCCESS").exists():
            raise FileNotFoundError(
                f"the minutes of micro-batch {batch} are missing in {self._folder}: "
                "the checkpoint is not whole. Start again with an empty one."
            )
        return session.read.schema(MINUTES).parquet(str(path)).coalesce(1)

    def _path(self, batch: int) -> Place:
        return self._folder / f"batch={batch}"

    def _forget(self, batch: int) -> None:
        delete(self._path(batch))


@cache
def _news() -> Columns:
    touched = F.col("touched")
    return Columns(
        F.max("last_event_time").cast("long").alias("newest"),
        F.max(F.col("match_id").isNull() & (touched > 0)).alias("bad"),
        F.max(touched == CORRECTED).alias("corrected"),
    )


@cache
def _carried() -> Columns:
    return _minutes_with({"touched": F.lit(0).cast("long")})


def _let_go(before: int) -> Columns:
    old = F.col("last_event_time").cast("long") < before
    period = F.when(old & (F.col("period") < 5), EARLIER).otherwise(F.col("period"))
    return _minutes_with({"period": period, "minute": F.when(old, 0).otherwise(F.col("minute"))})


def _minutes_with(changed: Mapping[str, Column]) -> Columns:
    return Columns(*(changed.get(name, F.col(name)).alias(name) for name in MINUTES.names))

from __future__ import annotations

from pathlib import Path

from made_events import AWAY, HOME, event, raw
from pyspark.sql import SparkSession

from golazo import contracts
from golazo.messages import parse
from golazo.stats import StatsQuery
from golazo.stream_config import StreamConfig
from golazo.window_statistics import window_statistics

PRESSURE = 17


def _commit(config: StreamConfig, batch: int) -> None:
    """Says in the checkpoint, as Spark does, that a micro-batch is done."""
    for log, text in (("offsets", 'v1\n{}\n{"statsbomb-360-events":{"0":10}}'), ("commits", "v1\n{}")):
        folder = config.checkpoint_of("stats") / log
        folder.mkdir(parents=True, exist_ok=True)
        (folder / str(batch)).write_text(text)


def test_only_the_last_row_of_a_window_counts_and_only_of_committed_batches(
    spark: SparkSession, tmp_path: Path
) -> None:
    # GIVEN a window that grew from one micro-batch to the next, and a third batch that was never committed
    config = StreamConfig("none", None, tmp_path / "out", tmp_path / "checkpoint", tmp_path)
    events = [event(PRESSURE, team, sequence=at) for at, team in enumerate((HOME, HOME, AWAY, HOME))]
    for batch, seen in enumerate((1, 3, 4)):
        rows = window_statistics(parse(raw(spark, *events[:seen]), None))
        rows.coalesce(1).write.parquet(str(config.batches_of("stats") / f"batch={batch}"))
    _commit(config, 0)
    _commit(config, 1)
    # WHEN the results are put together
    told = StatsQuery(spark, config).finalise()
    # THEN the table has one row per team, as of the second batch, in the contract's columns
    table = spark.read.parquet(str(tmp_path / "out" / "window-stats"))
    assert {(row["team_id"], row["events"]) for row in table.collect()} == {(HOME, 2), (AWAY, 1)}
    assert table.columns == list(contracts.properties("window-statistics"))
    assert told == {"accounting": {"7": {"events": 3, "sequence_sum": 3}}, "rows": 2}


def test_a_query_that_read_nothing_has_counted_nothing(spark: SparkSession, tmp_path: Path) -> None:
    config = StreamConfig("none", None, tmp_path / "out", tmp_path / "checkpoint", tmp_path)
    assert StatsQuery(spark, config).finalise() == {"accounting": {}, "rows": 0}

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import made_events as made
import pytest
import real_matches
from made_events import event
from pyspark.sql import DataFrame, SparkSession

from golazo.features import add_up, event_facts, one_by_one
from golazo.game_state import STATE_COLUMNS, game_states
from golazo.live_minutes import LiveMinutes
from golazo.messages import parse
from golazo.prepared_query import no_rows

COMPARED = [name for name in STATE_COLUMNS if name != "touched"]


def table(spark: SparkSession, events: Sequence[dict[str, Any] | str]) -> DataFrame:
    return one_by_one(event_facts(parse(made.raw(spark, *events), None))).localCheckpoint()


def add(live: LiveMinutes, events: DataFrame, batch: int) -> bool:
    live.add(events, batch)
    news = live.news(batch)
    live.keep(batch)
    return news.bad


def states(live: LiveMinutes, spark: SparkSession, batch: int) -> set[tuple[Any, ...]]:
    return {tuple(row) for row in game_states(live.read(spark, batch)).select(COMPARED).collect()}


def test_real_matches_played_in_micro_batches_have_the_states_of_the_whole_matches(
    spark: SparkSession, tmp_path: Path
) -> None:
    real_matches.need_real_data()
    # GIVEN two real matches cut into micro-batches of very different size, some cut in the middle of a minute
    events = real_matches.at_once()
    bounds = [0, 7, 2403, 2404, 6000, len(events)]
    live = LiveMinutes(tmp_path / "minutes")
    # WHEN they come one after the other
    for batch, (start, end) in enumerate(pairwise(bounds)):
        add(live, table(spark, events[start:end]), batch)
    # THEN every state is exactly what it is when the matches are read at once
    whole = game_states(add_up(table(spark, events))).select(COMPARED).collect()
    assert {row["match_id"] for row in whole} == set(real_matches.REAL_MATCHES)
    assert len(whole) > 180
    assert states(live, spark, len(bounds) - 2) == {tuple(row) for row in whole}


def test_a_micro_batch_that_is_tried_again_counts_each_event_once(
    spark: SparkSession, tmp_path: Path
) -> None:
    events = [event(43, minute=minute) for minute in range(4)]
    first = LiveMinutes(tmp_path / "minutes")
    add(first, table(spark, events[:2]), 0)
    add(first, table(spark, events[2:]), 1)
    # WHEN the process is gone and a new one tries the last micro-batch again
    again = LiveMinutes(tmp_path / "minutes")
    add(again, table(spark, events[2:]), 1)
    assert sum(row["events"] for row in again.read(spark, 1).collect()) == 4


def test_planning_ahead_counts_nothing(spark: SparkSession, tmp_path: Path) -> None:
    events = table(spark, [event(43), event(43, minute=1)])
    live = LiveMinutes(tmp_path / "minutes")
    # GIVEN a query that was planned with events, and one without
    assert live.snapshot_of(no_rows(spark, events.schema)).count() == 0
    assert live.snapshot_of(events).count() == 2
    # WHEN the first micro-batch comes
    add(live, events, 0)
    assert sum(row["events"] for row in live.read(spark, 0).collect()) == 2


def test_a_snapshot_that_was_lost_with_its_executor_is_read_again(
    spark: SparkSession, tmp_path: Path
) -> None:
    live = LiveMinutes(tmp_path / "minutes")
    add(live, table(spark, [event(43), event(43, minute=1)]), 0)
    newer = table(spark, [event(43, minute=2)])
    # GIVEN nothing is left in memory of the snapshot
    live.read(spark, 0)._jdf.queryExecution().sparkPlan().rdd().unpersist(True)
    # WHEN the next micro-batch comes
    add(live, newer, 1)
    assert sum(row["events"] for row in live.read(spark, 1).collect()) == 3


def test_only_minutes_from_the_first_changed_one_on_are_predicted_again(
    spark: SparkSession, tmp_path: Path
) -> None:
    live = LiveMinutes(tmp_path / "minutes")
    add(live, table(spark, [event(43, minute=minute) for minute in (1, 2, 3)]), 0)
    add(live, table(spark, [event(43, minute=2)]), 1)
    changed = game_states(live.read(spark, 1)).where("touched = 1").select("minute").collect()
    assert sorted(row["minute"] for row in changed) == [2, 3]


def test_bad_records_are_noticed_in_the_micro_batch_they_come_in_and_stay_counted(
    spark: SparkSession, tmp_path: Path
) -> None:
    live = LiveMinutes(tmp_path / "minutes")
    assert add(live, table(spark, [event(43), "nonsense"]), 0) is True
    assert add(live, table(spark, [event(43)]), 1) is False
    assert [row["events"] for row in live.read(spark, 1).where("match_id is null").collect()] == [1]


def test_a_finished_match_is_let_go_but_stays_accounted_for(spark: SparkSession, tmp_path: Path) -> None:
    # GIVEN a match, and five hours later on the replay's clock another one
    early = [event(43, minute=minute, match=7) for minute in (1, 2, 3)]
    late = [event(43, match=8, event_time="2024-01-01T17:30:00.000Z")]
    live = LiveMinutes(tmp_path / "minutes")
    for batch, events in enumerate([early, late, late]):
        add(live, table(spark, events), batch)
    # THEN one row is left of the first, with all its events
    rows = live.read(spark, 2).collect()
    assert sorted((row["match_id"], row["period"], row["events"]) for row in rows) == [(7, 0, 3), (8, 1, 2)]
    assert {row["match_id"] for row in game_states(live.read(spark, 2)).collect()} == {8}


def test_a_match_read_late_keeps_its_score_when_its_first_minutes_are_let_go(
    spark: SparkSession, tmp_path: Path
) -> None:
    goal = event(25, minute=1, match=7)
    ahead = event(43, match=8, event_time="2024-01-01T16:30:00.000Z")
    behind = event(43, minute=80, period=2, match=7)
    live = LiveMinutes(tmp_path / "minutes")
    for batch, one in enumerate([goal, ahead, behind]):
        add(live, table(spark, [one]), batch)
    state = game_states(live.read(spark, 2)).where("match_id = 7").collect()
    assert [(row["minute"], row["home_goals"]) for row in state] == [(80, 1)]


def test_a_checkpoint_without_its_minutes_is_refused_with_what_to_do(
    spark: SparkSession, tmp_path: Path
) -> None:
    with pytest.raises(FileNotFoundError, match="Start again with an empty one"):
        LiveMinutes(tmp_path / "minutes").add(table(spark, [event(43)]), 5)


def test_old_snapshots_are_removed(spark: SparkSession, tmp_path: Path) -> None:
    live = LiveMinutes(tmp_path / "minutes")
    for batch in range(5):
        add(live, table(spark, [event(43)]), batch)
    assert sorted(path.name for path in (tmp_path / "minutes").iterdir()) == ["batch=2", "batch=3", "batch=4"]


def test_only_what_was_added_can_be_kept(spark: SparkSession, tmp_path: Path) -> None:
    live = LiveMinutes(tmp_path / "minutes")
    live.add(table(spark, [event(43)]), 0)
    with pytest.raises(ValueError, match="micro-batch 1 was not added"):
        live.keep(1)


def test_a_snapshot_that_was_added_but_not_kept_does_not_outlive_its_process(
    spark: SparkSession, tmp_path: Path
) -> None:
    LiveMinutes(tmp_path / "minutes").add(table(spark, [event(43)]), 0)
    with pytest.raises(FileNotFoundError, match="minutes of micro-batch 0 are missing"):
        LiveMinutes(tmp_path / "minutes").read(spark, 0)

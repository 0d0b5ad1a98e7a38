from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import window_oracle
from made_events import AWAY, HOME, event, raw
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from real_matches import BARCELONA_GIRONA, REAL_MATCHES, TURKEY_ITALY, messages, need_real_data

from golazo import contracts
from golazo.messages import parse
from golazo.stats import WATERMARK
from golazo.window_statistics import SEQUENCE_SUM, window_statistics

PASS, CARRY, PRESSURE = 30, 43, 17
Windows = dict[tuple[int, int, str], dict[str, Any]]


def _windows(rows: DataFrame) -> Windows:
    times = [F.date_format(name, "yyyy-MM-dd'T'HH:mm").alias(name) for name in ("window_start", "window_end")]
    others = [name for name in rows.columns if not name.startswith("window_")]
    told = rows.select(*others, *times).collect()
    assert len({(row["match_id"], row["team_id"], row["window_start"]) for row in told}) == len(told)
    return {(row["match_id"], row["team_id"], row["window_start"]): row.asDict() for row in told}


def _assert_same(found: Windows, expected: Windows) -> None:
    assert found.keys() == expected.keys()
    for key, wanted in expected.items():
        row = found[key]
        for name, value in wanted.items():
            if name.startswith("window_"):
                assert row[name] == value.strftime("%Y-%m-%dT%H:%M"), (key, name)
            else:
                assert row[name] == (value if value is None else pytest.approx(value, rel=1e-9, abs=1e-9)), (
                    key,
                    name,
                )


def test_a_minute_made_by_hand_has_the_numbers_worked_out_by_hand(spark: SparkSession) -> None:
    # GIVEN three passes and a carry of the home team, one pressure of the away team, and a later minute
    passes = [
        {"length": 10.0, "end_location": [20.0, 40.0]},
        {"length": 20.0, "end_location": [20.0, 40.0], "outcome": {"id": 9}},
        {"length": 60.0, "end_location": [20.0, 40.0]},
    ]
    events = [event(PASS, HOME, minute=10, location=[10.0, 40.0], **{"pass": one}) for one in passes]
    events += [
        event(CARRY, HOME, minute=10, location=[30.0, 40.0], carry={"end_location": [33.0, 44.0]}),
        event(PRESSURE, AWAY, minute=10, possession_team={"id": HOME}),
        event(PASS, AWAY, minute=11, location=[1.0, 2.0], **{"pass": {"length": 5.0}}),
    ]
    # WHEN the windows are computed
    found = _windows(window_statistics(parse(raw(spark, *events), None)))
    # THEN the home team's minute says what happened
    home = found[7, HOME, "2024-01-01T12:10"]
    assert (home["events"], home["passes"], home["passes_completed"]) == (4, 3, 2)
    lengths = [home[f"pass_length_{figure}"] for figure in ("min", "max", "mean", "variance")]
    assert lengths == pytest.approx([10.0, 60.0, 30.0, 700.0])
    assert (home["carry_distance_mean"], home["carry_distance_variance"]) == (5.0, None)
    assert (home["x_mean"], home["x_variance"], home["possession_share"]) == (15.0, 100.0, 1.0)
    # AND the away team's has no place and no possession, and its next minute stands alone
    away = found[7, AWAY, "2024-01-01T12:10"]
    assert (away["events"], away["x_min"], away["x_mean"], away["possession_share"]) == (1, None, None, 0.0)
    assert found.keys() == {
        (7, HOME, "2024-01-01T12:10"),
        (7, AWAY, "2024-01-01T12:10"),
        (7, AWAY, "2024-01-01T12:11"),
    }


def test_bad_records_are_in_no_window(spark: SparkSession) -> None:
    events = [event(PRESSURE), "not JSON", event(PRESSURE, team=99)]
    found = _windows(window_statistics(parse(raw(spark, *events), None)))
    assert [row["events"] for row in found.values()] == [1]


def test_the_columns_are_the_contracts(spark: SparkSession) -> None:
    rows = window_statistics(parse(raw(spark, event(PRESSURE)), None))
    assert rows.columns == [*contracts.properties("window-statistics"), SEQUENCE_SUM]


def test_a_real_match_gives_what_plain_python_gives(spark: SparkSession) -> None:
    need_real_data()
    # GIVEN both real matches, one of them without 360 frames
    events = [message for match in REAL_MATCHES for message in messages(match)]
    # WHEN the windows are computed by Spark, and from the JSON by other code
    found = _windows(window_statistics(parse(raw(spark, *events), REAL_MATCHES)))
    # THEN they are the same, and every event is in exactly one
    _assert_same(found, window_oracle.windows(events))
    for match, count in ((TURKEY_ITALY, 3803), (BARCELONA_GIRONA, 4027)):
        own = [row for (match_id, _, _), row in found.items() if match_id == match]
        assert sum(row["events"] for row in own) == count
        assert sum(row[SEQUENCE_SUM] for row in own) == count * (count - 1) // 2


def _write_parts(events: list[dict[str, Any]], folder: Path, parts: int) -> None:
    folder.mkdir()
    for part in range(parts):
        chosen: Iterable[dict[str, Any]] = events[part::parts]
        (folder / f"{part}.json").write_text("\n".join(json.dumps(one) for one in chosen) + "\n")


def test_a_stream_gives_the_windows_of_the_batch_to_the_last_bit(spark: SparkSession, tmp_path: Path) -> None:
    need_real_data()
    # GIVEN a match whose events come in five files, each micro-batch one file with a fifth of every minute
    events = messages(TURKEY_ITALY)
    _write_parts(events, tmp_path / "in", parts=5)
    source = spark.readStream.format("text").option("maxFilesPerTrigger", 1).load(str(tmp_path / "in"))
    rows = window_statistics(parse(source, [TURKEY_ITALY]), WATERMARK)
    seen: Windows = {}
    # WHEN they are streamed, and a later row replaces the earlier one
    query = (
        rows.writeStream.outputMode("update")
        .foreachBatch(lambda batch, _: seen.update(_windows(batch)))
        .option("checkpointLocation", str(tmp_path / "checkpoint"))
        .trigger(availableNow=True)
        .start()
    )
    query.awaitTermination()
    # THEN what is left is exactly what a batch over all of them gives
    assert len(query.recentProgress) >= 5
    assert seen == _windows(window_statistics(parse(raw(spark, *events), [TURKEY_ITALY])))

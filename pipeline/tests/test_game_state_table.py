from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from made_table import rows_of_table, write_table
from pyspark.sql import DataFrame, SparkSession

from golazo import game_state_table
from golazo.errors import InputError
from golazo.forest_inputs import FEATURES
from golazo.storage import SHARED_FOLDERS
from golazo.strength import FEATURES as STRENGTH


def read(spark: SparkSession, file: Path, scratch: Path) -> tuple[DataFrame, dict[str, int]]:
    return game_state_table.read(spark, file, scratch, SHARED_FOLDERS)


def changed(change: dict[str, Any], match: int = 103) -> list[dict[str, Any]]:
    return [row | (change if row["match_id"] == match else {}) for row in rows_of_table()]


def test_columns_become_features_and_absent_ones_are_null(spark: SparkSession, tmp_path: Path) -> None:
    rows = [{k: v for k, v in row.items() if not k.startswith("shots_")} for row in rows_of_table(9)]
    table, left_out = read(spark, write_table(tmp_path / "table.csv.gz", rows), tmp_path)
    assert left_out == {}
    assert set(FEATURES) - set(table.columns) == set(STRENGTH)
    found = {(row["match_id"], row["minute"]): row for row in table.collect()}
    assert len(found) == len(rows)
    for row in rows:
        state = found[row["match_id"], row["minute"]]
        assert state["score_difference"] == row["gh"] - row["ga"]
        assert state["pass_share_recent"] == row["pass_share_h_10m"]
        assert (state["home_shots"], state["home_xg"], state["has_360"]) == (None, None, None)
        lead = row["home_score"] - row["away_score"]
        assert state["label"] == (0 if lead > 0 else 1 if lead == 0 else 2)


def test_row_45_is_half_time_and_row_90_full_time(spark: SparkSession, tmp_path: Path) -> None:
    table, _ = read(spark, write_table(tmp_path / "table.csv", rows_of_table(1)), tmp_path)
    left = {row["minute"]: row["time_left"] for row in table.collect()}
    assert left == {0: 96.5, 15: 81.5, 30: 66.5, 45: 49.5, 60: 34.5, 75: 19.5, 85: 9.5, 90: 0.0}


@pytest.mark.parametrize("name", ["table.parquet", "table.parquet.gz"])
def test_parquet_is_read_like_csv(spark: SparkSession, tmp_path: Path, name: str) -> None:
    csv = write_table(tmp_path / "table.csv", rows_of_table(4))
    spark.read.csv(str(csv), header=True, inferSchema=True).coalesce(1).write.parquet(str(tmp_path / "parts"))
    part = next((tmp_path / "parts").glob("part-*.parquet")).read_bytes()
    file = tmp_path / name
    file.write_bytes(gzip.compress(part) if name.endswith(".gz") else part)
    read_back, from_csv = (read(spark, source, tmp_path)[0] for source in (file, csv))
    assert sorted(read_back.collect()) == sorted(from_csv.collect())


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"score_ok": False}, "its score is not consistent"),
        ({"duration": "ExtraTime"}, "extra time was played"),
        ({"gh": 20}, "it has more goals than its final score"),
    ],
)
def test_a_match_that_cannot_be_learned_from_is_left_out_and_the_reason_told(
    spark: SparkSession, tmp_path: Path, change: dict[str, Any], reason: str
) -> None:
    table, left_out = read(spark, write_table(tmp_path / "table.csv", changed(change)), tmp_path)
    assert left_out == {reason: 1}
    assert table.where("match_id = 103").isEmpty()


def test_an_abandoned_match_is_left_out_but_one_that_ends_with_the_others_is_not(
    spark: SparkSession, tmp_path: Path
) -> None:
    # GIVEN a match whose rows end with minute 60, and one that lacks the very last row only
    ends = {103: 60, 104: 85}
    rows = [row for row in rows_of_table() if row["minute"] <= ends.get(row["match_id"], 90)]
    table, left_out = read(spark, write_table(tmp_path / "table.csv", rows), tmp_path)
    assert left_out == {"it was abandoned: its rows end minutes before the others'": 1}
    assert (table.where("match_id = 103").isEmpty(), table.where("match_id = 104").count()) == (True, 7)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (
            [{k: v for k, v in row.items() if k not in ("gh", "date_utc")} for row in rows_of_table(3)],
            r"has no column date_utc, gh: it needs match_id, date_utc",
        ),
        (changed({"gh": "two"}), r"column gh of .* has 'two' where a int is needed"),
        (changed({"shots_h": "many"}), r"column shots_h of .* has 'many' where a double is needed"),
        (changed({"minute": 1.5}), r"column minute of .* has '1.5' where a int is needed"),
        (changed({"date_utc": ""}), r"column date_utc of .* has .* where a timestamp is needed"),
        (changed({"minute": 30}), r"more than one row for the same match_id and minute"),
        (
            [row | {"minute": row["minute"] + 5} for row in rows_of_table(3)],
            r"must lie in 0..90; it has 5..95",
        ),
        (
            [row | {"score_ok": False} for row in rows_of_table(3)],
            r"no match in .* can be learned from: its score",
        ),
    ],
)
def test_a_table_that_is_none_is_refused_in_one_line(
    spark: SparkSession, tmp_path: Path, rows: list[dict[str, Any]], says: str
) -> None:
    with pytest.raises(InputError, match=says) as refused:
        read(spark, write_table(tmp_path / "table.csv", rows), tmp_path)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_no_table_is_refused(spark: SparkSession, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"there is no game-state table .*none.csv"):
        read(spark, tmp_path / "none.csv", tmp_path)
    for name, says in (
        ("table.xlsx", "neither .csv"),
        ("table.parquet", "cannot be read as a game-state table"),
        ("table.parquet.gz", "cannot be unpacked"),
    ):
        (tmp_path / name).write_bytes(b"no table at all")
        with pytest.raises(InputError, match=says):
            read(spark, tmp_path / name, tmp_path)

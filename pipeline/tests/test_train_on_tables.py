"""Training on a table of game states made elsewhere, and what it says the model is worth."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import evaluation_oracle
import jsonschema
import pyarrow.parquet as parquet
import pytest
from evaluation_oracle import Said
from made_history import arguments
from made_table import rows_of_table, write_table
from pyspark.sql import SparkSession
from referencing import Registry, Resource

from golazo import contracts, strength, train, training_data
from golazo.errors import InputError
from golazo.evaluation import PROBABILITIES
from golazo.split import LeakError
from golazo.storage import SHARED_FOLDERS

MINUTES = (0, 15, 30, 45, 60, 75, 85, 90)


@pytest.fixture(scope="module")
def of_table(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A game-state table, the model trained on it, and what its evaluation wrote."""
    root = tmp_path_factory.mktemp("of-table")
    rows = rows_of_table(64)
    table = write_table(root / "table.csv.gz", rows)
    card = train.run(spark, arguments(root / "model", game_states=table, out=root / "out", evaluate=True))
    evaluation = json.loads((root / "out" / "evaluation.json").read_text())
    predictions = parquet.read_table(root / "out" / "predictions.parquet")
    return {
        **{"root": root, "rows": rows, "table": table, "card": card},
        **{"evaluation": evaluation, "predictions": predictions},
    }


def test_a_table_is_parted_in_time_and_every_model_is_measured(of_table: dict[str, Any]) -> None:
    card, evaluation = of_table["card"], of_table["evaluation"]
    jsonschema.validate(card, contracts.schema("model-card"))
    sides = card["split"]
    assert (sides["train"]["matches"], sides["test"]["matches"]) == (48, 16)
    assert sides["train"]["last_kick_off"] < sides["test"]["first_kick_off"]
    assert set(evaluation["models"]) == {"served", "poisson", "logistic", "prior"}
    for scores in evaluation["models"].values():
        assert list(scores["by_minute"]) == ["0", "15", "30", "45", "60", "75", "85"]
        assert {"rps_last10", "ece_last10", "draw_f1"} <= set(scores["intervals"])
    assert evaluation["models"]["served"]["rps"] == card["metrics"]["model"]["rps"]
    assert evaluation["models"]["served"]["rps"] < evaluation["models"]["prior"]["rps"]


def test_the_evaluation_is_what_its_contract_says(of_table: dict[str, Any]) -> None:
    card = Resource.from_contents(contracts.schema("model-card"))
    registry = Registry().with_resource("model-card.schema.json", card)
    check = jsonschema.Draft202012Validator(contracts.schema("evaluation"), registry=registry)
    check.validate(of_table["evaluation"])
    assert not check.is_valid({**of_table["evaluation"], "split": {}})


def test_every_test_row_is_predicted_in_one_parquet_file(of_table: dict[str, Any]) -> None:
    predictions = of_table["predictions"]
    assert predictions.column_names == ["match_id", "minute", *PROBABILITIES, "period"]
    # The last quarter in time, and every minute of it once: full time, which is known, included
    keys = [(row["match_id"], row["minute"]) for row in predictions.to_pylist()]
    assert keys == [(match, minute) for match in range(148, 164) for minute in MINUTES]
    for row in predictions.to_pylist():
        assert sum(row[name] for name in PROBABILITIES) == pytest.approx(1, abs=1e-9)
        if row["minute"] == 90:
            assert max(row[name] for name in PROBABILITIES) > 0.99
    out = of_table["root"] / "out"
    assert sorted(path.name for path in out.iterdir()) == ["evaluation.json", "predictions.parquet"]


def test_every_figure_of_the_served_model_can_be_worked_out_from_its_predictions_and_the_table(
    of_table: dict[str, Any],
) -> None:
    # GIVEN nothing but what was said of each row, and the final scores of the table
    score = {row["match_id"]: (row["home_score"], row["away_score"]) for row in of_table["rows"]}
    rows = []
    for row in of_table["predictions"].to_pylist():
        home, away = score[row["match_id"]]
        said = row["p_home"], row["p_draw"], row["p_away"]
        rows.append(Said(row["minute"], said, 0 if home > away else 1 if home == away else 2))
    # THEN other code comes to the same figures
    expected = evaluation_oracle.evaluation(rows)
    found = of_table["evaluation"]["models"]["served"]
    by_minute = expected.pop("by_minute")
    assert {name: found[name] for name in expected} == pytest.approx(expected, abs=1e-9)
    assert set(found["by_minute"]) == set(by_minute)
    for minute, figures in by_minute.items():
        assert {name: found["by_minute"][minute][name] for name in figures} == pytest.approx(
            figures, abs=1e-9
        )
    # AND they are no constants
    assert len({round(expected[name], 6) for name in expected}) == len(expected)


def test_rows_dealt_out_at_random_train_nothing(
    spark: SparkSession, of_table: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # GIVEN the same data, but rows of every match on both sides
    whole = training_data.of_tables(spark, of_table["table"], None, tmp_path, SHARED_FOLDERS)
    rows = whole.train.unionByName(whole.test)
    dealt = rows.randomSplit([0.75, 0.25], seed=1)
    leaking = training_data.TrainingData(
        *dealt, matches=whole.matches, sides=whole.sides, ratings=whole.ratings, about=whole.about
    )
    monkeypatch.setattr(training_data, "of_tables", lambda *_: leaking)
    # THEN training refuses, and leaves no model and no figures
    with pytest.raises(LeakError, match="matches are on both sides of the split"):
        train.run(spark, arguments(tmp_path / "model", game_states=of_table["table"], out=tmp_path / "out"))
    assert not (tmp_path / "model").exists()
    assert not (tmp_path / "out").exists()


def test_without_360_frames_it_is_said_that_nothing_can_be_told_of_them(of_table: dict[str, Any]) -> None:
    without = of_table["evaluation"]["without_360"]
    assert without["rows_with_360"] == 0
    assert (without["model"], without["brought"]) == (None, None)
    assert without["summary"].startswith("None of the 128 test rows has a 360 frame")


def test_the_ratings_are_beside_the_model(of_table: dict[str, Any]) -> None:
    ratings = strength.load(of_table["root"] / "model")
    assert of_table["card"]["strength"]["teams"] == len(ratings) == 9
    assert sum(known.matches for known in ratings.values()) == 2 * 64


def test_a_table_to_test_on_must_hold_other_matches(spark: SparkSession, tmp_path: Path) -> None:
    table = write_table(tmp_path / "table.csv", rows_of_table(12))
    with pytest.raises(InputError, match=r"match 1\d\d is in .*: a match that trains cannot test"):
        train.run(spark, arguments(tmp_path / "model", game_states=table, test_game_states=table))


def test_a_table_to_test_on_needs_one_to_train_on(spark: SparkSession, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--test-game-states needs --game-states"):
        train.run(spark, arguments(tmp_path / "model", test_game_states=tmp_path / "table.csv"))


def test_a_season_of_one_match_is_refused_and_nothing_is_written(spark: SparkSession, tmp_path: Path) -> None:
    table = write_table(tmp_path / "table.csv", rows_of_table(1))
    refused = arguments(tmp_path / "model", game_states=table, out=tmp_path / "deep" / "out")
    with pytest.raises(InputError, match="at least 8 different matches, and there is 1"):
        train.run(spark, refused)
    assert not (tmp_path / "model").exists()
    assert not (tmp_path / "deep" / "out").exists()

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from made_history import MINUTES, arguments, write_history
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from golazo import contracts, model, train
from golazo.errors import InputError
from golazo.evaluation import PROBABILITIES
from golazo.forest_inputs import IMPUTED, SHARES
from golazo.game_state import FEATURES
from golazo.history import GAME_STATES


def test_the_model_card_is_what_its_contract_says(trained: dict[str, Any]) -> None:
    card = json.loads((trained["model"] / "model-card.json").read_text())
    jsonschema.validate(card, contracts.schema("model-card"))
    assert card == trained["card"]


def test_a_model_of_synthetic_matches_says_so(trained: dict[str, Any]) -> None:
    data = trained["card"]["data"]
    assert data["synthetic"] is True
    assert "synthetic" in data["description"]


def test_no_match_is_on_both_sides_of_the_split(spark: SparkSession, trained: dict[str, Any]) -> None:
    sides = trained["card"]["split"]
    assert (sides["train"]["seasons"], sides["test"]["seasons"]) == ([1], [2])
    assert sides["train"]["matches"] + sides["test"]["matches"] == 24
    assert sides["train"]["rows"] == sides["train"]["matches"] * len(MINUTES)
    assert sides["train"]["last_kick_off"] < sides["test"]["first_kick_off"]


def test_what_can_be_learned_is_learned(trained: dict[str, Any]) -> None:
    metrics, importance = trained["card"]["metrics"], trained["card"]["feature_importance"]
    assert metrics["model"]["rps"] < metrics["prior"]["rps"]
    assert set(list(importance)[:6]) & {*SHARES, "score_difference", "lead_for_time"}
    assert sum(importance.values()) == pytest.approx(1)


def test_probabilities_are_shares_of_one_with_or_without_360(
    spark: SparkSession, trained: dict[str, Any]
) -> None:
    fitted, _ = model.load(trained["model"])
    states = spark.read.parquet(str(trained["history"] / GAME_STATES)).select(*FEATURES)
    blind = states.select(
        *(F.lit(None).cast("double").alias(n) if n in IMPUTED else F.col(n) for n in FEATURES)
    )
    for rows in (states, blind):
        for row in model.predict(fitted, rows).select(*PROBABILITIES).collect():
            assert sum(row) == pytest.approx(1, abs=1e-9)
            assert all(0 <= share <= 1 for share in row)


@pytest.mark.parametrize(
    ("made", "says"),
    [
        ({"matches": 6}, "training needs at least 8 different matches, and there are 6"),
        ({"results": (0, 2)}, "none of the matches to train on ended with the result draw"),
        ({"without": "home_xg"}, "has no column home_xg: another version made it"),
    ],
)
def test_a_history_that_cannot_be_learned_from_is_refused_and_leaves_no_model(
    spark: SparkSession, tmp_path: Path, made: dict[str, Any], says: str
) -> None:
    history = write_history(spark, tmp_path / "history", **made)
    with pytest.raises(InputError, match=says):
        train.run(spark, arguments(tmp_path / "model", history=history))
    assert not (tmp_path / "model").exists()


def test_a_folder_without_a_history_is_refused(spark: SparkSession, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no history in .* ./golazo history"):
        train.run(spark, arguments(tmp_path / "model", history=tmp_path))


def test_a_folder_without_a_model_is_refused(spark: SparkSession, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"there is no model in .* ./golazo train"):
        model.load(tmp_path)


def test_a_model_of_other_features_is_refused_with_both_lists(
    spark: SparkSession, trained: dict[str, Any], tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(trained["model"], tmp_path / "model"))
    card = {**trained["card"], "features": {"moon_phase": "full or not"}}
    (folder / "model-card.json").write_text(json.dumps(card))
    with pytest.raises(
        InputError,
        match=r"other features: it has \[moon_phase\], this version computes \[period, .*"
        r"only the model has \[moon_phase\]; only this version has \[period, ",
    ):
        model.load(folder)


@pytest.mark.parametrize("broken", ["pipeline/stages", "pipeline/metadata", "model-card.json"])
def test_a_damaged_model_folder_is_refused(
    spark: SparkSession, trained: dict[str, Any], tmp_path: Path, broken: str
) -> None:
    folder = Path(shutil.copytree(trained["model"], tmp_path / "model"))
    if (folder / broken).is_dir():
        shutil.rmtree(folder / broken)
    else:
        (folder / broken).write_text("{")
    with pytest.raises(InputError, match=r"is damaged: .* Train it again"):
        model.load(folder)


def test_a_failed_save_leaves_the_old_model_as_it_was(trained: dict[str, Any], tmp_path: Path) -> None:
    folder = Path(shutil.copytree(trained["model"], tmp_path / "model"))
    fitted, card = model.load(folder)
    with pytest.raises(TypeError):
        model.save(fitted, {**card, "seed": object()}, {}, folder)
    assert model.load(folder)[1] == card
    assert [path.name for path in tmp_path.iterdir()] == ["model"]

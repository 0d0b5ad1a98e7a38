"""The win probability of real matches, from a model that learned from real leagues."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import made_events as made
import pytest
import real_matches
from made_history import arguments
from pyspark.sql import SparkSession

from golazo import model, strength, train
from golazo.evaluation import PROBABILITIES
from golazo.features import event_facts, minutes
from golazo.game_state import game_states
from golazo.messages import parse

TABLE = real_matches.DATA.parent / "game-states" / "minute-states.csv.gz"
ONE_IN = 12
"""Of so many matches of the table one is learned from, which is enough for these tests."""

OWN_GOAL_FOR, SHOT, GOAL = 25, 16, 97


@pytest.fixture(scope="module")
def model_folder(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of some 120 league matches of 2017/18."""
    real_matches.need_real_data()
    if not TABLE.is_file():
        pytest.skip(f"REAL DATA ABSENT: {TABLE} is not there, so this test proved nothing")
    root = tmp_path_factory.mktemp("leagues")
    with gzip.open(TABLE, "rt", encoding="utf-8") as packed:
        header, *rows = packed
    kept = sorted({row.split(",", 1)[0] for row in rows})[::ONE_IN]
    some = set(kept)
    (root / "table.csv").write_text(header + "".join(row for row in rows if row.split(",", 1)[0] in some))
    train.run(spark, arguments(root / "model", game_states=root / "table.csv"))
    return root / "model"


def goals(match: int) -> list[tuple[tuple[int, int], str]]:
    """Period and minute of each goal as the file tells it, and whose it was."""
    scored = []
    for message in real_matches.messages(match):
        kind = message["type"]["id"]
        if kind == OWN_GOAL_FOR or (kind == SHOT and message["shot"]["outcome"]["id"] == GOAL):
            side = "home" if message["team"]["id"] == message["home_team_id"] else "away"
            scored.append(((message["period"], message["minute"]), side))
    return scored


def predicted(spark: SparkSession, folder: Path, match: int) -> dict[tuple[int, int], dict[str, Any]]:
    """What the model says of each minute of a match."""
    states = game_states(minutes(event_facts(parse(made.raw(spark, *real_matches.messages(match)), None))))
    known = strength.with_strength(states, strength.load(folder))
    rows = model.predict(model.load(folder)[0], known).collect()
    return {(row["period"], row["minute"]): row.asDict() for row in rows}


@pytest.mark.parametrize(
    ("match", "scored", "result"),
    [
        (real_matches.TURKEY_ITALY, ["away", "away", "away"], "away"),
        (real_matches.BARCELONA_GIRONA, ["home", "away", "away", "home"], "draw"),
    ],
)
def test_each_goal_moves_the_probabilities_the_right_way_and_they_end_at_the_result(
    spark: SparkSession, model_folder: Path, match: int, scored: list[str], result: str
) -> None:
    found = predicted(spark, model_folder, match)
    order = sorted(found)
    # GIVEN the goals of the match, as its file tells them
    assert [side for _, side in goals(match)] == scored
    # THEN each makes its team's win likelier and the other's less likely than a minute before
    for when, side in goals(match):
        before, after = found[order[order.index(when) - 1]], found[when]
        other = "away" if side == "home" else "home"
        assert after[f"p_{side}"] > before[f"p_{side}"] + 0.005
        assert after[f"p_{other}"] < before[f"p_{other}"]
    # AND at every step they are probabilities
    for row in found.values():
        assert sum(row[name] for name in PROBABILITIES) == pytest.approx(1, abs=1e-12)
        assert all(0 <= row[name] <= 1 for name in PROBABILITIES)
    # AND nobody is favoured beyond reason at first, and the last word is the result
    assert max(found[order[0]][name] for name in PROBABILITIES) < 0.7
    last = found[order[-1]]
    assert max(PROBABILITIES, key=lambda name: last[name]) == f"p_{result}"
    assert last[f"p_{result}"] > 0.8

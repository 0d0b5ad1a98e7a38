from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from golazo.evaluation import Floats, UnseenRows
from golazo.evaluation_report import SERVED, Answers, without_360

HOME, DRAW, AWAY = 0, 1, 2


def rows_of(
    labels: list[int], matches: list[int] | None = None, minutes: list[int] | None = None
) -> UnseenRows:
    count = len(labels)
    return UnseenRows(
        np.array(matches or list(range(count))), np.array(minutes or [50] * count), np.array(labels)
    )


def measure(*rows: tuple[int, float, float, float]) -> dict[str, Any]:
    return rows_of([row[0] for row in rows]).measure(np.array([row[1:] for row in rows]))


def drawn(rows: int, matches: int) -> tuple[UnseenRows, Floats]:
    """Results drawn from the very probabilities that are said of them, every match's rows with one result."""
    rng = np.random.default_rng(3)
    said = rng.dirichlet((2.0, 1.5, 1.5), matches)
    labels = np.array([rng.choice(3, p=share) for share in said])
    match = np.arange(rows) % matches
    return UnseenRows(match, np.full(rows, 50), labels[match]), said[match]


def test_certainty_about_what_happened_is_perfect() -> None:
    scores = measure((HOME, 1.0, 0.0, 0.0), (DRAW, 0.0, 1.0, 0.0), (AWAY, 0.0, 0.0, 1.0))
    names = ("rows", "accuracy", "macro_f1", "draw_f1", "log_loss", "rps", "ece")
    assert [scores[name] for name in names] == [3, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0]


def test_scores_of_two_predictions_are_those_worked_out_by_hand() -> None:
    # home said .5/.3/.2 and won; away won though home was said .6/.3/.1
    scores = measure((HOME, 0.5, 0.3, 0.2), (AWAY, 0.6, 0.3, 0.1))
    assert scores["accuracy"] == 0.5
    assert scores["macro_f1"] == pytest.approx((2 / 3 + 0 + 0) / 3)
    assert (scores["home_f1"], scores["draw_f1"], scores["away_f1"]) == pytest.approx((2 / 3, 0, 0))
    assert scores["log_loss"] == pytest.approx(-(math.log(0.5) + math.log(0.1)) / 2)
    assert scores["rps"] == pytest.approx(((0.25 + 0.04) / 2 + (0.36 + 0.81) / 2) / 2)


def test_the_calibration_error_of_three_predictions_is_the_one_worked_out_by_hand() -> None:
    # home: bin .6 holds .6 and .64, one of them happened, and bin .2 holds .2, which did not
    # draw: bin .2 holds .2, .2 and .2, of which none happened
    # away: bin .1 holds .16, bin .2 holds .2, bin .6 holds .6, and the first and last happened
    scores = measure((HOME, 0.6, 0.2, 0.2), (AWAY, 0.64, 0.2, 0.16), (AWAY, 0.2, 0.2, 0.6))
    home = abs(1.24 - 1) + 0.2
    draw = 0.6
    away = 0.2 + abs(0.16 - 1) + abs(0.6 - 1)
    assert scores["ece"] == pytest.approx((home + draw + away) / 3 / 3)
    assert scores["reliability"]["home"][1] == {"rows": 2, "said": pytest.approx(0.62), "happened": 0.5}


def test_being_wrong_by_two_outcomes_is_worse_than_by_one() -> None:
    near, far = (measure((label, 1.0, 0.0, 0.0))["rps"] for label in (DRAW, AWAY))
    assert near == pytest.approx(0.5)
    assert far == pytest.approx(1.0)


def test_the_last_tenth_begins_with_minute_81_and_may_be_missing() -> None:
    said = np.array([[1.0, 0.0, 0.0], [1.0, 0.0, 0.0]])
    late = rows_of([AWAY, HOME], minutes=[80, 81]).measure(said)
    assert (late["rps"], late["rps_last10"]) == (0.5, 0.0)
    early = rows_of([AWAY, HOME], minutes=[79, 80]).measure(said)
    assert (early["rps_last10"], early["ece_last10"], early["intervals"]["rps_last10"]) == (None, None, None)


def test_minutes_are_measured_apart() -> None:
    said = np.array([[1.0, 0.0, 0.0]] * 3)
    by_minute = rows_of([AWAY, HOME, HOME], minutes=[0, 85, 85]).measure(said)["by_minute"]
    assert {minute: (of["rows"], of["rps"]) for minute, of in by_minute.items()} == {
        "0": (1, 1.0),
        "85": (2, 0.0),
    }


def test_more_rows_of_the_same_matches_do_not_make_the_figures_surer() -> None:
    def width(rows: int, matches: int) -> float:
        rows_tested, said = drawn(rows, matches)
        low, high = rows_tested.measure(said)["intervals"]["rps"]
        return high - low

    assert width(2000, 100) == pytest.approx(width(100, 100), rel=0.05)
    assert width(2000, 2000) < width(2000, 100) / 3


def test_an_interval_holds_its_figure_and_is_the_same_each_time() -> None:
    rows_tested, said = drawn(900, 300)
    scores = rows_tested.measure(said)
    for name in ("accuracy", "macro_f1", "log_loss", "rps"):
        low, high = scores["intervals"][name]
        assert low < scores[name] < high
    assert scores == rows_tested.measure(said)


def test_a_model_differs_from_itself_by_nothing_and_from_a_worse_one_for_sure() -> None:
    rows_tested, said = drawn(2000, 2000)
    same = rows_tested.difference("rps", said, said)
    assert same == {"value": 0.0, "interval": [0.0, 0.0]}
    worse = rows_tested.difference("rps", said, np.full_like(said, 1 / 3))
    assert worse["interval"][1] < 0


def test_what_360_features_bring_is_told_in_figures_and_in_words() -> None:
    # GIVEN rows whose probabilities are right, and a model without frames that says a third of everything
    tested, right = drawn(900, 300)
    third = np.full_like(right, 1 / 3)
    found = without_360(Answers(tested, {SERVED: right}), 600, third)
    assert found["rows_with_360"] == 600
    assert found["model"]["rps"] == pytest.approx(tested.measure(third)["rps"])
    brought = found["brought"]["rps"]
    assert brought["value"] == pytest.approx(tested.measure(right)["rps"] - found["model"]["rps"])
    assert found["summary"].startswith("600 of 900 test rows have 360 frames.")
    assert f"rps {brought['value']:+.4f}" in found["summary"]
    assert found["summary"].endswith("By the RPS they make it better.")

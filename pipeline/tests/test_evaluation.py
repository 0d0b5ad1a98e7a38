from __future__ import annotations

import math

import pytest
from pyspark.sql import DataFrame, SparkSession

from golazo.evaluation import measure, with_prior

HOME, DRAW, AWAY = 0, 1, 2


def predictions(spark: SparkSession, *rows: tuple[int, float, float, float]) -> DataFrame:
    return spark.createDataFrame(list(rows), "label int, p_home double, p_draw double, p_away double")


def test_certainty_about_what_happened_is_perfect(spark: SparkSession) -> None:
    scores = measure(predictions(spark, (HOME, 1.0, 0.0, 0.0), (DRAW, 0.0, 1.0, 0.0), (AWAY, 0.0, 0.0, 1.0)))
    assert scores == {"rows": 3, "accuracy": 1.0, "macro_f1": 1.0, "log_loss": 0.0, "rps": 0.0}


def test_scores_of_two_predictions_are_those_worked_out_by_hand(spark: SparkSession) -> None:
    # home said .5/.3/.2 and won; away won though home was said .6/.3/.1
    scores = measure(predictions(spark, (HOME, 0.5, 0.3, 0.2), (AWAY, 0.6, 0.3, 0.1)))
    assert scores["accuracy"] == 0.5
    assert scores["macro_f1"] == pytest.approx((2 / 3 + 0 + 0) / 3)
    assert scores["log_loss"] == pytest.approx(-(math.log(0.5) + math.log(0.1)) / 2)
    assert scores["rps"] == pytest.approx(((0.25 + 0.04) / 2 + (0.36 + 0.81) / 2) / 2)


def test_being_wrong_by_two_outcomes_is_worse_than_by_one(spark: SparkSession) -> None:
    near, far = (measure(predictions(spark, (label, 1.0, 0.0, 0.0)))["rps"] for label in (DRAW, AWAY))
    assert near == pytest.approx(0.5)
    assert far == pytest.approx(1.0)


def test_the_prior_says_the_same_of_every_row(spark: SparkSession) -> None:
    rows = spark.createDataFrame([(HOME,), (AWAY,)], "label int")
    scores = measure(with_prior(rows, [0.5, 0.25, 0.25]))
    assert scores["log_loss"] == pytest.approx(-(math.log(0.5) + math.log(0.25)) / 2)

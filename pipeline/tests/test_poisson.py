from __future__ import annotations

import math
from itertools import product

import pytest
from pyspark.sql import Row, SparkSession
from pyspark.sql import functions as F

from golazo import poisson


def by_counting(home: float, away: float, lead: int, most: int = 60) -> list[float]:
    """Home, draw and away from every pair of scores."""
    outcomes = [0.0, 0.0, 0.0]
    for x, y in product(range(most), range(most)):
        chance = math.exp(
            -home - away + x * math.log(home) + y * math.log(away) - math.lgamma(x + 1) - math.lgamma(y + 1)
        )
        final = lead + x - y
        outcomes[0 if final > 0 else 1 if final == 0 else 2] += chance
    return outcomes


def outcomes(spark: SparkSession, cases: list[tuple[float, float, int]]) -> list[Row]:
    rows = spark.createDataFrame(cases, "home double, away double, score_difference int")
    names = ["wins", "draws", "loses"]
    return poisson.with_outcomes(rows, "home", "away", names).select(*names).collect()


def test_outcomes_are_those_of_every_pair_of_scores(spark: SparkSession) -> None:
    cases = [(1.4, 1.1, 0), (0.3, 0.2, -1), (0.02, 0.05, 2), (2.8, 0.4, -3), (1.0, 1.0, 12), (0.5, 2.0, -11)]
    for case, found in zip(cases, outcomes(spark, cases), strict=True):
        assert list(found) == pytest.approx(by_counting(*case), abs=1e-6)
        assert sum(found) == pytest.approx(1, abs=1e-9)


def test_when_no_time_is_left_the_score_stands(spark: SparkSession) -> None:
    found = outcomes(spark, [(0.0, 0.0, lead) for lead in (2, 0, -1)])
    assert [tuple(row) for row in found] == [(1, 0, 0), (0, 1, 0), (0, 0, 1)]


def test_rates_that_made_the_goals_are_found_again(spark: SparkSession) -> None:
    # GIVEN goals to come that are exactly what a known rate expects, whatever the strength
    rows = []
    for strength, minutes in product(range(-400, 401, 50), (90.0, 45.0, 10.0)):
        home = math.exp(0.3 + 0.5 * strength / 400) * minutes / 90
        away = math.exp(0.1 - 0.4 * strength / 400) * minutes / 90
        rows.append((float(strength), minutes, home, away))
    states = spark.createDataFrame(
        rows, "strength_difference double, time_left double, home_score double, away_score double"
    ).withColumns(
        {
            name: F.lit(0.0)
            for name in ("score_difference", "home_goals", "away_goals", "home_reds", "away_reds")
        }
    )
    rates = poisson.fit(states, ["strength"])
    assert rates["home"] == pytest.approx({"intercept": 0.3, "strength": 0.5}, abs=0.01)
    assert rates["away"] == pytest.approx({"intercept": 0.1, "strength": 0.4}, abs=0.01)

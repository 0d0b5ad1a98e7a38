"""The Poisson model of the goals still to come: a baseline, and what the forest knows of the laws of the
game.

Each side's goals from now to the end are Poisson counts (M. J. Maher, Statistica Neerlandica 36, 1982) whose
rate depends on the teams, the state of the match and the time (M. J. Dixon and M. E. Robinson, The
Statistician 47, 1998):

    log(goals to come / minutes to come) = a + b · (regressors of the acting side)

The two sides' coefficients are fitted apart, which is where home advantage is. Outcomes follow by
convolution.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from math import factorial
from operator import add

import numpy as np
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from golazo.evaluation import Floats
from golazo.features import SIDES
from golazo.newton import maximum

REGRESSORS: dict[str, str] = {
    "strength": "own less other team's Elo rating, in 400 points",
    "ahead_by_one": "1 when one goal ahead",
    "ahead_by_more": "1 when two or more ahead",
    "behind_by_one": "1 when one goal behind",
    "behind_by_more": "1 when two or more behind",
    "reds": "own less other team's red cards",
    "time": "time left, in 90 minutes",
    "shots": "own less other team's shots, divided by all shots and 8 more",
    "chances": "own less other team's expected goals, divided by all expected goals and 1 more",
}
"""What a side's rate of scoring may depend on: name and definition."""

BASELINE: tuple[str, ...] = tuple(name for name in REGRESSORS if name not in ("shots", "chances"))
"""Regressors of the baseline, which knows teams, score, cards and time, and not how the match is played."""

MOST_GOALS = 12
"""More goals to come than these for one side are left out; at 4 expected that is 0.03 % of what could be."""

TEMPORARY: tuple[str, ...] = ("_home_counts", "_away_counts", "_home_at_most")
"""Columns that are only there while probabilities are worked out."""

_SHRINKAGE = 1e-4
"""L2 penalty per row: keeps coefficients finite where a regressor never varies (no red card in a history)."""

Rates = Mapping[str, Mapping[str, float]]
"""Per side (`home`, `away`) the coefficients of regressors and the `intercept`."""


def fit(states: DataFrame, regressors: Sequence[str]) -> Rates:
    """Learns both sides' rates from states with `home_score` and `away_score`, the final ones.

    There are few numbers, so the rows are brought to the driver, where fitting takes milliseconds: each step
    as a Spark job would take longer than the whole.
    """
    playing = states.where(F.col("time_left") > 0)
    columns = [F.col("time_left") / 90]
    for side in SIDES:
        known = _regressors(side)
        columns += [F.col(f"{side}_score") - F.col(f"{side}_goals"), *(known[name] for name in regressors)]
    rows = playing.select(*(column.cast("double").alias(f"c{i}") for i, column in enumerate(columns)))
    table = np.array([tuple(row) for row in rows.collect()])
    width = 1 + len(regressors)
    rates: dict[str, Mapping[str, float]] = {}
    for i, side in enumerate(SIDES):
        goals, *values = table[:, 1 + i * width : 1 + (i + 1) * width].T
        found = _most_likely(goals, np.column_stack([np.ones(len(table)), *values]), table[:, 0])
        rates[side] = dict(zip(("intercept", *regressors), (float(value) for value in found), strict=True))
    return rates


def goals_to_come(rates: Rates) -> tuple[Column, Column]:
    """The goals that the home and the away team are still expected to score."""
    home, away = (_expected(rates[side], side) for side in SIDES)
    return home, away


def with_outcomes(rows: DataFrame, home: str, away: str, names: Sequence[str]) -> DataFrame:
    """Adds the probabilities that home wins, of a draw, and that away wins, as columns `names`.

    Args:
        rows: with `score_difference`, home goals less away goals now.
        home: column with the goals the home team is expected to score from now on.
        away: column with the same of the away team.
        names: of the three new columns.
    """
    known = rows
    for step in outcome_steps(home, away, names):
        known = known.select("*", *step)
    return known.drop(*TEMPORARY)


def outcome_steps(home: str, away: str, names: Sequence[str]) -> tuple[list[Column], ...]:
    """What `with_outcomes` adds, step by step; columns TEMPORARY are among it.

    Each step is a projection of its own on top of the one before: written as one expression, every sum would
    hold all that it sums up, many thousand terms in all.
    """
    home_counts, away_counts, at_most = (F.col(name) for name in TEMPORARY)
    draw, win = F.lit(0.0), F.lit(0.0)
    for goals in range(MOST_GOALS + 1):
        level = (F.lit(goals) - F.col("score_difference")).cast("int")
        draw = draw + away_counts[goals] * F.coalesce(home_counts[level], F.lit(0.0))
        not_enough = F.when(level < 0, 0.0).otherwise(F.coalesce(at_most[level], F.lit(1.0)))
        win = win + away_counts[goals] * (1 - not_enough)
    sums = [reduce(add, (home_counts[i] for i in range(goals + 1))) for goals in range(MOST_GOALS + 1)]
    return (
        [_counts(home).alias(TEMPORARY[0]), _counts(away).alias(TEMPORARY[1])],
        [F.array(*sums).alias(TEMPORARY[2])],
        [F.least(win, F.lit(1.0)).alias(names[0]), F.least(draw, F.lit(1.0)).alias(names[1])],
        [F.greatest(1 - F.col(names[0]) - F.col(names[1]), F.lit(0.0)).alias(names[2])],
    )


def _regressors(side: str) -> dict[str, Column]:
    sign = 1 if side == "home" else -1
    lead = sign * F.col("score_difference")

    def ahead_in(what: str) -> Column:
        return sign * (F.col(f"home_{what}") - F.col(f"away_{what}"))

    def share_of(what: str, more: float) -> Column:
        return ahead_in(what) / (F.col(f"home_{what}") + F.col(f"away_{what}") + more)

    values = {
        "strength": sign * F.col("strength_difference") / 400,
        "ahead_by_one": lead == 1,
        "ahead_by_more": lead >= 2,
        "behind_by_one": lead == -1,
        "behind_by_more": lead <= -2,
        "reds": ahead_in("reds"),
        "time": F.col("time_left") / 90,
        "shots": share_of("shots", 8),
        "chances": share_of("xg", 1),
    }
    # What is not known favours nobody.
    return {name: F.coalesce(value.cast("double"), F.lit(0.0)) for name, value in values.items()}


def _most_likely(goals: Floats, regressors: Floats, exposure: Floats) -> Floats:
    """Coefficients of a Poisson regression: the maximum of its concave likelihood."""
    penalty = _SHRINKAGE * len(goals) * np.eye(regressors.shape[1])
    penalty[0, 0] = 0.0
    coefficients = np.zeros(regressors.shape[1])
    coefficients[0] = np.log(max(goals.sum(), 1.0) / exposure.sum())

    def derivatives(at: Floats) -> tuple[Floats, Floats]:
        expected = exposure * np.exp(regressors @ at)
        slope = regressors.T @ (goals - expected) - penalty @ at
        return slope, (regressors * expected[:, None]).T @ regressors + penalty

    # A whole step from a poor start can be too long for exp().
    return maximum(coefficients, derivatives, longest_step=1.0)


def _expected(rate: Mapping[str, float], side: str) -> Column:
    columns = _regressors(side)
    power = F.lit(rate["intercept"])
    for name, coefficient in rate.items():
        if name != "intercept":
            power = power + coefficient * columns[name]
    return F.exp(power) * F.col("time_left") / 90


def _counts(expected: str) -> Column:
    """Poisson probabilities of 0, 1, 2 … `MOST_GOALS`."""
    mean = F.col(expected)
    return F.array(
        *(F.exp(-mean) * F.pow(mean, F.lit(goals)) / factorial(goals) for goals in range(MOST_GOALS + 1))
    )

"""How good probabilities are: accuracy, macro F1, log loss and ranked probability score."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

OUTCOMES: tuple[str, ...] = ("home", "draw", "away")
"""The results of a match in their natural order; a label is an index into it."""

PROBABILITIES: tuple[str, ...] = tuple(f"p_{outcome}" for outcome in OUTCOMES)
"""Columns with the probability of each outcome."""

LEAST_PROBABILITY = 1e-15
"""A probability of 0 given to what happened would make the log loss infinite."""


class Metrics(TypedDict):
    """Quality of predictions over rows. All but `rows` lie in 0..1, but for `log_loss` (0 and up)."""

    rows: int
    accuracy: float
    macro_f1: float
    log_loss: float
    rps: float


def measure(predictions: DataFrame) -> Metrics:
    """Measures predictions against what happened.

    Args:
        predictions: columns `label` (0 home, 1 draw, 2 away) and `PROBABILITIES`, summing to 1.

    Returns:
        Means over rows. Macro F1 is the plain mean over the three outcomes of 2·TP / (2·TP + FP + FN), 0 for
        an outcome that neither happened nor was predicted. The ranked probability score is Epstein's (1969)
        over the ordered outcomes, divided by 2 so that it lies in 0..1: lower is better.
    """
    label, guess = F.col("label").cast("int"), _most_likely()
    cells = [
        F.sum(((label == truth) & (guess == said)).cast("long")).alias(f"cell_{truth}_{said}")
        for truth in range(len(OUTCOMES))
        for said in range(len(OUTCOMES))
    ]
    means = [F.avg(_log_loss(label)).alias("log_loss"), F.avg(_ranked_probability(label)).alias("rps")]
    found = predictions.agg(F.count("*").alias("rows"), *cells, *means).first()
    if found is None or found["rows"] == 0:
        raise ValueError("there are no predictions to measure")
    confusion = [[int(found[f"cell_{t}_{s}"]) for s in range(len(OUTCOMES))] for t in range(len(OUTCOMES))]
    return {
        "rows": int(found["rows"]),
        "accuracy": sum(confusion[i][i] for i in range(len(OUTCOMES))) / int(found["rows"]),
        "macro_f1": _macro_f1(confusion),
        "log_loss": float(found["log_loss"]),
        "rps": float(found["rps"]),
    }


def with_prior(rows: DataFrame, shares: Sequence[float]) -> DataFrame:
    """The rows with every outcome's share of the training matches as its probability: the baseline."""
    return rows.withColumns({name: F.lit(share) for name, share in zip(PROBABILITIES, shares, strict=True)})


def _most_likely() -> Column:
    home, draw, away = (F.col(name) for name in PROBABILITIES)
    return F.when((home >= draw) & (home >= away), 0).when(draw >= away, 1).otherwise(2)


def _log_loss(label: Column) -> Column:
    of_truth = F.coalesce(*(F.when(label == i, F.col(name)) for i, name in enumerate(PROBABILITIES)))
    return -F.log(F.greatest(of_truth, F.lit(LEAST_PROBABILITY)))


def _ranked_probability(label: Column) -> Column:
    home, draw = F.col(PROBABILITIES[0]), F.col(PROBABILITIES[1])
    first = home - (label <= 0).cast("double")
    second = home + draw - (label <= 1).cast("double")
    return (first * first + second * second) / 2


def _macro_f1(confusion: Sequence[Sequence[int]]) -> float:
    scores = []
    for outcome in range(len(confusion)):
        hits = confusion[outcome][outcome]
        happened, said = sum(confusion[outcome]), sum(row[outcome] for row in confusion)
        scores.append(2 * hits / (happened + said) if happened + said else 0.0)
    return sum(scores) / len(scores)

"""How the model learns: Poisson model, forest and calibration, each from matches the one before did not
learn.

The matches are few and each has one result, so a forest of them alone mistakes chance for knowledge. Two
things hold it back. It learns from some minutes only, as its neighbours say the same again. And
beside each row it learns from `IMAGINED` more whose results the Poisson model drew (a catalytic prior: D.
Huang, N. Stein, D. B. Rubin and S. C. Kou, PNAS 117, 2020), so that it says what the Poisson model says
wherever real results do not outweigh it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from pyspark.ml import PipelineModel
from pyspark.ml.classification import RandomForestClassificationModel
from pyspark.ml.feature import VectorAssembler
from pyspark.ml.functions import vector_to_array
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from golazo import calibration, forest, poisson
from golazo.calibration import Calibrated
from golazo.evaluation import OUTCOMES
from golazo.forest import ForestParameters
from golazo.forest_inputs import INPUTS, PREFIX, SHARES, ForestInputs

ROWS_OF_MATCH = 18
"""About so many rows of a match are learned from; which ones differs from match to match."""

IMAGINED = 9
"""Imagined results per real one."""

FOLDS = 3
"""Parts of the matches that take turns to be unseen by a forest, for the calibration."""

Say = Callable[[str], None]
"""Takes a line of progress."""


@dataclass(frozen=True)
class Learned:
    """A model and what it was learned with."""

    model: PipelineModel
    algorithm: str
    """Library that grew the forest."""
    weights: tuple[float, ...]
    """Of the calibration."""
    rates: poisson.Rates
    parameters: ForestParameters


def learn(
    states: DataFrame, parameters: ForestParameters, seed: int, say: Say, without: Sequence[str] = ()
) -> Learned:
    """Trains on game states, `thinned` before.

    Args:
        states: features, `match_id`, `source_match_id`, `home_score`, `away_score` and `label`, an index into
            OUTCOMES.
        parameters: how the forest grows.
        seed: the same seed and the same states in the same partitions give the same model.
        say: is told what is being done.
        without: features to leave unread.
    """
    say("fitting the Poisson model")
    rates = poisson.fit(states, list(poisson.REGRESSORS))
    inputs = ForestInputs(rates=json.dumps(rates), without=list(without))
    assembler = VectorAssembler(inputCols=[PREFIX + name for name in INPUTS], outputCol="features")
    parts = _parts(states)
    rows = (
        assembler.transform(inputs.transform(states))
        .select("match_id", "period", "minute", "label", *SHARES, "features", _part_of(parts))
        .cache()
    )
    try:
        parameters = parameters.fitted_to(rows.count() * (1 + IMAGINED))
        weights = calibration.EVEN
        if parts:
            weights = _weights(rows, len(parts), parameters, seed, say)
        say("growing the forest")
        grown = forest.grow(_with_imagined(rows, seed), parameters, seed)
    finally:
        rows.unpersist()
    model = PipelineModel([inputs, assembler, grown.model, Calibrated(weights=list(weights))])
    return Learned(model, grown.algorithm, weights, rates, parameters)


def thinned(states: DataFrame) -> DataFrame:
    """The rows that are learned from: one minute in so many, to leave about `ROWS_OF_MATCH` of a match."""
    matches = states.select("match_id").distinct().count()
    every = max(1, states.count() // (matches * ROWS_OF_MATCH))
    return states.where(F.pmod(F.col("minute") + F.col("match_id"), F.lit(every)) == 0)


def _parts(states: DataFrame) -> dict[int, int]:
    """The part of each match, by `source_match_id`: every part has the same share of each result.

    Empty when there are too few matches of a result for every forest to learn all three.
    """
    found = states.select("source_match_id", "label").distinct().collect()
    parts: dict[int, int] = {}
    for label in range(len(OUTCOMES)):
        matches = sorted(row["source_match_id"] for row in found if row["label"] == label)
        if len(matches) < FOLDS:
            return {}
        parts.update({match: i % FOLDS for i, match in enumerate(matches)})
    return parts


def _part_of(parts: dict[int, int]) -> Column:
    part = F.lit(0)
    for number in range(1, FOLDS):
        members = [match for match, of in parts.items() if of == number]
        part = F.when(F.col("source_match_id").isin(members), number).otherwise(part)
    return part.alias("part")


def _weights(
    rows: DataFrame, matches: int, parameters: ForestParameters, seed: int, say: Say
) -> tuple[float, ...]:
    """The calibration's weights, from what forests say of the part that they did not learn."""
    unseen = []
    for part in range(FOLDS):
        say(f"growing forest {part + 1} of {FOLDS} for the calibration")
        seen = rows.where(F.col("part") != part)
        grown = forest.grow(_with_imagined(seen, seed), parameters, seed)
        unseen += _told(grown.model, rows.where(F.col("part") == part))
    table = np.array(unseen)
    width = len(OUTCOMES)
    votes, poisson_shares = table[:, 1 : 1 + width], table[:, 1 + width :]
    return calibration.fit(votes, poisson_shares, table[:, 0].astype(np.int64), len(table) / matches)


def _told(model: RandomForestClassificationModel, rows: DataFrame) -> list[tuple[float, ...]]:
    votes = vector_to_array(F.col("probability"))
    told = model.transform(rows).select("label", *(votes[i] for i in range(len(OUTCOMES))), *SHARES)
    return [tuple(row) for row in told.collect()]


def _with_imagined(rows: DataFrame, seed: int) -> DataFrame:
    """The rows, and each again with results that the Poisson model drew.

    The draws depend on seed, match, minute and copy alone: the same on any cluster.
    """
    copy = F.explode(F.array(*(F.lit(i) for i in range(1 + IMAGINED)))).alias("copy")
    copies = rows.select("match_id", "period", "minute", "label", *SHARES, "features", copy)
    key = F.xxhash64(F.lit(seed), "match_id", "period", "minute", "copy")
    drawn = F.pmod(key, F.lit(1_000_003)) / 1_000_003.0
    home, draw = F.col(SHARES[0]), F.col(SHARES[1])
    imagined = F.when(drawn < home, 0).when(drawn < home + draw, 1).otherwise(2)
    return copies.select(
        F.when(F.col("copy") == 0, F.col("label")).otherwise(imagined).cast("double").alias("label"),
        "features",
    )

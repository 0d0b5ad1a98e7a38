"""Calibration: forest and Poisson model in one logarithmic opinion pool.

    p(outcome) ∝ forest^a · poisson^c

(C. Genest and J. V. Zidek, Statistical Science 1, 1986). The weights need not add up to 1, so that the pool
also cools or heats, as temperature scaling does (C. Guo et al., ICML 2017). They are those most likely given
what forests said of matches they had not seen, pulled towards even weights when there are few matches. Two
numbers only: matches are few, and every further one that was tried (per outcome, with time) did worse on
unseen matches.
"""

from __future__ import annotations

import numpy as np
from pyspark import keyword_only
from pyspark.ml import Transformer
from pyspark.ml.functions import vector_to_array
from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.util import DefaultParamsReadable, DefaultParamsWritable
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from golazo.columns import Columns
from golazo.evaluation import OUTCOMES, PROBABILITIES, Floats, Integers
from golazo.forest_inputs import SHARES
from golazo.newton import maximum

LEAST_SHARE = 1e-6
"""What a share of 0 counts as: its logarithm would rule an outcome out whatever the other model says."""

METHOD = "logarithmic opinion pool of forest and Poisson model"

WEIGHTS: tuple[str, ...] = ("forest", "poisson")
"""a and c."""

EVEN: tuple[float, ...] = (0.5, 0.5)
"""Weights before anything was seen."""

PULL_MATCHES = 20.0
"""The pull to EVEN is as strong as this many matches."""


def fit(votes: Floats, poisson: Floats, label: Integers, rows_of_match: float) -> tuple[float, ...]:
    """The weights that make what happened most likely, less the pull to EVEN.

    Args:
        votes: shares of the forest's votes, a row per state and a column per outcome; of unseen matches.
        poisson: the Poisson model's probabilities of the same.
        label: what happened, an index into OUTCOMES.
        rows_of_match: mean number of rows of a match, which say much the same.

    Returns:
        Where a concave function is largest.
    """
    terms = np.stack([_logs(votes), _logs(poisson)], axis=2)
    happened = terms[np.arange(len(label)), label]
    even, pull = np.array(EVEN), PULL_MATCHES * rows_of_match

    def derivatives(weights: Floats) -> tuple[Floats, Floats]:
        said = _softmax(terms @ weights)
        expected = np.einsum("nc,nck->nk", said, terms)
        spread = terms - expected[:, None, :]
        slope = (happened - expected).sum(axis=0) - pull * (weights - even)
        return slope, np.einsum("nc,nci,ncj->ij", said, spread, spread) + pull * np.eye(len(even))

    weights = maximum(even, derivatives)
    return tuple(float(weight) for weight in weights)


class Calibrated(Transformer, DefaultParamsReadable["Calibrated"], DefaultParamsWritable):
    """Adds PROBABILITIES to rows with a forest's `probability` and the Poisson model's `SHARES`."""

    weights: Param[list[float]] = Param(
        Params._dummy(), "weights", "a and c of the pool", TypeConverters.toListFloat
    )

    @keyword_only
    def __init__(self, *, weights: list[float] | None = None) -> None:
        """`weights` as `fit` returns them; EVEN when none are given."""
        super().__init__()
        self._set(weights=list(weights or EVEN))
        self._kept: list[Columns] | None = None

    def _transform(self, dataset: DataFrame) -> DataFrame:
        self._kept = self._kept or [Columns("*", *step) for step in self._steps()]
        known = dataset
        for step in self._kept:
            known = step.of(known)
        return known.drop(*_POWERS, _LARGEST)

    def _steps(self) -> tuple[list[Column], ...]:
        a, c = self.getOrDefault(self.weights)
        votes = vector_to_array(F.col("probability"))
        powers = [a * _log(votes[i]) + c * _log(F.col(share)) for i, share in enumerate(SHARES)]
        # The largest power is taken out first: exp() of it alone could be too large or too small a number.
        sizes = [F.exp(F.col(power) - F.col(_LARGEST)) for power in _POWERS]
        whole = sizes[0] + sizes[1] + sizes[2]
        return (
            [power.alias(name) for power, name in zip(powers, _POWERS, strict=True)],
            [F.greatest(*_POWERS).alias(_LARGEST)],
            [(size / whole).alias(name) for size, name in zip(sizes, PROBABILITIES, strict=True)],
        )


_POWERS, _LARGEST = tuple(f"power_{outcome}" for outcome in OUTCOMES), "power_largest"


def _logs(shares: Floats) -> Floats:
    return np.asarray(np.log(np.maximum(shares, LEAST_SHARE)))


def _softmax(powers: Floats) -> Floats:
    sizes = np.exp(powers - powers.max(axis=1, keepdims=True))
    return np.asarray(sizes / sizes.sum(axis=1, keepdims=True))


def _log(share: Column) -> Column:
    return F.log(F.greatest(share, F.lit(LEAST_SHARE)))

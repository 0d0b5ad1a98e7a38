"""The random forest: how it grows, and the one call that grows it.

What comes back is always Spark ML's own model, which either architecture can load, whatever grew it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from pyspark.ml.classification import RandomForestClassificationModel, RandomForestClassifier
from pyspark.sql import DataFrame


@dataclass(frozen=True)
class ForestParameters:
    """How the forest grows. Large leaves, because the rows of one match are far from independent."""

    trees: int = 50
    depth: int = 10
    leaf_rows: int = 200
    bins: int = 32
    features_per_split: str = "onethird"

    def fitted_to(self, rows: int) -> ForestParameters:
        """The same, with leaves of at most a twentieth of the rows, so that a small history can split."""
        return ForestParameters(**{**asdict(self), "leaf_rows": max(1, min(self.leaf_rows, rows // 20))})


@dataclass(frozen=True)
class Grown:
    """A forest, and what grew it."""

    model: RandomForestClassificationModel
    algorithm: str
    """The library that trained it, as the model card names it."""


def grow(rows: DataFrame, parameters: ForestParameters, seed: int) -> Grown:
    """Trains a forest.

    Args:
        rows: a vector `features` and a `label`, 0 to n - 1.
        parameters: how it grows.
        seed: the same seed grows the same forest from the same rows in the same partitions.
    """
    classifier = RandomForestClassifier(
        labelCol="label",
        featuresCol="features",
        numTrees=parameters.trees,
        maxDepth=parameters.depth,
        minInstancesPerNode=parameters.leaf_rows,
        maxBins=parameters.bins,
        featureSubsetStrategy=parameters.features_per_split,
        seed=seed,
    )
    return Grown(classifier.fit(rows), "Spark ML random forest")

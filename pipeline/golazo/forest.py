"""The random forest: how it grows, and the one call that grows it.

What comes back is always Spark ML's own model, which either architecture can load, whatever grew it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from pyspark.ml import PipelineModel
from pyspark.ml.classification import RandomForestClassificationModel, RandomForestClassifier
from pyspark.sql import DataFrame, SparkSession

from golazo.errors import InputError

TRAINING, INFERENCE = "spark.golazo.forest.training", "spark.golazo.forest.inference"
"""Spark settings: the library that trains forests, and the one that asks them. One of `LIBRARIES`."""

SPARK_ML, SPARK_RAPIDS_ML = LIBRARIES = ("spark-ml", "spark-rapids-ml")
"""Spark ML on CPUs (what counts when a setting is absent), and NVIDIA's cuML on GPUs."""


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
    """The library that trained it, as the model card names it, and what that library did not heed."""


def grow(rows: DataFrame, parameters: ForestParameters, seed: int) -> Grown:
    """Trains a forest with the library that the session's `TRAINING` names.

    Args:
        rows: a vector `features` and a `label`, 0 to n - 1.
        parameters: how it grows.
        seed: the same seed grows the same forest from the same rows in the same partitions.

    Returns:
        A model that reads `features` and adds one column, `probability`.

    Raises InputError when the library cannot be used: there is no silent way back to another one.
    """
    if library_of(rows.sparkSession, TRAINING) == SPARK_ML:
        model, algorithm = classifier(parameters, seed).fit(rows), "Spark ML random forest"
    else:
        # Imported here: only a GPU's machine has the library.
        from golazo import cuml_training

        model, algorithm = cuml_training.fit(classifier(parameters, seed), rows)
    # Nobody asks for these two columns, and each is planned anew in every micro-batch.
    return Grown(model.setRawPredictionCol("").setPredictionCol(""), algorithm)


def classifier(parameters: ForestParameters, seed: int) -> RandomForestClassifier:
    """Spark ML's way to say how a forest grows, which every library is told."""
    return RandomForestClassifier(
        labelCol="label",
        featuresCol="features",
        numTrees=parameters.trees,
        maxDepth=parameters.depth,
        minInstancesPerNode=parameters.leaf_rows,
        maxBins=parameters.bins,
        featureSubsetStrategy=parameters.features_per_split,
        seed=seed,
    )


def placed(model: PipelineModel, place: str) -> PipelineModel:
    """A loaded model, with its forest where the session's `INFERENCE` says.

    Args:
        model: as it was loaded.
        place: where from, as Spark names it.

    Raises InputError when the library cannot be used.
    """
    spark = SparkSession.getActiveSession()
    assert spark is not None, "a model was loaded without a session"
    if library_of(spark, INFERENCE) == SPARK_ML:
        return model
    from golazo import cuml_inference

    return cuml_inference.on_gpu(spark, model, place)


def library_of(spark: SparkSession, setting: str) -> str:
    """The library that a session's `TRAINING` or `INFERENCE` names.

    Raises InputError when it names none.
    """
    named = spark.conf.get(setting, SPARK_ML)
    if named not in LIBRARIES:
        raise InputError(f'{setting} is "{named}": give {" or ".join(LIBRARIES)}.')
    return str(named)

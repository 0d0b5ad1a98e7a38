"""A forest grown on GPUs by cuML, through spark-rapids-ml, with Spark ML's parameters."""

from __future__ import annotations

import base64
import pickle
from collections.abc import Mapping

import treelite
from pyspark.ml.classification import RandomForestClassificationModel, RandomForestClassifier
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from golazo import cuml_library, treelite_forest
from golazo.errors import InputError
from golazo.forest import SPARK_ML, TRAINING

LARGEST_SEED = 0x7FFFFFF
"""The largest seed that spark-rapids-ml takes."""


def fit(classifier: RandomForestClassifier, rows: DataFrame) -> tuple[RandomForestClassificationModel, str]:
    """Trains as Spark ML's classifier would, on as many GPUs as there are executors.

    Every GPU grows its share of the trees from its share of the rows: more GPUs, other forests. What
    spark-rapids-ml refuses is refused here, and what it ignores is named in the second part of the answer,
    which says what grew the forest.

    Raises InputError when there is no usable cuML or GPU, when a parameter is not supported, or when a GPU
    got no row of some label.
    """
    library = cuml_library.import_of("spark_rapids_ml.classification", TRAINING)
    kwargs, ignored = parameters_for(classifier, library.RandomForestClassifier._param_mapping())
    spark = rows.sparkSession
    cuml_library.check_no_fallback(spark)
    cuml = cuml_library.check_usable(spark, TRAINING)
    estimator = library.RandomForestClassifier(float32_inputs=True, **kwargs)
    workers = estimator.num_workers
    dealt = rows.select(classifier.getFeaturesCol(), classifier.getLabelCol()).repartition(workers).cache()
    try:
        check_labels(dealt, classifier.getLabelCol(), workers)
        grown = estimator.fit(dealt)
    finally:
        dealt.unpersist()
    algorithm = (
        f"cuML {cuml} random forest, single precision, {workers} {'GPU' if workers == 1 else 'GPUs'}"
        + (f"; ignored: {', '.join(ignored)}" if ignored else "")
    )
    forest = treelite.Model.deserialize_bytes(pickle.loads(base64.b64decode(grown._treelite_model)))
    return treelite_forest.to_spark_ml(forest, classifier.uid), algorithm


def parameters_for(
    classifier: RandomForestClassifier, mapping: Mapping[str, str | None]
) -> tuple[dict[str, object], list[str]]:
    """What spark-rapids-ml's classifier is to be called with, and the parameters it would ignore.

    Args:
        classifier: whose parameters that were set count.
        mapping: spark-rapids-ml's own table: cuML's name of a parameter, "" when it is ignored, None when it
            is refused. Columns are not in it.

    Raises InputError when a parameter is refused.
    """
    columns = ("featuresCol", "labelCol")
    wanted = {p.name: value for p, value in classifier.extractParamMap().items() if classifier.isSet(p)}
    refused = [name for name in wanted if name not in columns and mapping.get(name) is None]
    if refused:
        raise InputError(
            f"cuML cannot grow a forest with {', '.join(sorted(refused))}: leave it out, "
            f"or set {TRAINING} to {SPARK_ML}."
        )
    if not 0 <= int(str(wanted.get("seed", 0))) <= LARGEST_SEED:
        raise InputError(f"cuML takes seeds from 0 to {LARGEST_SEED}: give --seed one of them.")
    ignored = sorted(name for name in wanted if mapping.get(name) == "")
    return {name: value for name, value in wanted.items() if name not in ignored}, ignored


def check_labels(dealt: DataFrame, label: str, workers: int) -> None:
    """Checks that labels are 0 to n - 1, and that each worker's part of the rows has all of them.

    Raises InputError otherwise: cuML would fail in the middle, or number the labels in its own way.
    """
    found = dealt.select(F.spark_partition_id(), F.col(label).cast("double")).distinct().collect()
    labels = sorted({row[1] for row in found})
    if labels != list(range(len(labels))):
        raise InputError(f"labels must be 0 to n - 1 for cuML; there are {', '.join(map(str, labels))}.")
    if len(found) < workers * len(labels):
        raise InputError(
            f"one of {workers} GPUs got no row of some result: train with more matches, or on fewer workers."
        )

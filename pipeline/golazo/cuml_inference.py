"""A saved forest asked on GPUs: spark-rapids-ml's model, made from Spark ML's."""

from __future__ import annotations

import base64
import pickle

from pyspark.ml import PipelineModel
from pyspark.ml.classification import RandomForestClassificationModel
from pyspark.ml.pipeline import PipelineSharedReadWrite
from pyspark.sql import SparkSession

from golazo import cuml_library
from golazo.forest import INFERENCE


def on_gpu(spark: SparkSession, model: PipelineModel, place: str) -> PipelineModel:
    """The model with its forest on the GPU; the other stages stay what they are.

    Args:
        spark: the session.
        model: with one random forest among its stages.
        place: where it was loaded from, as Spark names it; the forest's nodes are read from there.

    Raises InputError when cuML cannot be used.
    """
    library = cuml_library.import_of("spark_rapids_ml.classification", INFERENCE)
    # Imported here: treelite comes with cuML.
    from golazo import treelite_forest

    (number, forest), *_ = [
        (number, stage)
        for number, stage in enumerate(model.stages)
        if isinstance(stage, RandomForestClassificationModel)
    ]
    cuml_library.check_no_fallback(spark)
    cuml_library.check_usable(spark, INFERENCE)
    folder = PipelineSharedReadWrite.getStagePath(forest.uid, number, len(model.stages), f"{place}/stages")
    nodes = treelite_forest.from_spark_ml(spark.read.parquet(f"{folder}/data"), forest.numFeatures)
    fast = library.RandomForestClassificationModel(
        n_cols=forest.numFeatures,
        dtype="float32",
        treelite_model=base64.b64encode(pickle.dumps(nodes.serialize_bytes())).decode("ascii"),
        model_json="",
        num_classes=forest.numClasses,
    )
    fast.setFeaturesCol(forest.getFeaturesCol()).setProbabilityCol(forest.getProbabilityCol())
    return PipelineModel([*model.stages[:number], fast, *model.stages[number + 1 :]])

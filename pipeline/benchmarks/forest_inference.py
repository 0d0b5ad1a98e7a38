"""Ways to ask a forest for the rows of one micro-batch, timed side by side. Run from the checkout:

    PYTHONPATH=pipeline .golazo/venv/bin/python pipeline/benchmarks/forest_inference.py

Each way starts from columns of numbers, as a micro-batch does, and is planned anew every time. All have to
agree to 1e-9. The forest is grown from made rows; its size is printed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
import pyarrow as pa
import treelite
from processor_time import cpu_milliseconds, java_process
from pyspark.ml.classification import RandomForestClassificationModel, RandomForestClassifier
from pyspark.ml.feature import VectorAssembler
from pyspark.ml.functions import array_to_vector, vector_to_array
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F

FEATURES, CLASSES, LEARNED = 40, 3, 30_000
NAMES = [f"x{i}" for i in range(FEATURES)]
ANSWERS = ["home", "draw", "away"]
ANSWERS_SCHEMA = ", ".join(f"{name} double" for name in ANSWERS)

Way = Callable[[DataFrame], DataFrame]
"""Adds ANSWERS to rows with NAMES."""


def spark_ml(forest: RandomForestClassificationModel, one_column: bool, assembled: bool) -> Way:
    """Spark ML's own transform, handed to the JVM once; `one_column` leaves out all but `probability`."""
    forest = forest.copy()
    if one_column:
        forest.setRawPredictionCol("").setPredictionCol("")
    assembler = VectorAssembler(inputCols=NAMES, outputCol="features")
    java, java_assembler = forest._to_java(), assembler._to_java()
    vector = array_to_vector(F.array(*NAMES)).alias("features")
    shares = vector_to_array(F.col("probability"))
    answers = [shares[i].alias(name) for i, name in enumerate(ANSWERS)]

    def ask(rows: DataFrame) -> DataFrame:
        # The JVM lets go of its stages with Python's, which are therefore named here.
        _ = forest, assembler
        features = java_assembler.transform(rows._jdf) if assembled else rows.select("*", vector)._jdf
        return DataFrame(java.transform(features), rows.sparkSession).select(*rows.columns, *answers)

    return ask


def pandas_udf(trees: pd.DataFrame) -> Way:
    """All trees of all rows walked at once, level by level, with NumPy in a pandas UDF."""
    leaf = (trees["left"] < 0).to_numpy()
    first = trees.groupby("tree")["id"].transform("size").groupby(trees["tree"]).first().cumsum()
    offset = trees["tree"].map(first.shift(fill_value=0)).to_numpy()
    here = np.arange(len(trees))
    left = np.where(leaf, here, trees["left"] + offset)
    right = np.where(leaf, here, trees["right"] + offset)
    feature, threshold = trees["feature"].clip(lower=0).to_numpy(), trees["threshold"].fillna(0).to_numpy()
    shares = np.vstack(trees["shares"].to_list())
    roots = np.unique(offset)

    @F.pandas_udf(ANSWERS_SCHEMA)
    def walk(columns: pd.DataFrame) -> pd.DataFrame:
        rows = columns.to_numpy()
        number = np.arange(len(rows))[:, None]
        at = np.broadcast_to(roots, (len(rows), len(roots)))
        while True:
            below = np.where(rows[number, feature[at]] <= threshold[at], left[at], right[at])
            if (below == at).all():
                return pd.DataFrame(shares[at].mean(axis=1), columns=ANSWERS)
            at = below

    return lambda rows: rows.withColumn("said", walk(F.struct(*NAMES))).select(*rows.columns, "said.*")


def arrow_treelite(trees: pd.DataFrame) -> Way:
    """Treelite's inference on one thread, on Arrow's columns without pandas."""
    model = in_treelite(trees).serialize_bytes()
    held: dict[str, treelite.Model] = {}

    def ask(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        if not held:
            held["model"] = treelite.Model.deserialize_bytes(model)
        for batch in batches:
            rows = np.column_stack([batch.column(name) for name in NAMES])
            said = treelite.gtil.predict(held["model"], rows, nthread=1).reshape(-1, CLASSES)
            arrays = [*batch.columns, *(pa.array(said[:, i]) for i in range(CLASSES))]
            yield pa.RecordBatch.from_arrays(arrays, names=[*batch.schema.names, *ANSWERS])

    def way(rows: DataFrame) -> DataFrame:
        schema = ", ".join(f"{name} {kind}" for name, kind in rows.dtypes)
        return rows.mapInArrow(ask, f"{schema}, {ANSWERS_SCHEMA}")

    return way


def sql(trees: pd.DataFrame) -> Way:
    """Every tree a nest of `if` in Spark SQL."""

    def node(tree: pd.DataFrame, number: int) -> str:
        row = tree.iloc[number]
        if row["left"] < 0:
            return f"array({', '.join(f'{share!r}D' for share in row['shares'])})"
        test = f"{NAMES[int(row['feature'])]} <= {float(row['threshold'])!r}D"
        return f"if({test}, {node(tree, int(row['left']))}, {node(tree, int(row['right']))})"

    said = [F.expr(node(tree, 0)) for _, tree in trees.groupby("tree")]

    def mean(number: int) -> Column:
        whole = F.lit(0.0)
        for tree in range(len(said)):
            whole = whole + F.col(f"tree_{tree}")[number]
        return (whole / len(said)).alias(ANSWERS[number])

    def way(rows: DataFrame) -> DataFrame:
        votes = rows.select("*", *(vote.alias(f"tree_{i}") for i, vote in enumerate(said)))
        return votes.select(*rows.columns, *(mean(i) for i in range(CLASSES)))

    return way


def in_treelite(trees: pd.DataFrame) -> treelite.Model:
    """The forest in treelite's form, in double precision."""
    count = trees["tree"].nunique()
    builder = treelite.model_builder.ModelBuilder(
        threshold_type="float64",
        leaf_output_type="float64",
        metadata=treelite.model_builder.Metadata(FEATURES, "kMultiClf", True, 1, [CLASSES], (1, CLASSES)),
        tree_annotation=treelite.model_builder.TreeAnnotation(
            num_tree=count, target_id=[0] * count, class_id=[-1] * count
        ),
        postprocessor=treelite.model_builder.PostProcessorFunc(name="identity_multiclass"),
        base_scores=[0.0] * CLASSES,
    )
    for _, tree in trees.groupby("tree"):
        builder.start_tree()
        for row in tree.itertuples():
            builder.start_node(row.id)
            if row.left < 0:
                builder.leaf(row.shares)
            else:
                builder.numerical_test(
                    feature_id=row.feature,
                    threshold=row.threshold,
                    default_left=True,
                    opname="<=",
                    left_child_key=row.left,
                    right_child_key=row.right,
                )
            builder.end_node()
        builder.end_tree()
    return builder.commit()


def grown(spark: SparkSession) -> tuple[RandomForestClassificationModel, np.ndarray]:
    """A forest of the product's size, and the rows it learned from."""
    rng = np.random.default_rng(1)
    rows = rng.normal(size=(LEARNED, FEATURES))
    lead = 1.5 * rows[:, 0] + rows[:, 1] + rows[:, 2] * rows[:, 3] + rng.normal(size=LEARNED)
    frame = pd.DataFrame(rows, columns=NAMES).assign(label=np.digitize(lead, [-0.7, 0.7]).astype(float))
    learned = VectorAssembler(inputCols=NAMES, outputCol="features").transform(spark.createDataFrame(frame))
    classifier = RandomForestClassifier(
        numTrees=50, maxDepth=10, minInstancesPerNode=60, featureSubsetStrategy="onethird", seed=1
    )
    return classifier.fit(learned), rows


def nodes_of(spark: SparkSession, forest: RandomForestClassificationModel, folder: str) -> pd.DataFrame:
    """The nodes of a forest: `tree`, `id`, `left`, `right`, `feature`, `threshold` and each class's share."""
    forest.write().save(folder)
    stats = F.col("nodeData.impurityStats")
    whole = F.aggregate(stats, F.lit(0.0), lambda some, count: some + count)
    found = (
        spark.read.parquet(f"{folder}/data")
        .orderBy("treeID", "nodeData.id")
        .select(
            F.col("treeID").alias("tree"),
            F.col("nodeData.id").alias("id"),
            F.col("nodeData.leftChild").alias("left"),
            F.col("nodeData.rightChild").alias("right"),
            F.col("nodeData.split.featureIndex").alias("feature"),
            F.col("nodeData.split.leftCategoriesOrThreshold")[0].alias("threshold"),
            F.transform(stats, lambda count: count / whole).alias("shares"),
        )
    )
    return found.toPandas()


def main() -> None:
    """Times every way for every number of rows, in turns, and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[100, 500, 2000, 20000])
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--warm-up", type=int, default=15)
    args = parser.parse_args()
    os.environ["PYSPARK_PYTHON"] = sys.executable
    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    java = java_process(spark)
    forest, learned = grown(spark)
    with tempfile.TemporaryDirectory() as folder:
        trees = nodes_of(spark, forest, f"{folder}/forest")
    print(f"{forest.getNumTrees} trees, {len(trees)} nodes, {FEATURES} features")
    ways: dict[str, Way] = {
        "Spark ML, all columns": spark_ml(forest, one_column=False, assembled=True),
        "Spark ML, one column": spark_ml(forest, one_column=True, assembled=True),
        "the same, no assembler": spark_ml(forest, one_column=True, assembled=False),
        "pandas UDF, NumPy": pandas_udf(trees),
        "Arrow, treelite": arrow_treelite(trees),
        "Spark SQL": sql(trees),
    }
    print(f"{'':26}{'rows':>8}{'median ms':>11}{'least ms':>10}{'CPU ms':>8}")
    for count in args.rows:
        frame = pd.DataFrame(learned[:count], columns=NAMES).assign(row=np.arange(count))
        rows = spark.createDataFrame(frame).repartition(2).localCheckpoint()
        wall: dict[str, list[float]] = {name: [] for name in ways}
        busy: dict[str, list[float]] = {name: [] for name in ways}
        said: dict[str, np.ndarray] = {}
        for turn in range(args.warm_up + args.rounds):
            for name, way in ways.items():
                if name == "Spark SQL" and turn > 3:
                    continue
                cpu, started = cpu_milliseconds(java), time.perf_counter()
                answer = way(rows.select("*")).localCheckpoint()
                if turn >= args.warm_up or name == "Spark SQL":
                    wall[name].append((time.perf_counter() - started) * 1000)
                    busy[name].append(cpu_milliseconds(java) - cpu)
                if turn == 0:
                    said[name] = answer.orderBy("row").select(*ANSWERS).toPandas().to_numpy()
        reference = said["Spark ML, all columns"]
        for name in ways:
            assert np.abs(said[name] - reference).max() < 1e-9, name
            least, median = min(wall[name]), statistics.median(wall[name])
            print(
                f"{name:26}{count:>8}{median:>11.0f}{least:>10.0f}{statistics.mean(busy[name]):>8.0f}",
                flush=True,
            )
    spark.stop()


if __name__ == "__main__":
    main()

"""Forests in treelite's form, which cuML has, and in Spark ML's, which is saved; each from the other.

cuML computes in single precision (float32), Spark in double.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt
import treelite
from pyspark import SparkContext
from pyspark.ml.classification import RandomForestClassificationModel
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from treelite import model_builder

Doubles = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_AT_MOST = 3
"""Treelite's number for the comparison `<=`, the only one that Spark's trees know."""


def to_spark_ml(forest: treelite.Model, uid: str) -> RandomForestClassificationModel:
    """A classification forest whose leaves hold each class's share, as cuML grows them, as Spark ML's model.

    Every number goes to the side of a threshold on which its rounded self was in training. Counts, impurities
    (Gini's), gains and therefore feature importances are as if Spark had grown the forest. (spark-rapids-ml's
    own `cpu()` leaves them out, and sends numbers that were rounded down to a threshold to its other side.)

    Raises ValueError when the forest is of another kind.
    """
    header = forest.get_header_accessor()
    classes = int(header.get_field("num_class")[0])
    if not header.get_field("average_tree_output")[0]:
        raise ValueError("the forest's trees are not averaged")
    features = int(header.get_field("num_feature")[0])
    java = _Java()
    trees = java.gateway.new_array(java.tree, forest.num_tree)
    for number in range(forest.num_tree):
        root = _spark_tree(java, forest.get_tree_accessor(number), classes)
        trees[number] = java.tree(uid, root, features, classes)
    made = RandomForestClassificationModel(java.forest(uid, trees, features, classes))
    # It is loaded only if it has as many trees as it says.
    return made._set(numTrees=forest.num_tree)


def from_spark_ml(nodes: DataFrame, features: int) -> treelite.Model:
    """Spark ML's forest in single precision.

    Args:
        nodes: the table `data` of a saved model.
        features: how many features it reads.
    """
    node = F.col("nodeData")
    table = nodes.select(
        "treeID",
        node["id"].alias("id"),
        node["leftChild"].alias("left"),
        node["rightChild"].alias("right"),
        node["split"]["featureIndex"].alias("feature"),
        node["split"]["leftCategoriesOrThreshold"][0].alias("threshold"),
        node["impurityStats"].alias("stats"),
    )
    rows = table.orderBy("treeID", "id").collect()
    of_tree = {number: list(group) for number, group in groupby(rows, key=lambda row: row["treeID"])}
    trees = len(of_tree)
    classes = len(rows[0]["stats"])
    builder = model_builder.ModelBuilder(
        threshold_type="float32",
        leaf_output_type="float32",
        metadata=model_builder.Metadata(
            num_feature=features,
            task_type="kMultiClf",
            average_tree_output=True,
            num_target=1,
            num_class=[classes],
            leaf_vector_shape=(1, classes),
        ),
        tree_annotation=model_builder.TreeAnnotation(
            num_tree=trees, target_id=[0] * trees, class_id=[-1] * trees
        ),
        postprocessor=model_builder.PostProcessorFunc(name="identity_multiclass"),
        base_scores=[0.0] * classes,
    )
    for number in range(trees):
        builder.start_tree()
        for row in of_tree[number]:
            builder.start_node(row["id"])
            if row["left"] < 0:
                whole = sum(row["stats"])
                builder.leaf([count / whole for count in row["stats"]])
            else:
                builder.numerical_test(
                    row["feature"],
                    row["threshold"],
                    default_left=True,
                    opname="<=",
                    left_child_key=row["left"],
                    right_child_key=row["right"],
                )
            builder.end_node()
        builder.end_tree()
    return builder.commit()


def double_threshold(single: npt.NDArray[np.float32]) -> Doubles:
    """The largest doubles that are rounded to at most these singles.

    A number lies halfway between two singles at most: there it is rounded to the one whose last bit is 0.
    """
    above = np.nextafter(single, np.float32(np.inf))
    halfway = (single.astype(np.float64) + above.astype(np.float64)) / 2
    return np.where(halfway.astype(np.float32) <= single, halfway, np.nextafter(halfway, -np.inf))


class _Java:
    """Classes of Spark's JVM, looked up once: a look-up takes longer than making a node."""

    def __init__(self) -> None:
        context = SparkContext._active_spark_context
        assert context is not None and context._jvm is not None and context._gateway is not None
        self.gateway = context._gateway
        spark = context._jvm.org.apache.spark
        self.forest = spark.ml.classification.RandomForestClassificationModel
        self.tree = spark.ml.classification.DecisionTreeClassificationModel
        self.inner, self.leaf = spark.ml.tree.InternalNode, spark.ml.tree.LeafNode
        self.split = spark.ml.tree.ContinuousSplit
        self.gini = spark.mllib.tree.impurity.GiniCalculator
        self._copy = context._jvm.java.util.Arrays.copyOfRange
        self._wrap = context._jvm.java.nio.ByteBuffer.wrap
        self._double = context._jvm.double

    def doubles(self, values: Doubles) -> Any:  # noqa: ANN401
        """An array of Java's, handed over whole."""
        array = self.gateway.new_array(self._double, values.size)
        self._wrap(values.astype(">f8").tobytes()).asDoubleBuffer().get(array)
        return array

    def part(self, array: Any, start: int, end: int) -> Any:  # noqa: ANN401
        """Part of such an array."""
        return self._copy(array, start, end)


def _spark_tree(java: _Java, tree: Any, classes: int) -> Any:  # noqa: ANN401
    left, right, feature = (tree.get_field(name) for name in ("cleft", "cright", "split_index"))
    if not (tree.get_field("cmp")[left >= 0] == _AT_MOST).all():
        raise ValueError("the forest compares with something else than <=")
    threshold = double_threshold(tree.get_field("threshold").astype(np.float32))
    counts = _class_counts(tree, left, right, classes)
    rows = counts.sum(axis=1)
    impurity = 1 - ((counts / rows[:, None]) ** 2).sum(axis=1)
    weighed = rows * impurity
    gain = (weighed - weighed[left] - weighed[right]) / rows
    stats = java.doubles(counts.ravel())
    made: dict[int, Any] = {}
    # Children come after their parent.
    for node in reversed(range(len(left))):
        calculator = java.gini(
            java.part(stats, node * classes, (node + 1) * classes), round(float(rows[node]))
        )
        label = float(counts[node].argmax())
        if left[node] < 0:
            made[node] = java.leaf(label, float(impurity[node]), calculator)
        else:
            split = java.split(int(feature[node]), float(threshold[node]))
            children = made.pop(int(left[node])), made.pop(int(right[node]))
            made[node] = java.inner(
                label, float(impurity[node]), float(gain[node]), *children, split, calculator
            )
    return made[0]


def _class_counts(tree: Any, left: Integers, right: Integers, classes: int) -> Doubles:  # noqa: ANN401
    """Rows of each class in each node: in a leaf by its share of the leaf's, else those of its children."""
    begin = tree.get_field("leaf_vector_begin").astype(np.int64)
    shares = tree.get_field("leaf_vector").astype(np.float64)
    rows = tree.get_field("data_count")
    counts = np.zeros((len(left), classes))
    for node in reversed(range(len(left))):
        if left[node] < 0:
            share = shares[begin[node] : begin[node] + classes]
            counts[node] = share / share.sum() * (int(rows[node]) if len(rows) else 1)
        else:
            counts[node] = counts[left[node]] + counts[right[node]]
    return counts

"""The forest on the GPU, as far as it goes without one: spark-rapids-ml and treelite are the real ones."""

from __future__ import annotations

import base64
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import treelite
from pyspark.ml import PipelineModel
from pyspark.ml.classification import RandomForestClassificationModel, RandomForestClassifier
from pyspark.ml.functions import array_to_vector
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from spark_rapids_ml.classification import RandomForestClassificationModel as GpuModel
from spark_rapids_ml.classification import RandomForestClassifier as GpuClassifier
from treelite.model_builder import Metadata, ModelBuilder, PostProcessorFunc, TreeAnnotation

from golazo import cuml_inference, cuml_library, cuml_training, forest, treelite_forest
from golazo.errors import InputError
from golazo.forest import INFERENCE, SPARK_RAPIDS_ML, TRAINING, ForestParameters

FEATURES, CLASSES, TREES = 4, 3, 5


def trained_by_cuml(seed: int = 3) -> treelite.Model:
    """A forest as cuML gives it: single precision, shares in the leaves, thresholds that are rows' values."""
    rng = np.random.default_rng(seed)
    builder = ModelBuilder(
        threshold_type="float32",
        leaf_output_type="float32",
        metadata=Metadata(FEATURES, "kMultiClf", True, 1, [CLASSES], (1, CLASSES)),
        tree_annotation=TreeAnnotation(num_tree=TREES, target_id=[0] * TREES, class_id=[-1] * TREES),
        postprocessor=PostProcessorFunc(name="identity_multiclass"),
        base_scores=[0.0] * CLASSES,
    )
    inner, last = 15, 31
    for _ in range(TREES):
        builder.start_tree()
        for node in range(last):
            builder.start_node(node)
            if node < inner:
                threshold = float(rng.choice(values(rng, 50)))
                builder.numerical_test(
                    int(rng.integers(FEATURES)),
                    threshold,
                    default_left=True,
                    opname="<=",
                    left_child_key=2 * node + 1,
                    right_child_key=2 * node + 2,
                )
            else:
                shares = rng.integers(1, 9, CLASSES)
                builder.leaf((shares / shares.sum()).tolist())
            builder.end_node()
        builder.end_tree()
    made = builder.commit()
    for tree in range(TREES):
        # As cuML does; the builder's own method writes the counts into another field.
        accessor = made.get_tree_accessor(tree)
        counts = np.zeros(last, np.uint64)
        for node in reversed(range(last)):
            counts[node] = 10 + node if node >= inner else counts[2 * node + 1] + counts[2 * node + 2]
        accessor.set_field("data_count", counts)
        accessor.set_field("data_count_present", np.ones(last, np.uint8))
    return made


def values(rng: np.random.Generator, count: int) -> np.ndarray:
    """Numbers with one decimal, nearly all of which single precision rounds: rows lie on thresholds."""
    return rng.integers(-30, 30, count) / 10


def table(spark: SparkSession, rows: np.ndarray) -> DataFrame:
    columns = [f"f{i}" for i in range(FEATURES)]
    frame = spark.createDataFrame([(i, *map(float, row)) for i, row in enumerate(rows)], ["row", *columns])
    return frame.select("row", array_to_vector(F.array(*columns)).alias("features"))


def shares(model: RandomForestClassificationModel, rows: DataFrame) -> np.ndarray:
    found = model.transform(rows).orderBy("row").select("probability").collect()
    return np.array([row["probability"].toArray() for row in found])


@pytest.fixture(scope="module")
def rows() -> np.ndarray:
    return values(np.random.default_rng(8), 4000).reshape(-1, FEATURES)


@pytest.fixture(scope="module")
def grown(spark: SparkSession) -> RandomForestClassificationModel:
    return RandomForestClassifier(numTrees=TREES, maxDepth=4, seed=1).fit(labelled(spark))


def test_spark_answers_as_the_forest_of_the_gpu_does_for_every_row_on_a_threshold(
    spark: SparkSession, rows: np.ndarray
) -> None:
    # GIVEN a forest whose thresholds are values of the rows, rounded to single precision
    trained = trained_by_cuml()
    # WHEN Spark gets it, and the rows in double precision
    answers = shares(treelite_forest.to_spark_ml(trained, "rfc_test"), table(spark, rows))
    # THEN it says what treelite says of the rounded rows (its own inference, the reference for cuML's)
    reference = treelite.gtil.predict(trained, rows.astype(np.float32)).reshape(-1, CLASSES)
    assert np.abs(answers - reference).max() < 1e-6


def test_the_librarys_own_conversion_sends_rows_on_a_threshold_astray(
    spark: SparkSession, rows: np.ndarray
) -> None:
    # This is why there is another one; when it fails, the library's can be used.
    trained = trained_by_cuml()
    model = GpuModel(
        n_cols=FEATURES,
        dtype="float32",
        treelite_model=base64.b64encode(pickle.dumps(trained.serialize_bytes())).decode(),
        model_json=trained.dump_as_json(),
        num_classes=CLASSES,
    )
    reference = treelite.gtil.predict(trained, rows.astype(np.float32)).reshape(-1, CLASSES)
    astray = np.abs(shares(model.cpu(), table(spark, rows)) - reference).max(axis=1) > 1e-6
    assert astray.mean() > 0.05
    assert not model.cpu().featureImportances.toArray().any()


def test_a_threshold_sends_every_double_where_its_rounded_value_went() -> None:
    rng = np.random.default_rng(1)
    single = np.concatenate([rng.normal(size=2000), [0.0, 1.0, -1.0, 1e-30, 16777216.0]]).astype(np.float32)
    threshold = treelite_forest.double_threshold(single)
    for step in (-np.inf, np.inf):
        near = np.nextafter(threshold, step)
        assert ((near <= threshold) == (near.astype(np.float32) <= single)).all()
    assert (threshold.astype(np.float32) <= single).all()


def test_the_converted_forest_has_the_counts_and_importances_of_one_that_spark_grew(
    spark: SparkSession, grown: RandomForestClassificationModel, tmp_path: Path
) -> None:
    # GIVEN a forest that Spark grew, in the form in which the GPU gets it, and how many rows its nodes had
    nodes = saved_nodes(spark, grown, tmp_path)
    there = treelite_forest.from_spark_ml(nodes, FEATURES)
    rows = F.expr("aggregate(nodeData.impurityStats, 0D, (sum, count) -> sum + count)")
    counted = nodes.orderBy("treeID", "nodeData.id").select("treeID", rows).collect()
    for tree in range(there.num_tree):
        counts = np.array([row[1] for row in counted if row[0] == tree], np.uint64)
        there.get_tree_accessor(tree).set_field("data_count", counts)
    # WHEN it comes back
    back = treelite_forest.to_spark_ml(there, "rfc_test")
    # THEN the same features matter as much, and a saved one says the same
    back.write().overwrite().save(str(tmp_path / "back"))
    loaded = RandomForestClassificationModel.load(str(tmp_path / "back"))
    for model in (back, loaded):
        assert model.featureImportances.toArray() == pytest.approx(
            grown.featureImportances.toArray(), rel=1e-5
        )
        assert (model.numClasses, model.numFeatures, model.getNumTrees) == (CLASSES, FEATURES, TREES)


def test_spark_mls_forest_says_the_same_in_the_form_for_the_gpu(
    spark: SparkSession, grown: RandomForestClassificationModel, tmp_path: Path
) -> None:
    there = treelite_forest.from_spark_ml(saved_nodes(spark, grown, tmp_path), FEATURES)
    rows = np.random.default_rng(9).normal(size=(500, FEATURES))
    reference = shares(grown, table(spark, rows))
    answers = treelite.gtil.predict(there, rows.astype(np.float32)).reshape(-1, CLASSES)
    assert np.abs(answers - reference).max() < 1e-6


@pytest.mark.parametrize("setting", [TRAINING, INFERENCE])
def test_a_library_that_does_not_exist_is_refused_by_its_setting(spark: SparkSession, setting: str) -> None:
    refusal = pytest.raises(InputError, match=f"{setting} is .cuml.: give spark-ml or spark-rapids-ml")
    with configured(spark, setting, "cuml"), refusal:
        forest.library_of(spark, setting)


def test_training_on_a_gpu_where_there_is_none_stops_and_says_what_to_do(
    spark: SparkSession,
) -> None:
    # GIVEN the GPU's configuration on a machine without cuML or without a GPU
    if not no_gpu():
        pytest.skip("this machine has a GPU: would show that training without one is refused")
    rows = labelled(spark)
    # WHEN a forest is to be grown THEN nothing is trained anywhere else
    with configured(spark, TRAINING, SPARK_RAPIDS_ML), pytest.raises(InputError) as refused:
        forest.grow(rows, ForestParameters(trees=TREES), 1)
    said = str(refused.value)
    assert said.startswith(f"{TRAINING} is spark-rapids-ml, but cuML cannot be used here (")
    assert said.endswith("or set it to spark-ml in spark-conf/gpu.conf to use CPUs.") and "\n" not in said


def test_spark_rapids_ml_may_not_go_back_to_cpus_by_itself(spark: SparkSession) -> None:
    fallback = "spark.rapids.ml.cpu.fallback.enabled"
    with configured(spark, fallback, "true"), pytest.raises(InputError, match="unseen: remove that setting"):
        forest_on_gpu(labelled(spark))


@pytest.mark.parametrize("name", ["weightCol", "leafCol"])
def test_a_parameter_that_cuml_does_not_have_is_refused(name: str) -> None:
    classifier = RandomForestClassifier(**{name: "other"})
    with pytest.raises(InputError, match=f"cuML cannot grow a forest with {name}: leave it out"):
        cuml_training.parameters_for(classifier, GpuClassifier._param_mapping())


def test_parameters_that_cuml_ignores_are_named() -> None:
    classifier = RandomForestClassifier(subsamplingRate=0.5, minInfoGain=0.1, maxDepth=3, seed=1)
    wanted, ignored = cuml_training.parameters_for(classifier, GpuClassifier._param_mapping())
    assert ignored == ["minInfoGain", "subsamplingRate"]
    assert wanted == {"maxDepth": 3, "seed": 1}


def test_every_parameter_of_ours_reaches_cuml_under_its_own_name(spark: SparkSession) -> None:
    classifier = forest.classifier(ForestParameters(), seed=7)
    wanted, ignored = cuml_training.parameters_for(classifier, GpuClassifier._param_mapping())
    theirs = GpuClassifier(float32_inputs=True, **wanted).cuml_params
    assert ignored == []
    assert {name: theirs[name] for name in ("n_estimators", "max_depth", "n_bins", "min_samples_leaf")} == {
        "n_estimators": 50,
        "max_depth": 10,
        "n_bins": 32,
        "min_samples_leaf": 200,
    }
    assert (theirs["max_features"], theirs["random_state"]) == (pytest.approx(1 / 3), 7)
    # More streams than one grow another forest each time.
    assert theirs["n_streams"] == 1


@pytest.mark.parametrize("seed", [-1, cuml_training.LARGEST_SEED + 1])
def test_a_seed_that_cuml_cannot_take_is_refused(seed: int) -> None:
    with pytest.raises(InputError, match="cuML takes seeds from 0 to 134217727"):
        cuml_training.parameters_for(RandomForestClassifier(seed=seed), GpuClassifier._param_mapping())


def test_a_gpu_without_any_row_of_a_result_is_refused(spark: SparkSession) -> None:
    rows = spark.createDataFrame([(0.0,), (1.0,), (2.0,)], ["label"]).repartition(2)
    with pytest.raises(InputError, match="one of 2 GPUs got no row of some result"):
        cuml_training.check_labels(rows, "label", 2)
    cuml_training.check_labels(rows.coalesce(1), "label", 1)


def test_labels_with_a_gap_are_refused(spark: SparkSession) -> None:
    rows = spark.createDataFrame([(0.0,), (2.0,)], ["label"])
    with pytest.raises(InputError, match=r"labels must be 0 to n - 1 for cuML; there are 0.0, 2.0"):
        cuml_training.check_labels(rows.coalesce(1), "label", 1)


def test_a_saved_model_is_asked_through_spark_rapids_ml_with_the_same_forest(
    spark: SparkSession,
    grown: RandomForestClassificationModel,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # GIVEN a saved pipeline, and a machine that is taken for one with a GPU
    PipelineModel([grown]).write().overwrite().save(str(tmp_path / "pipeline"))
    loaded = PipelineModel.load(str(tmp_path / "pipeline"))
    monkeypatch.setattr(cuml_library, "check_usable", lambda *_: "25.10")
    # WHEN it is made ready for the GPU
    fast = cuml_inference.on_gpu(spark, loaded, str(tmp_path / "pipeline")).stages[0]
    # THEN its forest is spark-rapids-ml's, which holds the same trees
    assert isinstance(fast, GpuModel)
    assert (fast.numClasses, fast.numFeatures) == (CLASSES, FEATURES)
    rows = np.random.default_rng(4).normal(size=(300, FEATURES))
    held = treelite.Model.deserialize_bytes(pickle.loads(base64.b64decode(fast._treelite_model)))
    answers = treelite.gtil.predict(held, rows.astype(np.float32)).reshape(-1, CLASSES)
    assert np.abs(answers - shares(loaded.stages[0], table(spark, rows))).max() < 1e-6


def test_a_stream_told_to_ask_a_gpu_where_there_is_none_stops_and_says_what_to_do(
    spark: SparkSession, grown: RandomForestClassificationModel
) -> None:
    if not no_gpu():
        pytest.skip("this machine has a GPU: would show that asking without one is refused")
    loaded = PipelineModel([grown])
    assert forest.placed(loaded, "nowhere") is loaded
    refusal = pytest.raises(
        InputError, match=f"^{INFERENCE} is spark-rapids-ml, but cuML cannot be used here"
    )
    with configured(spark, INFERENCE, SPARK_RAPIDS_ML), refusal:
        forest.placed(loaded, "nowhere")


@pytest.mark.skipif("no_gpu()", reason="no GPU: would grow a forest with cuML and ask it on both sides")
def test_a_forest_grown_on_the_gpu_answers_the_same_on_both_architectures(
    spark: SparkSession, tmp_path: Path
) -> None:
    with configured(spark, TRAINING, SPARK_RAPIDS_ML):
        grown = forest.grow(labelled(spark), ForestParameters(trees=TREES, leaf_rows=5), 1)
        again = forest.grow(labelled(spark), ForestParameters(trees=TREES, leaf_rows=5), 1)
    assert grown.algorithm.startswith("cuML ")
    PipelineModel([grown.model]).write().overwrite().save(str(tmp_path / "pipeline"))
    loaded = PipelineModel.load(str(tmp_path / "pipeline"))
    rows = table(spark, np.random.default_rng(4).normal(size=(300, FEATURES)))
    here = shares(loaded.stages[0], rows)
    there = shares(cuml_inference.on_gpu(spark, loaded, str(tmp_path / "pipeline")).stages[0], rows)
    assert np.abs(here - there).max() < 1e-5
    assert np.abs(here - shares(again.model, rows)).max() == 0


def no_gpu() -> bool:
    try:
        import cuml  # noqa: F401
        import cupy

        return not cupy.cuda.runtime.getDeviceCount()
    except Exception:
        return True


@contextmanager
def configured(spark: SparkSession, setting: str, value: str) -> Iterator[None]:
    spark.conf.set(setting, value)
    try:
        yield
    finally:
        spark.conf.unset(setting)


def forest_on_gpu(rows: DataFrame) -> None:
    with configured(rows.sparkSession, TRAINING, SPARK_RAPIDS_ML):
        forest.grow(rows, ForestParameters(trees=TREES), 1)


def labelled(spark: SparkSession) -> DataFrame:
    rng = np.random.default_rng(2)
    data = rng.normal(size=(600, FEATURES))
    rows = table(spark, data)
    first = F.element_at(F.array(*(F.lit(float(v)) for v in data[:, 0])), F.col("row").cast("int") + 1)
    label = F.when(first < -0.5, 0.0).when(first < 0.5, 1.0).otherwise(2.0)
    return rows.withColumn("label", label)


def saved_nodes(spark: SparkSession, model: RandomForestClassificationModel, folder: Path) -> DataFrame:
    model.write().overwrite().save(str(folder / "forest"))
    return spark.read.parquet(str(folder / "forest" / "data"))

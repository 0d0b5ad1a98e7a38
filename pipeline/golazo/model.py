"""The win-probability model: one pipeline and its ratings in one folder, with a card that says what it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.ml import PipelineModel, Transformer
from pyspark.ml.classification import RandomForestClassificationModel
from pyspark.ml.wrapper import JavaTransformer
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from golazo import forest, strength
from golazo.atomic_folder import replacing
from golazo.calibration import Calibrated
from golazo.errors import InputError
from golazo.evaluation import OUTCOMES, PROBABILITIES
from golazo.forest_inputs import FEATURES, INPUTS, ForestInputs
from golazo.storage import SHARED_FOLDERS, Storage
from golazo.strength import Ratings

ModelCard = dict[str, Any]
"""What `contracts/schemas/model-card.schema.json` describes."""

_PIPELINE, _CARD = "pipeline", "model-card.json"


class Predictor:
    """A model that is asked again and again.

    Spark's own stages are handed to its JVM once: PySpark's own `transform` hands every parameter of every
    stage over at each call, hundreds of round trips that took longer than the forest itself."""

    def __init__(self, model: PipelineModel) -> None:
        """Takes a model of `learning.learn` or `load`."""
        # Kept as well: Spark's JVM lets go of a stage as soon as Python does.
        self._model = model
        self._steps = [_step(stage) for stage in model.stages]

    def predict(self, states: DataFrame) -> DataFrame:
        """The states' own columns and `PROBABILITIES`, which sum to 1.

        States that do not know the teams' strength are predicted as if they were equals.
        """
        known = states
        for name in strength.FEATURES:
            if name not in states.columns:
                known = known.withColumn(name, F.lit(None).cast("double"))
        for step in self._steps:
            known = step(known)
        return known.select(*states.columns, *PROBABILITIES)


def predict(model: PipelineModel, states: DataFrame) -> DataFrame:
    """Asks a model once, as `Predictor` does."""
    return Predictor(model).predict(states)


def feature_importance(model: PipelineModel) -> dict[str, float]:
    """Each of INPUTS' share of the forest's gain in purity, largest first; the sum is 1."""
    shares = zip(INPUTS, _forest(model).featureImportances.toArray().tolist(), strict=True)
    return dict(sorted(shares, key=lambda share: -share[1]))


def save(
    model: PipelineModel, card: ModelCard, ratings: Ratings, folder: Path, storage: Storage = SHARED_FOLDERS
) -> None:
    """Puts model, card and ratings in place of whatever model was in `folder`, all or none.

    Raises InputError when the folder cannot be written.
    """
    with replacing(folder) as fresh:
        with storage.filling(fresh / _PIPELINE) as place:
            model.save(place)
        strength.save(ratings, fresh)
        (fresh / _CARD).write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


def load(folder: Path, storage: Storage = SHARED_FOLDERS) -> tuple[PipelineModel, ModelCard]:
    """The model of a folder and its card; `strength.load` gives its ratings.

    Raises InputError when there is none, when it was trained with other features, or when it cannot be read.
    """
    card = _read_card(folder)
    _check_features(list(card["features"]), folder)
    try:
        model = PipelineModel.load(storage.readable(folder / _PIPELINE))
    except (Py4JError, PySparkException, ValueError, LookupError, AttributeError, ImportError) as error:
        raise _corrupt(folder, f"{folder / _PIPELINE} cannot be read") from error
    kinds = [type(stage) for stage in model.stages]
    if len(kinds) != 4 or (kinds[0], kinds[2], kinds[3]) != _KINDS:
        raise _corrupt(folder, f"{folder / _PIPELINE} is another pipeline")
    if _forest(model).numClasses != len(OUTCOMES) or _forest(model).numFeatures != len(INPUTS):
        raise _corrupt(folder, f"{folder / _PIPELINE} has another forest")
    return forest.placed(model, storage.readable(folder / _PIPELINE)), card


_KINDS = (ForestInputs, RandomForestClassificationModel, Calibrated)


def _step(stage: Transformer) -> Callable[[DataFrame], DataFrame]:
    if not isinstance(stage, JavaTransformer):
        return stage.transform
    java: Any = cast(Any, stage)._to_java()
    return lambda rows: DataFrame(java.transform(rows._jdf), rows.sparkSession)


def _forest(model: PipelineModel) -> RandomForestClassificationModel:
    return cast(RandomForestClassificationModel, model.stages[2])


def _check_features(trained_with: list[str], folder: Path) -> None:
    if trained_with == list(FEATURES):
        return
    extra = [name for name in trained_with if name not in FEATURES]
    absent = [name for name in FEATURES if name not in trained_with]
    raise InputError(
        f"the model in {folder} was trained with other features: it has [{', '.join(trained_with)}], "
        f"this version computes [{', '.join(FEATURES)}]"
        + (f"; only the model has [{', '.join(extra)}]" if extra else "")
        + (f"; only this version has [{', '.join(absent)}]" if absent else "")
        + ". Train it again with ./golazo train."
    )


def _read_card(folder: Path) -> ModelCard:
    try:
        card = json.loads((folder / _CARD).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError(f"there is no model in {folder}. Train one with ./golazo train.") from error
    except (OSError, ValueError) as error:
        raise _corrupt(folder, f"{folder / _CARD} cannot be read") from error
    if not isinstance(card, dict) or not isinstance(card.get("features"), dict):
        raise _corrupt(folder, f"{folder / _CARD} names no features")
    return card


def _corrupt(folder: Path, why: str) -> InputError:
    return InputError(f"the model in {folder} is damaged: {why}. Train it again with ./golazo train.")

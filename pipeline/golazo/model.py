"""The win-probability model: one Spark ML pipeline in one folder, with a card that says what it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.classification import RandomForestClassificationModel
from pyspark.ml.feature import SQLTransformer, VectorAssembler
from pyspark.ml.functions import vector_to_array
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from golazo import forest
from golazo.atomic_folder import replacing
from golazo.errors import InputError
from golazo.evaluation import OUTCOMES, PROBABILITIES
from golazo.forest import ForestParameters
from golazo.game_state import FEATURES
from golazo.storage import SHARED_FOLDERS, Storage

ModelCard = dict[str, Any]
"""What `contracts/schemas/model-card.schema.json` describes."""

IMPUTED: dict[str, float] = {
    "pass_share_recent": 0.5,
    "home_pass_completion_recent": 0.85,
    "away_pass_completion_recent": 0.85,
    "possession_share_recent": 0.5,
    "territory_share_recent": 0.5,
    "home_goal_side_recent": 5.0,
    "away_goal_side_recent": 5.0,
    "home_nearest_recent": 7.0,
    "away_nearest_recent": 7.0,
    "home_close_recent": 0.6,
    "away_close_recent": 0.6,
    "home_visible_recent": 13.6,
    "away_visible_recent": 13.6,
}
"""What stands in for a null feature: an even share, or the rounded mean of real matches (passes completed:
four open-data matches; 360: match 3788741). `has_360` tells the forest that the frames are missing."""

_PIPELINE, _CARD = "pipeline", "model-card.json"


def fit(states: DataFrame, parameters: ForestParameters, seed: int) -> tuple[PipelineModel, str]:
    """Trains on game states with a `label`, an index into OUTCOMES.

    Returns the model, one pipeline with game states in and `probability` out, and the algorithm it was
    trained with.
    """
    filled = ", ".join(
        f"coalesce({name}, {IMPUTED[name]}D) AS filled_{name}"
        if name in IMPUTED
        else f"{name} AS filled_{name}"
        for name in FEATURES
    )
    prepare = Pipeline(
        stages=[
            SQLTransformer(statement=f"SELECT *, {filled} FROM __THIS__"),
            VectorAssembler(inputCols=[f"filled_{name}" for name in FEATURES], outputCol="features"),
        ]
    ).fit(states)
    grown = forest.grow(prepare.transform(states), parameters, seed)
    return PipelineModel([*prepare.stages, grown.model]), grown.algorithm


class Predictor:
    """A model that is asked again and again.

    It is handed to Spark's JVM once: PySpark's own `transform` hands every parameter of every stage over at
    each call, hundreds of round trips that took longer than the forest itself.
    """

    def __init__(self, model: PipelineModel) -> None:
        """Takes a model of `fit` or `load`."""
        self._java = model._to_java()

    def predict(self, states: DataFrame) -> DataFrame:
        """The states' own columns and `PROBABILITIES`, which sum to 1."""
        known = DataFrame(self._java.transform(states._jdf), states.sparkSession)
        probability = vector_to_array(F.col("probability"))
        return known.select(
            *states.columns, *(probability[i].alias(name) for i, name in enumerate(PROBABILITIES))
        )


def predict(model: PipelineModel, states: DataFrame) -> DataFrame:
    """Asks a model once, as `Predictor` does."""
    return Predictor(model).predict(states)


def feature_importance(model: PipelineModel) -> dict[str, float]:
    """Each feature's share of the forest's gain in purity, largest first; the sum is 1."""
    shares = zip(FEATURES, _forest(model).featureImportances.toArray().tolist(), strict=True)
    return dict(sorted(shares, key=lambda share: -share[1]))


def save(model: PipelineModel, card: ModelCard, folder: Path, storage: Storage = SHARED_FOLDERS) -> None:
    """Puts model and card in place of whatever model was in `folder`, both or neither.

    Raises InputError when the folder cannot be written.
    """
    with replacing(folder) as fresh:
        with storage.filling(fresh / _PIPELINE) as place:
            model.save(place)
        (fresh / _CARD).write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


def load(folder: Path, storage: Storage = SHARED_FOLDERS) -> tuple[PipelineModel, ModelCard]:
    """The model of a folder and its card.

    Raises InputError when there is none, when it was trained with other features, or when it cannot be read.
    """
    card = _read_card(folder)
    trained_with = list(card["features"])
    if trained_with != list(FEATURES):
        raise InputError(
            f"the model in {folder} was trained with other features: it has [{', '.join(trained_with)}], "
            f"this version computes [{', '.join(FEATURES)}]. Train it again with ./golazo train."
        )
    try:
        model = PipelineModel.load(storage.readable(folder / _PIPELINE))
    except (Py4JError, PySparkException, ValueError, IndexError) as error:
        raise _corrupt(folder, f"{folder / _PIPELINE} cannot be read") from error
    if len(model.stages) != 3 or _forest(model).numClasses != len(OUTCOMES):
        raise _corrupt(folder, f"{folder / _PIPELINE} is another pipeline")
    return model, card


def _forest(model: PipelineModel) -> RandomForestClassificationModel:
    return cast(RandomForestClassificationModel, model.stages[-1])


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

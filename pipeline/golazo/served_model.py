"""The model as streams ask it: loaded once in a job, and its queries prepared once."""

from __future__ import annotations

from pathlib import Path

from pyspark.sql import DataFrame, SparkSession

from golazo import model, strength
from golazo.game_state import game_states
from golazo.prepared_query import prepared
from golazo.storage import Storage


class ServedModel:
    """What `predict` asks in each micro-batch.

    The rehearsal and the replay after it ask the same one: the replay waits for neither model nor plan.
    """

    def __init__(self, spark: SparkSession, folder: Path, storage: Storage) -> None:
        """Loads the model of `folder`; raises InputError when there is no usable one."""
        predictor = model.Predictor(model.load(folder, storage)[0])
        difference = strength.difference(strength.load(folder))

        def changed(minutes: DataFrame) -> DataFrame:
            # They are in one partition, which Spark does not know: dividing them by match takes longer than a
            # second task saves.
            states = game_states(minutes.coalesce(1)).where("touched > 0")
            return states.withColumn("strength_difference", difference)

        self.features = prepared(spark, changed)
        """From the minutes of live matches to the game states that the micro-batch changed."""
        self.model = prepared(spark, predictor.predict)
        """From game states to the same with their probabilities."""
        self.features_and_model = prepared(spark, lambda minutes: predictor.predict(changed(minutes)))
        """Both, in one go."""

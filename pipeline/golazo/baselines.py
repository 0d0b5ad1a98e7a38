"""What the model has to beat: the prior, a logistic regression, and the Poisson model of goals to come."""

from __future__ import annotations

from dataclasses import dataclass

from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.classification import LogisticRegression
from pyspark.ml.feature import SQLTransformer, VectorAssembler
from pyspark.ml.functions import vector_to_array
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from golazo import poisson
from golazo.evaluation import OUTCOMES
from golazo.features import SIDES

BASELINES: tuple[str, ...] = ("poisson", "logistic", "prior")


def column(baseline: str, outcome: str) -> str:
    """The name of the column with what a baseline says of an outcome."""
    return f"baseline_{baseline}_{outcome}"


_TIME = "time_left / 96.5D"
_LOGISTIC = {
    "lead": "score_difference",
    "lead_for_time": "score_difference / sqrt(time_left + 1)",
    "lead_by_time": f"score_difference * {_TIME}",
    "strength": "coalesce(strength_difference, 0D) / 400",
    "strength_by_time": f"coalesce(strength_difference, 0D) / 400 * {_TIME}",
    "reds": "coalesce(home_reds - away_reds, 0D)",
    "reds_by_time": f"coalesce(home_reds - away_reds, 0D) * {_TIME}",
    "shots": "coalesce(home_shots - away_shots, 0D) / 10",
    "shots_by_time": f"coalesce(home_shots - away_shots, 0D) / 10 * {_TIME}",
    "time": _TIME,
}
"""Terms of the logistic regression: the state, and how much of it still counts as time runs out."""

_SHRINKAGE = 1e-4

_MOST_STEPS = 30
"""The likelihood has hardly moved for long by then."""


@dataclass(frozen=True)
class Baselines:
    """The fitted ones."""

    rates: poisson.Rates
    logistic: PipelineModel
    shares: tuple[float, ...]
    """Each outcome's share of the training rows."""

    def predict(self, states: DataFrame) -> DataFrame:
        """Adds a `column` for each of BASELINES and OUTCOMES."""
        to_come = poisson.goals_to_come(self.rates)
        home, away = (f"_to_come_{side}" for side in SIDES)
        known = states.select(
            "*", *(value.alias(name) for value, name in zip(to_come, (home, away), strict=True))
        )
        known = poisson.with_outcomes(known, home, away, [column("poisson", outcome) for outcome in OUTCOMES])
        regressed = self.logistic.transform(known)
        logistic = vector_to_array(F.col("logistic_probability"))
        return regressed.select(
            *states.columns,
            *(column("poisson", outcome) for outcome in OUTCOMES),
            *(logistic[i].alias(column("logistic", outcome)) for i, outcome in enumerate(OUTCOMES)),
            *(
                F.lit(share).alias(column("prior", outcome))
                for outcome, share in zip(OUTCOMES, self.shares, strict=True)
            ),
        )


def fit(states: DataFrame, shares: tuple[float, ...]) -> Baselines:
    """Trains them on game states with `label`, `home_score` and `away_score`."""
    terms = ", ".join(f"{value} AS _{name}" for name, value in _LOGISTIC.items())
    logistic = Pipeline(
        stages=[
            SQLTransformer(statement=f"SELECT *, {terms} FROM __THIS__"),
            VectorAssembler(inputCols=[f"_{name}" for name in _LOGISTIC], outputCol="_terms"),
            LogisticRegression(
                family="multinomial",
                featuresCol="_terms",
                labelCol="label",
                regParam=_SHRINKAGE,
                maxIter=_MOST_STEPS,
                probabilityCol="logistic_probability",
                rawPredictionCol="_raw",
                predictionCol="_guess",
            ),
        ]
        # One part: sums of several come in whatever order, and the same seed is to give the same figures.
    ).fit(states.coalesce(1))
    return Baselines(poisson.fit(states, poisson.BASELINE), logistic, shares)

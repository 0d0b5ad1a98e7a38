"""What the forest reads of a game state: its features, and what the Poisson model makes of them."""

from __future__ import annotations

import json

from pyspark import keyword_only
from pyspark.ml import Transformer
from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.util import DefaultParamsReadable, DefaultParamsWritable
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from golazo import game_state, poisson, strength
from golazo.columns import Columns
from golazo.evaluation import OUTCOMES

FEATURES: dict[str, str] = {**game_state.FEATURES, **strength.FEATURES}
"""What a model may see of a match at one minute, from its events and from before it: name and definition."""

_ALWAYS_KNOWN: tuple[str, ...] = (
    *("period", "minute", "minutes_left", "stoppage", "time_left"),
    *("score_difference", "score_pressure", "home_goals", "away_goals"),
)

IMPUTED: dict[str, float] = {
    **{name: 0.0 for name in FEATURES if name not in _ALWAYS_KNOWN},
    "pass_share_recent": 0.5,
    "home_pass_completion_recent": 0.85,
    "away_pass_completion_recent": 0.85,
    "possession_share_recent": 0.5,
    "territory_share_recent": 0.5,
    "home_visible_recent": 13.5,
    "away_visible_recent": 13.5,
    "home_goal_side_recent": 2.0,
    "away_goal_side_recent": 2.0,
    "home_triangle_recent": 0.13,
    "away_triangle_recent": 0.13,
    "home_packing_recent": 0.41,
    "away_packing_recent": 0.41,
    "home_near_recent": 0.07,
    "away_near_recent": 0.07,
    "home_close_recent": 0.18,
    "away_close_recent": 0.18,
    "home_nearest_recent": 8.4,
    "away_nearest_recent": 8.4,
    "home_line_recent": 43.0,
    "away_line_recent": 43.0,
}
"""What stands in for a null feature: nothing happened, equal teams, an even share, or the rounded mean of
real matches (passes completed: four open-data matches; 360: match 3788741). `has_360` tells the forest that
the frames are missing."""

SHARES: tuple[str, ...] = tuple(f"poisson_{outcome}" for outcome in OUTCOMES)
"""Columns with the Poisson model's probability of each outcome."""

_TO_COME = ("goals_to_come_home", "goals_to_come_away")

_DERIVED: dict[str, str] = {
    **{name: f"Poisson model's probability: {name.removeprefix('poisson_')}" for name in SHARES},
    "goals_to_come_difference": "goals the home team is expected to score from now on, less the away team's",
    "lead_for_time": "score difference divided by the square root of (time left + 1): a lead weighs more as "
    "time runs out, as the difference of two Poisson counts does",
    "red_difference": "home less away red cards",
    "shot_share": "home less away shots, divided by all shots and 8 more",
    "xg_share": "home less away expected goals, divided by all expected goals and 1 more",
}
"""What the forest reads beside plain features: name and definition."""

_UNREAD = tuple(name for name in _ALWAYS_KNOWN if name not in ("time_left", "score_difference"))
"""Features that the forest reads only in what is derived from them: the clock says less than the time
left."""

INPUTS: dict[str, str] = {
    **_DERIVED,
    **{name: what for name, what in FEATURES.items() if name not in _UNREAD},
}
"""What the forest reads, in its order: name and definition."""


PREFIX = "in_"
"""Stands before the names of `INPUTS`, which may be those of features."""


class ForestInputs(Transformer, DefaultParamsReadable["ForestInputs"], DefaultParamsWritable):
    """Adds to game states the columns `SHARES` and, with a prefix, `INPUTS`.

    Nulls are filled first. The states' own columns stay as they are.
    """

    rates: Param[str] = Param(Params._dummy(), "rates", "the Poisson model, JSON", TypeConverters.toString)
    without: Param[list[str]] = Param(
        Params._dummy(), "without", "features taken for unknown", TypeConverters.toListString
    )

    @keyword_only
    def __init__(self, *, rates: str = "{}", without: list[str] | None = None) -> None:
        """`rates` is `poisson.Rates` in JSON; features in `without` are read as if they were null."""
        super().__init__()
        self._set(rates=rates, without=without or [])
        self._kept: list[Columns] | None = None

    def _transform(self, dataset: DataFrame) -> DataFrame:
        # One projection on top of the other, so that each step is worked out once and not for each use.
        self._kept = self._kept or [Columns("*", *step) for step in self._steps()]
        known = dataset
        for step in self._kept:
            known = step.of(known)
        return known.drop(*poisson.TEMPORARY)

    def _steps(self) -> tuple[list[Column], ...]:
        rates = json.loads(self.getOrDefault(self.rates))
        to_come = poisson.goals_to_come(rates)
        return (
            [column.alias(name) for name, column in zip(_TO_COME, to_come, strict=True)],
            *poisson.outcome_steps(*_TO_COME, SHARES),
            [self._input(name).alias(f"{PREFIX}{name}") for name in INPUTS],
        )

    def _input(self, name: str) -> Column:
        unknown = self.getOrDefault(self.without)

        def filled(feature: str) -> Column:
            stand_in = IMPUTED.get(feature)
            if feature in unknown:
                return F.lit(stand_in)
            return F.col(feature) if stand_in is None else F.coalesce(F.col(feature), F.lit(stand_in))

        def share(what: str, more: float) -> Column:
            home, away = filled(f"home_{what}"), filled(f"away_{what}")
            return (home - away) / (home + away + more)

        derived = {
            **{share: F.col(share) for share in SHARES},
            "goals_to_come_difference": F.col(_TO_COME[0]) - F.col(_TO_COME[1]),
            "lead_for_time": F.col("score_difference") / F.sqrt(F.col("time_left") + 1),
            "red_difference": filled("home_reds") - filled("away_reds"),
            "shot_share": share("shots", 8),
            "xg_share": share("xg", 1),
        }
        return derived[name] if name in derived else filled(name)

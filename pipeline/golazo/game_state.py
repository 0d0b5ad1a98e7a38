"""From minutes to game states: where a match stands at each of its minutes, as the model sees it."""

from __future__ import annotations

from functools import cache

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from golazo.features import BILLION, SIDES

EARLIER = 0
"""Period of the row that stands for a match's earlier minutes, added up: part of what happened so far."""

RECENT_MINUTES = 10
"""How many of a match's minutes "recent" features look back on, the present one included."""

REGULATION_END = {1: 45, 2: 90, 3: 105, 4: 120}
"""Minute on the match clock at which each period ends, but for stoppage time."""

_FRAME_FEATURES = {
    "goal_side": "mean number of visible outfield opponents between ball and goal line",
    "nearest": "mean distance to the nearest visible outfield opponent, yards",
    "close": "mean number of visible outfield opponents within 5 yards",
    "visible": "mean number of visible players",
}

FEATURES: dict[str, str] = {
    "period": "1 and 2 halves, 3 and 4 extra time",
    "minute": "match clock; the second half starts at 45",
    "minutes_left": "to the end of the second half, or of extra time when it is played; stoppage not counted",
    "stoppage": "minutes beyond the period's regular end",
    "score_difference": "home goals less away goals",
    "score_pressure": "score difference divided by the square root of (minutes left + 1): a lead weighs more "
    "as time runs out, as the difference of two Poisson counts of goals to come does",
    **{f"{side}_{what}": F.col(f"{side}_{what}") for side in SIDES for what in _SO_FAR[:-1]},
        **{f"{side}_xg": F.col(f"{side}_xg_e9") / BILLION for side in SIDES},
        "shot_difference_recent": F.col("recent_home_shots") - F.col("recent_away_shots"),
        "xg_difference_recent": (F.col("recent_home_xg_e9") - F.col("recent_away_xg_e9")) / BILLION,
        "pass_share_recent": _home_share("passes"),
        **{
            f"{side}_pass_completion_recent": _ratio(
                f"recent_{side}_passes_completed", f"recent_{side}_passes"
            )
            for side in SIDES
        },
        "possession_share_recent": _home_share("possession_events"),
        "territory_share_recent": _home_share("final_third_events"),
        "has_360": (F.col("recent_home_frames") + F.col("recent_away_frames") > 0).cast("double"),
    }
    for side in SIDES:
        frames = f"recent_{side}_frames"
        for name in ("goal_side", "close", "visible"):
            values[f"{side}_{name}_recent"] = _ratio(f"recent_{side}_frame_{name}", frames)
        nearest = _ratio(f"recent_{side}_frame_nearest_e9", f"recent_{side}_frames_marked")
        values[f"{side}_nearest_recent"] = nearest / BILLION
    # The model reads doubles; casting here keeps one type for files, stream and training.
    return tuple(
        values[name].cast("long" if name in ("period", "minute") else "double").alias(name)
        for name in FEATURES
    )


def _home_share(name: str) -> Column:
    home, away = F.col(f"recent_home_{name}"), F.col(f"recent_away_{name}")
    return F.when(home + away > 0, home / (home + away))


def _ratio(part: str, whole: str) -> Column:
    return F.when(F.col(whole) > 0, F.col(part) / F.col(whole))

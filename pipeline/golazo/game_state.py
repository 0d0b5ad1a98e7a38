"""From minutes to game states: where a match stands at each of its minutes, as the model sees it."""

from __future__ import annotations

from functools import cache

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from golazo.columns import Columns
from golazo.features import SIDES, TEAMS
from golazo.frames import BILLION, FRAME_SUMS, PITCH_AREA

EARLIER = 0
"""Period of the row that stands for a match's earlier minutes, added up: part of what happened so far."""

RECENT_MINUTES = 10
"""How many of a match's minutes "recent" features look back on, the present one included."""

REGULATION_END = {1: 45, 2: 90, 3: 105, 4: 120}
"""Minute on the match clock at which each period ends, but for stoppage time."""

STOPPAGE = {1: 2.0, 2: 4.5, 3: 1.0, 4: 1.5}
"""Stoppage minutes that a period is expected to have. Of the halves: what the goals scored in them amount to
at the rate of the minutes before (1,442 league matches of 2017/18, public Wyscout events); of extra time:
assumed."""

LAST_STOPPAGE = 0.5
"""Minutes expected to be left, however late it is: the whistle has not gone."""

_FRAME_FEATURES = {
    "visible": "mean number of visible players",
    "goal_side": "outfield opponents goal-side of the ball, per 1,000 square yards in view",
    "triangle": "outfield opponents in the passing triangle, per pass and 1,000 square yards in view",
    "packing": "outfield opponents that completed passes outplay, per pass and 1,000 square yards in view",
    "near": "outfield opponents within 3 yards of the ball, per 1,000 square yards in view",
    "close": "outfield opponents within 5 yards of the ball, per 1,000 square yards in view",
    "nearest": "yards to the nearest visible outfield opponent, mean weighted by the area in view",
    "line": "yards from his goal line to the deepest visible outfield opponent, mean weighted by the area in "
    "view",
}
"""docs/features.md has the formulas and where they come from."""

FEATURES: dict[str, str] = {
    "period": "1 and 2 halves, 3 and 4 extra time",
    "minute": "match clock; the second half starts at 45",
    "minutes_left": "to the end of the second half, or of extra time when it is played; stoppage not counted",
    "stoppage": "minutes beyond the period's regular end",
    "time_left": "minutes expected to be left after this one, expected stoppage included",
    "score_difference": "home goals less away goals",
    "score_pressure": "score difference divided by the square root of (minutes left + 1): a lead weighs more "
    "as time runs out, as the difference of two Poisson counts of goals to come does",
    **{
        f"{side}_{what}": f"{what}, {side} team so far"
        for side in SIDES
        for what in ("goals", "yellows", "reds")
    },
    **{f"{side}_shots": f"shots, {side} team so far, penalty shoot-out excluded" for side in SIDES},
    **{f"{side}_xg": f"expected goals (StatsBomb's), {side} team so far" for side in SIDES},
    "shot_difference_recent": "home shots less away shots, last 10 minutes",
    "xg_difference_recent": "home less away expected goals, last 10 minutes",
    "pass_share_recent": "home passes divided by both teams' passes, last 10 minutes; null without a pass",
    **{
        f"{side}_pass_completion_recent": f"completed share of the {side} team's passes, last 10 minutes; "
        "null without a pass"
        for side in SIDES
    },
    "possession_share_recent": "share of the last 10 minutes' events in which the home team had possession",
    "territory_share_recent": "home team's share of both teams' events on the ball in the final third, "
    "last 10 minutes; null without one",
    "has_360": "1 when any freeze frame was seen in the last 10 minutes, else 0",
    **{
        f"{side}_{name}_recent": f"StatsBomb 360, {side} team on the ball, last 10 minutes: {what}; "
        "null without such a frame"
        for side in SIDES
        for name, what in _FRAME_FEATURES.items()
    },
}
"""What the model may see of a match at one minute: name and definition. A minute is one that had events."""

FEATURES_360: tuple[str, ...] = (
    "has_360",
    *(f"{side}_{name}_recent" for side in SIDES for name in _FRAME_FEATURES),
)
"""Features that come from 360 frames."""

_ABOUT = ("match_id", *TEAMS, "event_time", "produced_at", "touched")

STATE_COLUMNS: tuple[str, ...] = (*_ABOUT, *FEATURES)
"""Columns of a table of game states: the match and its teams, when the newest event it rests on
happened and was produced, whether the newest micro-batch changed it (1 or 0), and the features."""


def game_states(minutes: DataFrame) -> DataFrame:
    """One row per match, period and minute, with everything known at the end of that minute.

    Args:
        minutes: a table of minutes (`features.MINUTES`), one row per match, period and minute.

    Returns:
        `STATE_COLUMNS`. Rows of periods 1 to 4 only: a penalty shoot-out is no part of the game state.
    """
    in_play = minutes.where(F.col("period").between(EARLIER, 4))
    return _features().of(_windows().of(in_play).where(F.col("period") != EARLIER))


_SO_FAR = ("goals", "yellows", "reds", "shots", "xg_e9")
_RECENT = (
    "shots",
    "xg_e9",
    "passes",
    "passes_completed",
    "possession_events",
    "final_third_events",
    *FRAME_SUMS,
)


@cache
def _windows() -> Columns:
    return Columns("match_id", *TEAMS, "period", "minute", *_totals(), *_recents())


def _totals() -> tuple[Column, ...]:
    so_far = (
        Window.partitionBy("match_id").orderBy("period", "minute").rowsBetween(Window.unboundedPreceding, 0)
    )
    newest = {"event_time": "last_event_time", "produced_at": "last_produced_at", "touched": "touched"}
    sums = [f"{side}_{name}" for side in SIDES for name in _SO_FAR]
    return (
        *(F.sum(name).over(so_far).alias(name) for name in sums),
        # A late event changes the minutes after its own as well, so they count as changed by its micro-batch.
        *(F.max(source).over(so_far).alias(name) for name, source in newest.items()),
    )


def _recents() -> tuple[Column, ...]:
    recent = (
        Window.partitionBy("match_id")
        .orderBy("period", "minute")
        .rowsBetween(1 - RECENT_MINUTES, Window.currentRow)
    )
    sums = [f"{side}_{name}" for side in SIDES for name in _RECENT]
    return tuple(F.sum(name).over(recent).alias(f"recent_{name}") for name in sums)


@cache
def _features() -> Columns:
    period_end = F.coalesce(
        *(F.when(F.col("period") == period, end) for period, end in REGULATION_END.items())
    )
    match_end = F.when(F.col("period") <= 2, REGULATION_END[2]).otherwise(REGULATION_END[4])
    minutes_left = F.greatest(match_end - F.least(F.col("minute"), period_end), F.lit(0))
    score = F.col("home_goals") - F.col("away_goals")
    time_left = F.coalesce(*(F.when(F.col("period") == period, _time_left(period)) for period in STOPPAGE))
    values = {
        "period": F.col("period"),
        "minute": F.col("minute"),
        "minutes_left": minutes_left,
        "stoppage": F.greatest(F.col("minute") - period_end, F.lit(0)),
        "time_left": time_left,
        "score_difference": score,
        "score_pressure": score / F.sqrt(minutes_left + 1),
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
        values |= {f"{side}_{name}_recent": value for name, value in _frame_features(side).items()}
    # The model reads doubles; casting here keeps one type for files, stream and training.
    return Columns(
        *_ABOUT,
        *(
            values[name].cast("long" if name in ("period", "minute") else "double").alias(name)
            for name in FEATURES
        ),
    )


def _time_left(period: int) -> Column:
    # Clock minutes are counted from 0, so that minute 89 is the ninetieth.
    left = REGULATION_END[period] - F.col("minute") - 1
    added = STOPPAGE[period] + F.least(left, F.lit(0))
    later = {1: REGULATION_END[2] - REGULATION_END[1] + STOPPAGE[2], 3: 15 + STOPPAGE[4]}.get(period, 0.0)
    return F.greatest(left, F.lit(0)) + F.greatest(added, F.lit(LAST_STOPPAGE)) + later


def _frame_features(side: str) -> dict[str, Column]:
    def recent(name: str) -> str:
        return f"recent_{side}_{name}"

    def per_area(name: str, view: str) -> Column:
        return _ratio(recent(name), recent(view)) * (BILLION / (PITCH_AREA / 1000))

    return {
        "visible": _ratio(recent("frame_visible"), recent("frames")),
        "goal_side": per_area("frame_goal_side", "frame_view_e9"),
        "triangle": per_area("pass_triangle", "pass_view_e9"),
        "packing": per_area("pass_packed", "pass_view_e9"),
        "near": per_area("frame_near", "frame_view_e9"),
        "close": per_area("frame_close", "frame_view_e9"),
        "nearest": _ratio(recent("marked_nearest_e9"), recent("marked_view_e9")),
        "line": _ratio(recent("marked_line_e9"), recent("marked_view_e9")),
    }


def _home_share(name: str) -> Column:
    home, away = F.col(f"recent_home_{name}"), F.col(f"recent_away_{name}")
    return F.when(home + away > 0, home / (home + away))


def _ratio(part: str, whole: str) -> Column:
    return F.when(F.col(whole) > 0, F.col(part) / F.col(whole))

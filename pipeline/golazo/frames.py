"""What a StatsBomb 360 frame says of the defence that a team on the ball has before it.

A frame shows the players whom the camera saw, so everything is set against the area in view. docs/features.md
has the formulas, and where they come from.
"""

from __future__ import annotations

from functools import reduce

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

BILLION = 1_000_000_000
"""Fractions (xG, yards, shares) are summed as whole billionths."""

NEAR_YARDS, CLOSE_YARDS = 3.0, 5.0
"""Defenders are counted within each of these distances from the ball."""

PITCH_LENGTH, PITCH_AREA = 120.0, 9600.0
"""Yards, and square yards: 120 by 80."""

PASSING_HALF_WIDTH = 0.25
"""Half the base of the passing triangle, as a share of the pass's length: it opens by 28 degrees."""

_MOST_POINTS = 12
"""Points of a visible area that are read. Real ones have 5 to 7: the camera's four sides, cut off by the
pitch."""

FRAME_SUMS: tuple[str, ...] = (
    "frames",
    "frame_visible",
    "frame_view_e9",
    "frame_goal_side",
    "frame_near",
    "frame_close",
    "marked_view_e9",
    "marked_nearest_e9",
    "marked_line_e9",
    "pass_view_e9",
    "pass_triangle",
    "pass_packed",
)
"""What is summed of a team's frames: of all, of those that show an outfield opponent, of those of passes. A
view is the visible share of the pitch; distances are summed times their frame's view."""

_INPUTS = ("visible", "view", "opponents", "ball_x", "ball_y", "end_x", "end_y")


def billionths(value: Column) -> Column:
    """A fraction as a whole number, so that sums of it are exact."""
    # Not `round`, which Spark works out by way of the number's decimal digits.
    return F.rint(value * F.lit(float(BILLION))).cast("long")


def frame_columns(framed: Column, passed: Column) -> dict[str, Column]:
    """What `with_frames` needs of an event (`event`), null where it has no frame to go by.

    Args:
        framed: whether the event has one.
        passed: whether the event is a pass.
    """
    ball, end = F.col("event.location"), F.col("event.pass.end_location")
    values = {
        "visible": F.size("event.freeze_frame"),
        "view": _view(F.col("event.visible_area")),
        # Keepers are left out: they stand goal-side by trade, and only a quarter of the frames shows one.
        "opponents": F.filter("event.freeze_frame", lambda player: ~player["teammate"] & ~player["keeper"]),
        "ball_x": ball[0],
        "ball_y": ball[1],
        "end_x": F.when(passed, end[0]),
        "end_y": F.when(passed, end[1]),
    }
    return {name: F.when(framed, values[name]) for name in _INPUTS}


def with_frames(facts: DataFrame) -> DataFrame:
    """Puts `FRAME_SUMS`, but for the number of frames, in the place of `frame_columns`.

    `facts` needs the column `completed`, true of a pass that arrived.
    """
    kept = [name for name in facts.columns if name not in _INPUTS]
    # One projection on top of the other, so that each list is made once and not for each use.
    places = facts.select(*kept, *(name for name in _INPUTS if name != "opponents"), *_places())
    return places.select(*kept, *_addends())


def _view(area: Column) -> Column:
    """The visible area as a share of the pitch; 1 where a frame does not tell, or has too many points.

    Half the sum of the cross products of each point and the next. The polygon is closed: its last point is
    its first. Spelt out point by point, because NVIDIA's planner holds no `aggregate`.
    """
    numbers = [area.getItem(at) for at in range(2 * _MOST_POINTS)]
    crosses = [
        F.coalesce(numbers[at] * numbers[at + 3] - numbers[at + 2] * numbers[at + 1], F.lit(0.0))
        for at in range(0, 2 * _MOST_POINTS - 2, 2)
    ]
    share = F.abs(reduce(Column.__add__, crosses)) / (2 * PITCH_AREA)
    told = (F.size(area) <= 2 * _MOST_POINTS) & (share > 0)
    return F.when(told, F.least(share, F.lit(1.0))).otherwise(1.0)


def _places() -> list[Column]:
    """Where each opponent is, up the pitch and from the ball; and how many are in a pass's triangle."""
    ball_x, ball_y = F.col("ball_x"), F.col("ball_y")
    along_x, along_y = F.col("end_x") - ball_x, F.col("end_y") - ball_y

    def distance(player: Column) -> Column:
        x, y = player["location"][0] - ball_x, player["location"][1] - ball_y
        return F.sqrt(x * x + y * y)

    def in_triangle(player: Column) -> Column:
        # How far along the pass's line and how far beside it, both times its length.
        x, y = player["location"][0] - ball_x, player["location"][1] - ball_y
        along, beside = x * along_x + y * along_y, x * along_y - y * along_x
        length = along_x * along_x + along_y * along_y
        return (along > 0) & (along <= length) & (F.abs(beside) <= PASSING_HALF_WIDTH * along)

    opponents = F.col("opponents")
    return [
        F.transform(opponents, lambda player: player["location"][0]).alias("xs"),
        F.transform(opponents, distance).alias("distances"),
        F.when(F.col("end_x").isNotNull(), F.size(F.filter(opponents, in_triangle))).alias("triangle"),
    ]


def _addends() -> list[Column]:
    view, ball_x, end_x = F.col("view"), F.col("ball_x"), F.col("end_x")
    marked, passed = F.size("xs") > 0, end_x.isNotNull()
    outplayed = F.size(F.filter("xs", lambda x: (x > ball_x) & (x < end_x)))
    # A pass that did not arrive has taken nobody out of play.
    packed = F.when(F.col("completed") & (end_x > ball_x), outplayed).otherwise(0)
    values = {
        "frame_visible": F.col("visible"),
        "frame_view_e9": billionths(view),
        "frame_goal_side": F.size(F.filter("xs", lambda x: x > ball_x)),
        "frame_near": F.size(F.filter("distances", lambda yards: yards <= NEAR_YARDS)),
        "frame_close": F.size(F.filter("distances", lambda yards: yards <= CLOSE_YARDS)),
        "marked_view_e9": F.when(marked, billionths(view)),
        "marked_nearest_e9": billionths(F.array_min("distances") * view),
        "marked_line_e9": billionths((F.lit(PITCH_LENGTH) - F.array_max("xs")) * view),
        "pass_view_e9": F.when(passed, billionths(view)),
        "pass_triangle": F.col("triangle"),
        "pass_packed": F.when(passed, packed),
    }
    return [F.when(view.isNotNull(), values[name]).cast("long").alias(name) for name in FRAME_SUMS[1:]]

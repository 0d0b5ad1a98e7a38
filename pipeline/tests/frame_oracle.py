"""What 360 frames add to a team's minute, worked out in plain Python by other formulas than the pipeline's:
triangles by the sides on which a point is, areas by fans of triangles."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

ON_THE_BALL = {"Pass", "Ball Receipt*", "Carry", "Shot", "Dribble"}
Point = tuple[float, float]


def frame_sums(events: Sequence[dict[str, Any]]) -> dict[tuple[int, int, str], dict[str, float]]:
    """Per period, minute and side, the sums of its frames; views and distances as fractions."""
    sums: dict[tuple[int, int, str], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for event in events:
        acts = event["team"]["id"] == event["possession_team"]["id"]
        if event["type"]["name"] in ON_THE_BALL and acts and "freeze_frame" in event and "location" in event:
            side = "home" if event["team"]["id"] == event["home_team_id"] else "away"
            for name, value in _of_frame(event).items():
                sums[event["period"], event["minute"], side][name] += value
    return sums


def _of_frame(event: dict[str, Any]) -> dict[str, float]:
    ball: Point = tuple(event["location"][:2])
    opponents: list[Point] = [
        tuple(one["location"]) for one in event["freeze_frame"] if not (one["teammate"] or one["keeper"])
    ]
    view = _area(event["visible_area"]) / (120 * 80)
    sums: dict[str, float] = {
        "frames": 1,
        "frame_visible": len(event["freeze_frame"]),
        "frame_view_e9": view,
        "frame_goal_side": sum(x > ball[0] for x, _ in opponents),
        "frame_near": sum(math.dist(one, ball) <= 3 for one in opponents),
        "frame_close": sum(math.dist(one, ball) <= 5 for one in opponents),
    }
    if opponents:
        sums["marked_view_e9"] = view
        sums["marked_nearest_e9"] = min(math.dist(one, ball) for one in opponents) * view
        sums["marked_line_e9"] = min(120 - x for x, _ in opponents) * view
    if event["type"]["name"] == "Pass":
        end: Point = tuple(event["pass"]["end_location"][:2])
        outplayed = sum(ball[0] < x < end[0] for x, _ in opponents)
        sums["pass_view_e9"] = view
        sums["pass_triangle"] = sum(_inside(one, _passing_triangle(ball, end)) for one in opponents)
        sums["pass_packed"] = 0 if "outcome" in event["pass"] else outplayed
    return sums


def _area(flat: Sequence[float]) -> float:
    points = list(zip(flat[::2], flat[1::2], strict=True))
    return abs(sum(_turn(points[0], one, other) for one, other in pairwise(points[1:]))) / 2


def _passing_triangle(ball: Point, end: Point) -> tuple[Point, Point, Point]:
    across = ((end[1] - ball[1]) / 4, (ball[0] - end[0]) / 4)
    return ball, (end[0] + across[0], end[1] + across[1]), (end[0] - across[0], end[1] - across[1])


def _inside(point: Point, corners: tuple[Point, Point, Point]) -> bool:
    turns = [_turn(corners[at], corners[(at + 1) % 3], point) for at in range(3)]
    return min(turns) >= 0 or max(turns) <= 0


def _turn(one: Point, other: Point, third: Point) -> float:
    return (other[0] - one[0]) * (third[1] - one[1]) - (third[0] - one[0]) * (other[1] - one[1])

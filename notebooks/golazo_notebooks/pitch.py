"""A 360 frame on the pitch, with what the model sees of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from golazo.frames import BILLION, CLOSE_YARDS, NEAR_YARDS, PASSING_HALF_WIDTH
from IPython.display import Markdown
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle
from mplsoccer import Pitch

from golazo_notebooks.colours import BALL, INK, MARKED, OPPONENT, TEAMMATE, VISIBLE
from golazo_notebooks.tables import number, table

Point = Sequence[float]


def draw_frame(event: Mapping[str, Any]) -> Figure:
    """Who stood where when a pass was played: the area in view, both teams, and the features' geometry."""
    pitch = Pitch(pitch_type="statsbomb", line_color="#9aa5b1", linewidth=1.2)
    figure, axes = plt.subplots(figsize=(9, 6.2))
    pitch.draw(ax=axes)
    ball, end = event["location"], event["pass"]["end_location"]
    if event["visible_area"]:
        area = np.array(event["visible_area"]).reshape(-1, 2)
        pitch.polygon([area], ax=axes, facecolor=VISIBLE, alpha=0.5, zorder=1, label="zona visible")
    _draw_players(pitch, axes, event["freeze_frame"])
    for yards in (NEAR_YARDS, CLOSE_YARDS):
        axes.add_patch(Circle(tuple(ball), yards, fill=False, ls=":", ec=INK, lw=1.2, zorder=3))
    _draw_pass(axes, ball, end)
    opponents = [player for player in event["freeze_frame"] if _is_marker(player)]
    if opponents:
        line = max(player["location"][0] for player in opponents)
        axes.axvline(line, color=OPPONENT, ls="--", lw=1.2, zorder=2, label="última línea rival")
    pitch.scatter(*ball, ax=axes, s=70, color=BALL, edgecolors=INK, zorder=6, label="balón")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, 0.02), ncols=6, frameon=False, fontsize=9)
    axes.set_title("El equipo con balón ataca hacia la derecha", fontsize=11, color=INK)
    return figure


def _is_marker(player: Mapping[str, Any]) -> bool:
    return not player["teammate"] and not player["keeper"]


def _draw_players(pitch: Pitch, axes: Axes, players: Sequence[Mapping[str, Any]]) -> None:
    kinds = (
        ("con balón", TEAMMATE, [one for one in players if one["teammate"]]),
        ("rivales", OPPONENT, [one for one in players if _is_marker(one)]),
        ("portero rival", MARKED, [one for one in players if not one["teammate"] and one["keeper"]]),
    )
    for label, colour, some in kinds:
        if some:
            x, y = zip(*(one["location"] for one in some), strict=True)
            pitch.scatter(x, y, ax=axes, s=190, color=colour, edgecolors="white", zorder=5, label=label)


def _draw_pass(axes: Axes, ball: Point, end: Point) -> None:
    start, goal = np.array(ball), np.array(end)
    across = (goal - start)[::-1] * [-1, 1] * PASSING_HALF_WIDTH
    corners = np.array([start, goal + across, goal - across])
    axes.fill(corners[:, 0], corners[:, 1], color=MARKED, alpha=0.25, zorder=2)
    arrow = {"arrowstyle": "-|>", "color": INK, "lw": 2}
    axes.annotate("", (end[0], end[1]), (ball[0], ball[1]), arrowprops=arrow, zorder=4)


def explain_frame(values: Mapping[str, Any]) -> Markdown:
    """The 360 features of one pass, as `golazo.frames` computes them."""
    view = values["frame_view_e9"] / BILLION

    def yards(name: str) -> str:
        # Sums are weighted with the view; of a single frame that is taken out again.
        return number(None if values[name] is None else values[name] / BILLION / view, 1, "yd")

    return table(
        ["Lo que ve el modelo en este pase", "Valor"],
        [
            ["Jugadores visibles", number(values["frame_visible"])],
            ["Parte del campo a la vista", number(100 * view, 0, "%")],
            ["Rivales entre el balón y su portería", number(values["frame_goal_side"])],
            [f"Rivales a menos de {NEAR_YARDS:.0f} yardas del balón", number(values["frame_near"])],
            [f"Rivales a menos de {CLOSE_YARDS:.0f} yardas del balón", number(values["frame_close"])],
            ["Distancia al rival más cercano", yards("marked_nearest_e9")],
            ["Última línea rival, hasta su portería", yards("marked_line_e9")],
            ["Rivales en el triángulo del pase", number(values["pass_triangle"])],
            ["Rivales superados por el pase", number(values["pass_packed"])],
        ],
    )

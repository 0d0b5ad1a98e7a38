"""Draws a match's win probability over time, as a run predicted it.

    ./golazo demo --source open-data --data-dir FOLDER --match 3788741 --no-fan-out
    pip install matplotlib==3.11.2
    .golazo/venv/bin/python pipeline/pictures/win_probability.py --predictions runs/<id>/predictions \
        --match 3788741 --events FOLDER/events/3788741.json --home Turkey --away Italy \
        --out docs/pictures/3788741.svg

matplotlib is not among the project's dependencies: nothing but this picture needs it.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pyarrow.parquet as parquet
from matplotlib import pyplot as plt

COLOURS = {"p_home": "#1b6ca8", "p_draw": "#9aa0a6", "p_away": "#c8553d"}
OWN_GOAL_FOR, SHOT, GOAL = 25, 16, 97


def _goals(events: list[dict[str, Any]]) -> list[tuple[int, int, str]]:
    def scores(event: dict[str, Any]) -> bool:
        shot = event["type"]["id"] == SHOT and event["shot"]["outcome"]["id"] == GOAL
        return (shot or event["type"]["id"] == OWN_GOAL_FOR) and event["period"] < 5

    return [(event["period"], event["minute"], event["team"]["name"]) for event in events if scores(event)]


def main() -> None:
    """Reads the options and writes the picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, kind in (("predictions", Path), ("match", int), ("events", Path), ("out", Path)):
        parser.add_argument(f"--{name}", type=kind, required=True)
    for name in ("home", "away"):
        parser.add_argument(f"--{name}", default=name, help="the team's name")
    args = parser.parse_args()
    table = parquet.read_table(args.predictions, filters=[("match_id", "=", args.match)])
    rows = sorted(table.to_pylist(), key=lambda row: (row["period"], row["minute"]))
    places = {(row["period"], row["minute"]): at for at, row in enumerate(rows)}
    mpl.rcParams["svg.hashsalt"] = "golazo"
    figure, axes = plt.subplots(figsize=(9, 3.6), layout="constrained")
    labels = {"p_home": f"{args.home} win", "p_draw": "draw", "p_away": f"{args.away} win"}
    for name, colour in COLOURS.items():
        axes.step(
            range(len(rows)), [row[name] for row in rows], where="post", color=colour, label=labels[name]
        )
    for period, minute, team in _goals(json.loads(args.events.read_text(encoding="utf-8"))):
        at = places[period, minute]
        axes.axvline(at, color="#444444", linewidth=0.8, linestyle=":")
        axes.annotate(f"{team} {minute + 1}'", (at, 1.02), ha="center", fontsize=8, annotation_clip=False)
    # The first half's stoppage has minute 45 as well.
    ends = {1: 45, 2: 90, 3: 105, 4: 120}
    ticks = [
        at for at, row in enumerate(rows) if row["minute"] % 15 == 0 and row["minute"] < ends[row["period"]]
    ]
    axes.set_xticks(ticks, [f"{rows[at]['minute']}'" for at in ticks])
    axes.set(ylim=(0, 1), xlim=(0, len(rows) - 1), ylabel="probability")
    axes.legend(loc="upper left", frameon=False)
    figure.savefig(args.out, metadata={"Date": None})


if __name__ == "__main__":
    main()

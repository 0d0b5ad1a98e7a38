"""Window statistics in plain Python, straight from event messages. Shares no code with the pipeline."""

from __future__ import annotations

import datetime as dt
import math
import statistics
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

Row = dict[str, Any]


def windows(messages: Iterable[Row]) -> dict[tuple[int, int, str], Row]:
    """Per match, team and start of the minute, the statistics of the design."""
    minutes: dict[tuple[int, str], list[Row]] = defaultdict(list)
    for message in messages:
        minutes[message["match_id"], message["event_time"][:16]].append(message)
    return {
        (match, team, minute): _statistics(happened, team)
        for (match, minute), happened in minutes.items()
        for team in {one["team"]["id"] for one in happened}
    }


def _statistics(happened: list[Row], team: int) -> Row:
    own = [one for one in happened if one["team"]["id"] == team]
    passes = [one["pass"] for one in own if one["type"]["id"] == 30]
    carries = [
        math.dist(one["location"], one["carry"]["end_location"]) for one in own if one["type"]["id"] == 43
    ]
    start = dt.datetime.fromisoformat(own[0]["event_time"][:16])
    return {
        "window_start": start,
        "window_end": start + dt.timedelta(minutes=1),
        "events": len(own),
        "passes": len(passes),
        "passes_completed": sum("outcome" not in one for one in passes),
        **_spread("pass_length", [one["length"] for one in passes]),
        **_spread("carry_distance", carries),
        **_spread("x", [one["location"][0] for one in own if "location" in one]),
        **_spread("y", [one["location"][1] for one in own if "location" in one]),
        "possession_share": sum(one["possession_team"]["id"] == team for one in happened) / len(happened),
        "sequence_sum": sum(one["sequence"] for one in own),
    }


def _spread(name: str, values: list[float]) -> Row:
    return {
        f"{name}_min": min(values, default=None),
        f"{name}_max": max(values, default=None),
        f"{name}_mean": statistics.fmean(values) if values else None,
        f"{name}_variance": statistics.variance(values) if len(values) > 1 else None,
    }

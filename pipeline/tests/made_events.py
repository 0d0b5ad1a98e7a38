"""Event messages made by hand, for tests that need one thing to happen at one minute."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

from pyspark.sql import DataFrame, SparkSession

HOME, AWAY = 1, 2

_PERIOD_STARTS = {1: (0, 0), 2: (60, 45), 3: (120, 90), 4: (140, 105), 5: (160, 120)}
_sequence = count()


def event(
    kind: int, team: int = HOME, minute: int = 10, period: int = 1, match: int = 7, **fields: Any
) -> dict[str, Any]:
    """One event message; `fields` are added or replace what is there."""
    start, first_minute = _PERIOD_STARTS[period]
    elapsed = start + minute - first_minute
    sequence = next(_sequence)
    return {
        "match_id": match,
        "home_team_id": HOME,
        "away_team_id": AWAY,
        "event_time": f"2024-01-01T{12 + elapsed // 60:02d}:{elapsed % 60:02d}:00.000Z",
        "produced_at": 1_700_000_000_000 + sequence,
        "sequence": sequence,
        "id": f"event-{sequence}",
        "index": sequence + 1,
        "period": period,
        "timestamp": f"00:{minute - first_minute:02d}:00.000",
        "minute": minute,
        "second": 0,
        "type": {"id": kind},
        "team": {"id": team},
        "possession_team": {"id": team},
        **fields,
    }


def correction(of: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A message that supersedes an event, with some of its fields changed."""
    sequence = next(_sequence)
    again = {"sequence": sequence, "produced_at": 1_700_000_000_000 + sequence, "supersedes": of["sequence"]}
    return {**of, **again, **changes}


def deletion(of: dict[str, Any]) -> dict[str, Any]:
    """A message that says an event was deleted."""
    return correction(of, deleted=True)


def player(x: float, y: float, teammate: bool = False, keeper: bool = False) -> dict[str, Any]:
    """One player of a freeze frame."""
    return {"teammate": teammate, "actor": False, "keeper": keeper, "location": [x, y]}


def raw(spark: SparkSession, *events: dict[str, Any] | str) -> DataFrame:
    """Records as a folder gives them; text goes in as it is."""
    values = [(one if isinstance(one, str) else json.dumps(one),) for one in events]
    return spark.createDataFrame(values, "value string")

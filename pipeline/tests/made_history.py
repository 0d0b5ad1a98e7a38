"""A history of game states made by hand: matches with one goal or none, so that the score says who wins."""

from __future__ import annotations

import json
import random
from argparse import Namespace
from pathlib import Path
from typing import Any

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from golazo.game_state import FEATURES
from golazo.history import FACTS, GAME_STATES

MINUTES = range(0, 90, 15)


def arguments(model: Path, **given: Any) -> Namespace:
    """The train job's arguments, those that are not given at their defaults."""
    defaults = dict.fromkeys(("history", "game_states", "test_game_states", "out"))
    return Namespace(**{**defaults, "evaluate": False, "seed": 3, "model": model, **given})


def write_history(
    spark: SparkSession,
    folder: Path,
    matches: int = 24,
    results: tuple[int, ...] = (0, 1, 2),
    without: str = "",
) -> Path:
    """Writes a history of two seasons; `results` take turns; `without` names a feature to leave out."""
    rng = random.Random(5)
    rows: list[dict[str, Any]] = []
    for match in range(matches):
        lead = 1 - results[match % len(results)]
        scored_at = rng.randrange(90)
        teams = {"home_team_id": match % 6, "away_team_id": (match + 1 + match % 5) % 6}
        final = {"home_score": max(lead, 0), "away_score": max(-lead, 0)}
        for minute in MINUTES:
            state: dict[str, Any] = dict.fromkeys(FEATURES, 0.0)
            now = lead * float(minute > scored_at)
            state |= {"period": 1 + minute // 45, "minute": minute, "minutes_left": 90.0 - minute}
            state |= {"time_left": 95.0 - minute, "home_goals": max(now, 0.0), "away_goals": max(-now, 0.0)}
            state |= {"score_difference": now, "home_nearest_recent": None, "home_xg": rng.random()}
            state |= {"match_id": match, "source_match_id": match, "competition_id": 73, "label": 1 - lead}
            state |= teams | final
            state |= {
                "season_id": 1 + match * 2 // matches,
                "kick_off": f"2024-{1 + match // 28:02d}-{1 + match % 28:02d}",
            }
            rows.append(state)
    whole = ("match_id", "source_match_id", "competition_id", "season_id", "period", "minute", "label")
    whole += ("home_team_id", "away_team_id", "home_score", "away_score")
    kinds = {name: "long" for name in whole} | {"kick_off": "string"}
    schema = ", ".join(f"{name} {kinds.get(name, 'double')}" for name in rows[0])
    table = spark.createDataFrame([tuple(row.values()) for row in rows], schema)
    table = table.withColumn("kick_off", F.col("kick_off").cast("timestamp")).drop(without)
    table.coalesce(1).write.parquet(str(folder / GAME_STATES))
    source = {
        "kind": "synthetic",
        "synthetic": True,
        "seed": 5,
        "description": "matches with one goal or none",
    }
    (folder / FACTS).write_text(json.dumps({"source": source, "matches": matches, "rows": len(rows)}))
    return folder

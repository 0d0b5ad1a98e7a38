"""A history of game states made by hand: matches whose score walks at random, so that it says who wins."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from golazo.game_state import FEATURES
from golazo.history import FACTS, GAME_STATES

MINUTES = range(0, 90, 15)


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
        for minute in MINUTES:
            state: dict[str, Any] = dict.fromkeys(FEATURES, 0.0)
            score = lead * (minute / 90) + rng.gauss(0, 0.3)
            state |= {"period": 1 + minute // 45, "minute": minute, "minutes_left": 90.0 - minute}
            state |= {"score_difference": score, "home_nearest_recent": None, "home_xg": rng.random()}
            state |= {"match_id": match, "source_match_id": match, "competition_id": 73, "label": 1 - lead}
            state |= {
                "season_id": 1 + match * 2 // matches,
                "kick_off": f"2024-{1 + match // 28:02d}-{1 + match % 28:02d}",
            }
            rows.append(state)
    whole = ("match_id", "source_match_id", "competition_id", "season_id", "period", "minute", "label")
    kinds = {name: "long" for name in whole} | {"kick_off": "string"}
    schema = ", ".join(f"{name} {kinds.get(name, 'double')}" for name in rows[0])
    table = spark.createDataFrame([tuple(row.values()) for row in rows], schema)
    table = table.withColumn("kick_off", F.col("kick_off").cast("timestamp")).drop(without)
    table.coalesce(1).write.parquet(str(folder / GAME_STATES))
    source = {"kind": "synthetic", "synthetic": True, "seed": 5, "description": "scores that walk at random"}
    (folder / FACTS).write_text(json.dumps({"source": source, "matches": matches, "rows": len(rows)}))
    return folder

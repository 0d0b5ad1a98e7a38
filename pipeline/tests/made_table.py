"""A game-state table made by hand, in the columns of the tables that are made elsewhere."""

from __future__ import annotations

import csv
import gzip
import random
from pathlib import Path
from typing import Any

FULL_TIME = 90


def rows_of_table(
    matches: int = 40, minutes: tuple[int, ...] = (0, 15, 30, 45, 60, 75, 85, 90)
) -> list[dict[str, Any]]:
    """Matches of eight teams, with goals drawn so that every result happens."""
    rng = random.Random(11)
    rows = []
    for match in range(matches):
        goals = {
            side: sorted(rng.randrange(1, 90) for _ in range(rng.choice((0, 1, 1, 2, 3)))) for side in "ha"
        }
        for minute in minutes:
            so_far = {side: sum(at < minute for at in goals[side]) for side in "ha"}
            rows.append(
                {
                    "match_id": 100 + match,
                    "comp": "England",
                    "date_utc": f"2017-{8 + match // 28:02d}-{1 + match % 28:02d} 18:45:00",
                    "minute": minute,
                    "gh": so_far["h"],
                    "ga": so_far["a"],
                    "red_h": 0,
                    "red_a": 0,
                    "shots_h": so_far["h"] + minute // 10,
                    "shots_a": so_far["a"] + minute // 12,
                    "shotdiff_10m": rng.choice((-1, 0, 1)),
                    "pass_share_h_10m": round(rng.random(), 3),
                    "home_id": match % 8,
                    "away_id": (match + 1 + match // 8) % 8
                    if (match + 1 + match // 8) % 8 != match % 8
                    else 8,
                    "home_score": len(goals["h"]),
                    "away_score": len(goals["a"]),
                    "duration": "Regular",
                    "score_ok": True,
                }
            )
    return rows


def write_table(file: Path, rows: list[dict[str, Any]]) -> Path:
    """Writes CSV, packed when the name ends in .gz."""
    with gzip.open(file, "wt", newline="") if file.suffix == ".gz" else file.open("w", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return file

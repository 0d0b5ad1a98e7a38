"""The figures of an evaluation worked out from its predictions, row by row in plain Python: no code of the
pipeline's, no sums per match."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

BINS = 10


class Said(NamedTuple):
    """What was said of one row, and what happened: 0 home, 1 draw, 2 away."""

    minute: int
    p: tuple[float, float, float]
    happened: int


def figures(rows: Sequence[Said]) -> dict[str, float]:
    """Every figure of some rows, by its name in `evaluation.json`."""
    f1 = [_f1(rows, outcome) for outcome in range(3)]
    return {
        "rows": len(rows),
        "accuracy": _mean([_guess(row) == row.happened for row in rows]),
        "macro_f1": sum(f1) / 3,
        **dict(zip(("home_f1", "draw_f1", "away_f1"), f1, strict=True)),
        "log_loss": _mean([-math.log(row.p[row.happened]) for row in rows]),
        "rps": _mean([_rps(row) for row in rows]),
        "ece": sum(_calibration_error(rows, outcome) for outcome in range(3)) / 3,
    }


def evaluation(rows: Sequence[Said]) -> dict[str, Any]:
    """Figures of all rows, of the last 10 % of the matches, and at minutes 0, 15 … 75 and 85."""
    late = figures([row for row in rows if row.minute > 80])
    return {
        **figures(rows),
        "rps_last10": late["rps"],
        "ece_last10": late["ece"],
        "by_minute": {
            str(minute): figures([row for row in rows if row.minute == minute])
            for minute in (0, 15, 30, 45, 60, 75, 85)
        },
    }


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)


def _guess(row: Said) -> int:
    return row.p.index(max(row.p))


def _f1(rows: Sequence[Said], outcome: int) -> float:
    guessed = [row for row in rows if _guess(row) == outcome]
    there = [row for row in rows if row.happened == outcome]
    hits = sum(row.happened == outcome for row in guessed)
    if not hits:
        return 0.0
    precision, recall = hits / len(guessed), hits / len(there)
    return 2 * precision * recall / (precision + recall)


def _rps(row: Said) -> float:
    at_least_home = row.p[0] - (row.happened == 0)
    at_least_draw = row.p[0] + row.p[1] - (row.happened <= 1)
    return (at_least_home**2 + at_least_draw**2) / 2


def _calibration_error(rows: Sequence[Said], outcome: int) -> float:
    error = 0.0
    for number in range(BINS):
        low, high = number / BINS, (number + 1) / BINS
        inside = [row for row in rows if low <= row.p[outcome] < high or (high == 1 == row.p[outcome])]
        if inside:
            said = _mean([row.p[outcome] for row in inside])
            share = _mean([row.happened == outcome for row in inside])
            error += len(inside) / len(rows) * abs(said - share)
    return error

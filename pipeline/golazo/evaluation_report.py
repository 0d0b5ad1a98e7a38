"""The evaluation of a model: what models say of the test side, and the files it is written to."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from golazo.atomic_folder import replacing
from golazo.baselines import BASELINES, Baselines, column
from golazo.evaluation import OUTCOMES, PROBABILITIES, Floats, UnseenRows
from golazo.model import Predictor
from golazo.storage import Storage

SERVED = "served"
"""Name of the model that is saved, among those that were evaluated."""

EVALUATION, PREDICTIONS = "evaluation.json", "predictions.parquet"

_KEY = ("match_id", "period", "minute")
_PREDICTED = ("match_id", "minute", *PROBABILITIES, "period")
"""Columns of PREDICTIONS. Of a table, match and minute name a row; of a history the period is needed as well:
stoppage time of the first half has minutes of the second."""

_COMPARED = ("accuracy", "rps", "ece", "log_loss")


@dataclass(frozen=True)
class Answers:
    """What models said of the rows of the test side."""

    tested: UnseenRows
    said: Mapping[str, Floats]
    """By model: SERVED and BASELINES."""

    def measure(self) -> dict[str, dict[str, Any]]:
        """`evaluation.UnseenRows.measure` of each model."""
        return {name: self.tested.measure(probabilities) for name, probabilities in self.said.items()}

    def differences(self) -> dict[str, dict[str, Any]]:
        """Per other model and metric: the served model's less the other's, with intervals."""
        served = self.said[SERVED]
        return {
            other: {name: self.tested.difference(name, served, said) for name in _COMPARED}
            for other, said in self.said.items()
            if other != SERVED
        }


def ask(served: Predictor, baselines: Baselines, test: DataFrame) -> Answers:
    """Asks the served model and the baselines about every row of the test side."""
    names = [column(baseline, outcome) for baseline in BASELINES for outcome in OUTCOMES]
    said = served.predict(baselines.predict(test))
    # Stoppage time of the first half has minutes of the second.
    minute = F.when((F.col("period") == 1) & (F.col("stoppage") > 0), -1).otherwise(F.col("minute"))
    found = said.select(*_KEY, minute, "label", *PROBABILITIES, *names).collect()
    if not found:
        raise ValueError("there are no rows to test on")
    match_id, minutes, label = (np.array([row[i] for row in found], dtype=np.int64) for i in (0, 3, 4))
    table = np.array([row[5:] for row in found], dtype=np.float64)
    models = (SERVED, *BASELINES)
    width = len(OUTCOMES)
    return Answers(
        tested=UnseenRows(match_id, minutes, label),
        said={name: table[:, i * width : (i + 1) * width] for i, name in enumerate(models)},
    )


def without_360(served: Answers, framed: int, blind: Floats | None) -> dict[str, Any]:
    """What 360 features bring: the same model without them, measured, and compared in figures and in words.

    Args:
        served: what models said of the test side.
        framed: how many of the rows have such features.
        blind: what the model that was trained without 360 features said of the same rows; None where none of
            them has any, for nothing can be told then.
    """
    rows = len(served.tested.label)
    if blind is None:
        none = f"None of the {rows} test rows has a 360 frame"
        summary = f"{none}: what 360 features bring cannot be told here."
        return {"rows_with_360": framed, "model": None, "brought": None, "summary": summary}
    both = Answers(served.tested, {SERVED: served.said[SERVED], "without_360": blind})
    brought = both.differences()["without_360"]
    return {
        "rows_with_360": framed,
        "model": served.tested.measure(blind),
        "brought": brought,
        "summary": f"{framed} of {rows} test rows have 360 frames. {_summary(brought)}",
    }


def _summary(brought: Mapping[str, Any]) -> str:
    low, high = brought["rps"]["interval"]
    verdict = (
        "they make it better" if high < 0 else "they make it worse" if low > 0 else "no difference is sure"
    )
    said = ", ".join(
        f"{name} {value['value']:+.4f} ({value['interval'][0]:+.4f} to {value['interval'][1]:+.4f})"
        for name, value in brought.items()
    )
    return f"What 360 features change, with 95 % intervals: {said}. By the RPS {verdict}."


def write(folder: Path, evaluation: Mapping[str, Any], predictions: DataFrame, storage: Storage) -> None:
    """Writes `evaluation.json` and `predictions.parquet`, one file each; other files of the folder stay.

    Args:
        folder: where to, as `atomic_folder.filling` made it.
        evaluation: what `contracts/schemas/evaluation.schema.json` describes.
        predictions: the served model's, of every row of the test side.
        storage: what driver and executors share.
    """
    rows = predictions.orderBy(*_KEY).select(*_PREDICTED).coalesce(1)
    with replacing(folder / ".predictions") as parts:
        with storage.filling(parts) as place:
            rows.write.mode("overwrite").parquet(place)
        next(parts.glob("part-*.parquet")).rename(folder / PREDICTIONS)
    shutil.rmtree(folder / ".predictions")
    fresh = folder / f".{EVALUATION}.new"
    fresh.write_text(json.dumps(evaluation, indent=2, allow_nan=False) + "\n", encoding="utf-8")
    fresh.replace(folder / EVALUATION)

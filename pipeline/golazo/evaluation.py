"""How good probabilities are, with intervals, overall, near the end and by minute.

Every figure is a function of sums over rows. The sums are kept per match, so that resampling whole matches
(rows of one match are far from independent) is one multiplication."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

OUTCOMES: tuple[str, ...] = ("home", "draw", "away")
"""The results of a match in their natural order; a label is an index into it."""

PROBABILITIES: tuple[str, ...] = tuple(f"p_{outcome}" for outcome in OUTCOMES)
"""Columns with the probability of each outcome."""

LEAST_PROBABILITY = 1e-15
"""A probability of 0 given to what happened would make the log loss infinite."""

BINS = 10
"""Bins of equal width of the expected calibration error and the reliability diagram."""

LAST_TENTH_FROM = 81
"""First minute of the last 10 % of a match."""

MINUTES: tuple[int, ...] = (0, 15, 30, 45, 60, 75, 85)
"""Minutes of the report by minute."""

RESAMPLES = 1000
CONFIDENCE = 0.95

METRICS: tuple[str, ...] = ("accuracy", "macro_f1", "home_f1", "draw_f1", "away_f1", "log_loss", "rps", "ece")
"""Figures of a set of rows, in the order they are reported. All lie in 0..1, but for `log_loss` (0 and
up)."""

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class UnseenRows:
    """Rows that were predicted: who, when and what happened, one entry per row."""

    match_id: Integers
    minute: Integers
    """On the match clock; -1 in stoppage time of the first half, so that each minute is there once."""
    label: Integers
    """Index into OUTCOMES."""

    def measure(self, probabilities: Floats) -> dict[str, Any]:
        """Measures a model's predictions of these rows, three columns in the order of OUTCOMES.

        Returns:
            `rows`; METRICS; `rps_last10` and `ece_last10`, of the last 10 % of a match (null without such
            rows); `intervals` with the bootstrap interval of each, whole matches resampled; `by_minute`,
            METRICS and their intervals at each of MINUTES that has rows; `reliability`, per outcome and bin.
        """
        late = self._of(self.minute >= LAST_TENTH_FROM, probabilities)
        whole = self._of(np.full(len(self.label), True), probabilities)
        overall: dict[str, Any] = {name: whole.value(name) for name in METRICS}
        intervals: dict[str, Any] = {name: whole.interval(name) for name in METRICS}
        for name in ("rps", "ece"):
            overall[f"{name}_last10"] = late.value(name) if late.rows else None
            intervals[f"{name}_last10"] = late.interval(name) if late.rows else None
        return {
            "rows": whole.rows,
            **overall,
            "intervals": intervals,
            "by_minute": self._by_minute(probabilities),
            "reliability": whole.reliability(),
        }

    def difference(self, name: str, one: Floats, other: Floats) -> dict[str, Any]:
        """`name` of one model less that of the other on the same rows, and its bootstrap interval."""
        rows = np.full(len(self.label), True)
        first, second = self._of(rows, one), self._of(rows, other)
        return {
            "value": first.value(name) - second.value(name),
            "interval": _interval(first.resampled[name] - second.resampled[name]),
        }

    def _by_minute(self, probabilities: Floats) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for minute in MINUTES:
            part = self._of(self.minute == minute, probabilities)
            if part.rows:
                figures: dict[str, Any] = {name: part.value(name) for name in METRICS}
                found[str(minute)] = {
                    "rows": part.rows,
                    **figures,
                    "intervals": {name: part.interval(name) for name in METRICS},
                }
        return found

    def _of(self, rows: NDArray[np.bool_], probabilities: Floats) -> _Part:
        matches, index = np.unique(self.match_id, return_inverse=True)
        return _Part(_sums(self.label[rows], probabilities[rows], index[rows], len(matches)))


class _Part:
    """Figures of some rows, from their sums per match."""

    def __init__(self, sums: Floats) -> None:
        self._total = sums.sum(axis=0)
        self._figures = _figures(self._total)
        # The same resamples for every model and part, so that differences between models are paired.
        draws = np.random.default_rng(0).multinomial(len(sums), np.full(len(sums), 1 / len(sums)), RESAMPLES)
        self.resampled = _figures(draws.astype(np.float64) @ sums)
        self.rows = int(self._total[0])

    def value(self, name: str) -> float:
        return float(self._figures[name])

    def interval(self, name: str) -> list[float]:
        return _interval(self.resampled[name])

    def reliability(self) -> dict[str, list[dict[str, float]]]:
        """Per outcome, of every bin with rows: how many, the mean probability, the share that happened."""
        bins = self._total[_BINNED].reshape(len(OUTCOMES), BINS, 3)
        return {
            outcome: [
                {"rows": int(n), "said": float(said / n), "happened": float(happened / n)}
                for n, said, happened in bins[i]
                if n
            ]
            for i, outcome in enumerate(OUTCOMES)
        }


_CELLS = slice(3, 3 + len(OUTCOMES) ** 2)
_BINNED = slice(_CELLS.stop, _CELLS.stop + len(OUTCOMES) * BINS * 3)


def most_likely(probabilities: Floats) -> Integers:
    """The outcome with the largest probability, the earlier in OUTCOMES of equals."""
    return np.asarray(probabilities.argmax(axis=1), dtype=np.int64)


def _sums(label: Integers, probabilities: Floats, match: Integers, matches: int) -> Floats:
    """Per match: rows, log loss, RPS, the confusion matrix, and of each outcome's bins rows, said,
    happened."""
    truth = np.eye(len(OUTCOMES))[label]
    of_truth = np.maximum(probabilities[np.arange(len(label)), label], LEAST_PROBABILITY)
    # Epstein's (1969) over the ordered outcomes, divided by 2 so that it lies in 0..1.
    misses = np.cumsum(probabilities - truth, axis=1)[:, :-1]
    sums = np.zeros((matches, _BINNED.stop))
    for column, values in enumerate((np.ones(len(label)), -np.log(of_truth), (misses**2).sum(axis=1) / 2)):
        sums[:, column] = np.bincount(match, values, matches)
    np.add.at(sums, (match, _CELLS.start + label * len(OUTCOMES) + most_likely(probabilities)), 1.0)
    for outcome in range(len(OUTCOMES)):
        said = probabilities[:, outcome]
        cell = _BINNED.start + 3 * (outcome * BINS + np.minimum((said * BINS).astype(int), BINS - 1))
        np.add.at(sums, (match, cell), 1.0)
        np.add.at(sums, (match, cell + 1), said)
        np.add.at(sums, (match, cell + 2), truth[:, outcome])
    return sums


def _figures(sums: Floats) -> dict[str, Floats]:
    """METRICS of sums, whatever stands before their last axis.

    An F1 score is 2·TP / (2·TP + FP + FN), 0 for an outcome that neither happened nor was predicted; macro F1
    is the plain mean of the three. The calibration error is class-wise: per outcome the mean over rows of
    |said − happened| of their bin, then the plain mean of the three (Kull et al., NeurIPS 2019)."""
    rows = np.maximum(sums[..., 0], 1.0)
    cells = sums[..., _CELLS].reshape(*sums.shape[:-1], len(OUTCOMES), len(OUTCOMES))
    hits = np.diagonal(cells, axis1=-2, axis2=-1)
    f1 = 2 * hits / np.maximum(cells.sum(axis=-1) + cells.sum(axis=-2), 1.0)
    binned = sums[..., _BINNED].reshape(*sums.shape[:-1], len(OUTCOMES), BINS, 3)
    gaps = np.abs(binned[..., 1] - binned[..., 2]).sum(axis=-1).mean(axis=-1)
    return {
        "accuracy": hits.sum(axis=-1) / rows,
        "macro_f1": f1.mean(axis=-1),
        **{f"{outcome}_f1": f1[..., i] for i, outcome in enumerate(OUTCOMES)},
        "log_loss": sums[..., 1] / rows,
        "rps": sums[..., 2] / rows,
        "ece": gaps / rows,
    }


def _interval(values: Floats) -> list[float]:
    tail = (1 - CONFIDENCE) / 2
    return [float(value) for value in np.quantile(values, (tail, 1 - tail))]

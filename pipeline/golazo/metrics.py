"""Figures of the job report: distributions, and what a streaming query's progress says."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, TypedDict

Progress = Mapping[str, Any]
"""One micro-batch as Spark reports it (StreamingQueryProgress as JSON)."""


class Distribution(TypedDict):
    """Of the values measured; all None when `count` is 0."""

    count: int
    min: float | None
    p50: float | None
    p95: float | None
    p99: float | None
    max: float | None
    mean: float | None


def distribution(values: Iterable[float]) -> Distribution:
    """The distribution of values; see `distribution_of_counts`."""
    return distribution_of_counts(Counter(values))


def distribution_of_counts(counts: Mapping[float, int]) -> Distribution:
    """The distribution of values given with how often each occurred.

    Percentiles are nearest-rank: the smallest value with at least that share of all values at or below it, so
    each is a value that was really measured.
    """
    total = sum(counts.values())
    if total == 0:
        return {"count": 0, "min": None, "p50": None, "p95": None, "p99": None, "max": None, "mean": None}
    ordered = sorted(counts)

    def percentile(share: float) -> float:
        wanted, seen = math.ceil(share * total), 0
        for value in ordered:
            seen += counts[value]
            if seen >= wanted:
                return value
        return ordered[-1]

    return {
        "count": total,
        "min": ordered[0],
        "p50": percentile(0.50),
        "p95": percentile(0.95),
        "p99": percentile(0.99),
        "max": ordered[-1],
        "mean": sum(value * count for value, count in counts.items()) / total,
    }


def of_progress(progress: Sequence[Progress], trigger_ms: int) -> dict[str, Any]:
    """A query's figures, from the progress of all its micro-batches since it was started.

    `trigger_ms` is the time from one micro-batch's start to the next that the query was asked for.
    """
    batches = [one for one in progress if "triggerExecution" in one["durationMs"]]
    busy = [one for one in batches if one["numInputRows"] > 0]
    operations = sorted({name for one in busy for name in one["durationMs"]} - {"triggerExecution"})
    return {
        "micro_batches": len(batches),
        "input_rows": sum(one["numInputRows"] for one in batches),
        "input_rows_per_second": distribution(_numbers(busy, "inputRowsPerSecond")),
        "processed_rows_per_second": distribution(_numbers(busy, "processedRowsPerSecond")),
        "batch_ms": distribution(one["durationMs"]["triggerExecution"] for one in busy),
        "operation_ms": {
            name: distribution(one["durationMs"][name] for one in busy if name in one["durationMs"])
            for name in operations
        },
        "scheduling_delay_ms": distribution(_scheduling_delays(batches, trigger_ms)),
        "state": _state(batches),
        "lag_records": distribution(waiting(one) for one in batches),
        "lag_series": [{"at": one["timestamp"], "records": waiting(one)} for one in batches],
        "offsets_behind_latest": _behind(batches),
    }


def waiting(progress: Progress) -> int:
    """The query's consumer lag when the micro-batch was planned: records not yet read."""
    total = 0
    for source in progress["sources"]:
        latest, start = (_offsets(source.get(name)) for name in ("latestOffset", "startOffset"))
        total += sum(offset - start.get(partition, 0) for partition, offset in latest.items())
    return total


def _offsets(text: object) -> dict[tuple[str, str], int]:
    by_topic = json.loads(text) if isinstance(text, str) else text
    if not isinstance(by_topic, Mapping):
        return {}
    return {
        (topic, partition): offset for topic, one in by_topic.items() for partition, offset in one.items()
    }


def _numbers(batches: Sequence[Progress], field: str) -> list[float]:
    # Spark writes a rate over no time as the text "Infinity", or leaves it out.
    return [float(one[field]) for one in batches if isinstance(one.get(field), (int, float))]


def _scheduling_delays(batches: Sequence[Progress], trigger_ms: int) -> list[float]:
    starts = [dt.datetime.fromisoformat(one["timestamp"].replace("Z", "+00:00")) for one in batches]
    gaps = [(later - earlier).total_seconds() * 1000 for earlier, later in pairwise(starts)]
    return [max(0.0, round(gap - trigger_ms, 3)) for gap in gaps]


def _state(batches: Sequence[Progress]) -> dict[str, int] | None:
    operators = [operator for one in batches for operator in one["stateOperators"]]
    if not operators:
        return None
    return {
        "rows_max": max(one["numRowsTotal"] for one in operators),
        "memory_bytes_max": max(one["memoryUsedBytes"] for one in operators),
        "rows_dropped_by_watermark": sum(one["numRowsDroppedByWatermark"] for one in operators),
    }


def _behind(batches: Sequence[Progress]) -> dict[str, Distribution]:
    told = [source["metrics"] for one in batches for source in one["sources"] if source.get("metrics")]
    return {
        "avg": distribution(float(one["avgOffsetsBehindLatest"]) for one in told),
        "max": distribution(float(one["maxOffsetsBehindLatest"]) for one in told),
    }

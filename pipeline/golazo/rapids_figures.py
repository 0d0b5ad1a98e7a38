"""What the RAPIDS Accelerator counts of its tasks, out of the stages of Spark's REST API."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

_NAME = re.compile(r"gpu[A-Z]\w*")
"""The accelerator's accumulators of tasks: gpuSemaphoreWait, gpuRetryCount, gpuSpillToHostTime … (class
GpuTaskMetrics of rapids-4-spark_2.12 25.04.0). Spark's REST API has them among a stage's accumulators."""

_HIGH_WATER = re.compile(r"gpu(Max|OnGpuTasksWaiting)\w*")
"""Those that are the highest of all tasks, or of their averages: no sum over stages would mean anything."""

_TIME = re.compile(r"(\d+):(\d\d):(\d\d\.\d{3})")
_SIZE = re.compile(r".*\((\d+) bytes\)")


def rapids_figures(stages: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Of stages as the REST API tells them: `measured`, by the accelerator's own names, or `not_measured`.

    An accumulator keeps its value from one stage of a plan to the next, so only its last value counts.
    """
    last: dict[tuple[str, int], tuple[float, str]] = {}
    for stage in stages:
        for one in stage.get("accumulatorUpdates", ()):
            if _NAME.fullmatch(one["name"]):
                key = (one["name"], one["id"])
                value, unit = _read(one["name"], str(one["value"]))
                last[key] = (max(value, last.get(key, (value, unit))[0]), unit)
    if not last:
        reason = "no stage told of the RAPIDS Accelerator's tasks: it was not there, or nothing ran on a GPU"
        return {"measured": None, "not_measured": reason}
    measured: dict[str, dict[str, Any]] = {}
    for (name, _), (value, unit) in sorted(last.items()):
        over_stages = "max" if _HIGH_WATER.fullmatch(name) else "sum"
        known = measured.setdefault(name, {"value": 0, "unit": unit, "over_stages": over_stages})
        known["value"] = max(known["value"], value) if over_stages == "max" else known["value"] + value
    return {"measured": measured, "not_measured": None}


def _read(name: str, text: str) -> tuple[float, str]:
    """A value and its unit: the accelerator writes times as 00:00:01.234, some sizes as 1.2MB (N bytes)."""
    if time := _TIME.fullmatch(text):
        hours, minutes, seconds = time.groups()
        return round((int(hours) * 3600 + int(minutes) * 60 + float(seconds)) * 1000), "ms"
    if size := _SIZE.fullmatch(text):
        return int(size.group(1)), "bytes"
    return float(text), "bytes" if name.endswith("Bytes") else "count"

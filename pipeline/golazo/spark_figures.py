"""Spark's own figures of an application, from the REST API of its user interface."""

from __future__ import annotations

import datetime as dt
import json
import urllib.request
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from py4j.protocol import Py4JJavaError
from pyspark.sql import SparkSession

from golazo.metrics import distribution
from golazo.rapids_figures import rapids_figures

_TIMEOUT_SECONDS = 60
_NANOSECONDS_PER_MS = 1_000_000
"""Spark counts some times of a stage in nanoseconds: processor time and shuffle writes."""


def spark_figures(
    spark: SparkSession, since: dt.datetime, until: dt.datetime | None = None
) -> dict[str, Any]:
    """Jobs and stages submitted between two moments, the executors so far; or why there are none.

    `until` None is now. Gives `{"measured": {…}, "not_measured": null}` or
    `{"measured": null, "not_measured": "the reason"}`.
    """
    address = spark.sparkContext.uiWebUrl
    if address is None:
        return {"measured": None, "not_measured": "spark.ui.enabled is false, so there is no REST API to ask"}
    base = f"{address}/api/v1/applications/{spark.sparkContext.applicationId}"
    until = until or dt.datetime.now(dt.timezone.utc)
    try:
        _hear_everything(spark)
        jobs, stages, executors = (_get(f"{base}/{part}") for part in ("jobs", "stages", "allexecutors"))
    except OSError as error:
        return {"measured": None, "not_measured": f"{base} did not answer: {error}"}
    except Py4JJavaError as error:
        return {"measured": None, "not_measured": f"Spark's listeners did not come to rest: {error}"}
    meanwhile = _ran(_submitted(stages, since, until))
    measured = {
        "since": iso(since),
        "until": iso(until),
        "jobs": _jobs(_submitted(jobs, since, until)),
        "stages": _stages(_submitted(stages, since, until)),
        "executors": [_executor(one) for one in executors],
        "rapids": rapids_figures(meanwhile),
    }
    return {"measured": measured, "not_measured": None}


def iso(time: dt.datetime) -> str:
    """A moment as the contracts write it."""
    return time.astimezone(dt.timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _hear_everything(spark: SparkSession) -> None:
    """Waits for Spark's listeners: a job's end reaches the REST API a moment after the job's caller."""
    spark.sparkContext._jsc.sc().listenerBus().waitUntilEmpty(_TIMEOUT_SECONDS * 1000)


def _submitted(things: list[dict[str, Any]], since: dt.datetime, until: dt.datetime) -> list[dict[str, Any]]:
    # A stage that was skipped was never submitted. Moments are told in milliseconds.
    return [
        thing
        for thing in things
        if "submissionTime" in thing and iso(since) <= iso(_time(thing["submissionTime"])) < iso(until)
    ]


def _get(address: str) -> list[dict[str, Any]]:
    with urllib.request.urlopen(address, timeout=_TIMEOUT_SECONDS) as answer:
        return list(json.load(answer))


def _jobs(jobs: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "by_status": dict(Counter(str(job["status"]) for job in jobs)),
        "duration_ms": distribution(_durations(jobs, "submissionTime")),
        "tasks": sum(job["numCompletedTasks"] for job in jobs),
        "failed_tasks": sum(job["numFailedTasks"] for job in jobs),
    }


def _ran(stages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [stage for stage in stages if stage["status"] in ("COMPLETE", "FAILED")]


def _stages(stages: list[dict[str, Any]]) -> dict[str, Any]:
    ran = _ran(stages)

    def total(field: str) -> int:
        return sum(stage[field] for stage in ran)

    return {
        "by_status": dict(Counter(str(stage["status"]) for stage in stages)),
        "duration_ms": distribution(_durations(ran, "firstTaskLaunchedTime")),
        "tasks": total("numCompleteTasks"),
        "failed_tasks": total("numFailedTasks"),
        "executor_run_ms": total("executorRunTime"),
        "executor_cpu_ms": total("executorCpuTime") // _NANOSECONDS_PER_MS,
        "gc_ms": total("jvmGcTime"),
        "input_bytes": total("inputBytes"),
        "input_records": total("inputRecords"),
        "shuffle_read_bytes": total("shuffleReadBytes"),
        "shuffle_write_bytes": total("shuffleWriteBytes"),
        "memory_spill_bytes": total("memoryBytesSpilled"),
        "disk_spill_bytes": total("diskBytesSpilled"),
        "executor_deserialize_ms": total("executorDeserializeTime"),
        "result_serialization_ms": total("resultSerializationTime"),
        "shuffle_fetch_wait_ms": total("shuffleFetchWaitTime"),
        "shuffle_write_ms": total("shuffleWriteTime") // _NANOSECONDS_PER_MS,
        "shuffle_read_records": total("shuffleReadRecords"),
        "shuffle_write_records": total("shuffleWriteRecords"),
        "output_bytes": total("outputBytes"),
        "output_records": total("outputRecords"),
        "killed_tasks": total("numKilledTasks"),
        "executor_deserialize_cpu_ms": total("executorDeserializeCpuTime") // _NANOSECONDS_PER_MS,
        "result_bytes": total("resultSize"),
        "shuffle_remote_read_bytes": total("shuffleRemoteBytesRead"),
        "shuffle_local_read_bytes": total("shuffleLocalBytesRead"),
        "shuffle_remote_read_to_disk_bytes": total("shuffleRemoteBytesReadToDisk"),
        "peak_execution_memory_bytes": max((stage["peakExecutionMemory"] for stage in ran), default=0),
    }


def _executor(executor: Mapping[str, Any]) -> dict[str, Any]:
    peaks: Mapping[str, int] = executor.get("peakMemoryMetrics") or {}
    return {
        "id": str(executor["id"]),
        "active": executor["isActive"],
        "cores": executor["totalCores"],
        "max_memory_bytes": executor["maxMemory"],
        "memory_used_bytes": executor["memoryUsed"],
        "disk_used_bytes": executor["diskUsed"],
        "tasks": executor["totalTasks"],
        "failed_tasks": executor["failedTasks"],
        "task_ms": executor["totalDuration"],
        "gc_ms": executor["totalGCTime"],
        "input_bytes": executor["totalInputBytes"],
        "shuffle_read_bytes": executor["totalShuffleRead"],
        "shuffle_write_bytes": executor["totalShuffleWrite"],
        "peak_jvm_heap_bytes": peaks.get("JVMHeapMemory"),
        "peak_jvm_off_heap_bytes": peaks.get("JVMOffHeapMemory"),
        "peak_execution_memory_bytes": peaks.get("OnHeapExecutionMemory"),
        "peak_storage_memory_bytes": peaks.get("OnHeapStorageMemory"),
    }


def _durations(things: Iterable[Mapping[str, Any]], start: str) -> list[float]:
    return [
        (_time(thing["completionTime"]) - _time(thing[start])).total_seconds() * 1000
        for thing in things
        if "completionTime" in thing and start in thing
    ]


def _time(text: str) -> dt.datetime:
    return dt.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fGMT").replace(tzinfo=dt.timezone.utc)

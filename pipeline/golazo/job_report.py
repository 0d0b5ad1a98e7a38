"""The job report: what a job read and counted, and Spark's own figures of it (contract `job-report`)."""

from __future__ import annotations

import datetime as dt
import json
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pyspark.sql import SparkSession

from golazo.collector_cost import CollectorCost
from golazo.errors import InputError
from golazo.gpu_samples import GpuFigures
from golazo.spark_figures import iso, spark_figures

_NO_GPU_SAMPLES = GpuFigures(None, "nothing sampled a GPU while the job ran")


class JobReport:
    """Notes when the job began; `write` writes the file when it has ended."""

    def __init__(self, job: str, path: Path | None) -> None:
        """`path` None writes nothing.

        Raises InputError when a report could not be written there, before the job has cost anything.
        """
        self._job = job
        self._path = path
        self._started = dt.datetime.now(dt.timezone.utc)
        if path is not None and not (path.parent.is_dir() and os.access(path.parent, os.W_OK)):
            raise InputError(
                f"cannot write the report {path}: {path.parent} is not a folder you can write to."
            )

    def write(self, spark: SparkSession, ended: Mapping[str, Any]) -> None:
        """Writes the report of a job that ended as `ended` says.

        `ended` may hold `complete` (default True), `failure`, `signal`, `streaming`, `figures`, `gpu`
        (`GpuFigures`), `cost` (`CollectorCost`), and `since` and `until`: the time the figures are about
        (default: from the job's start to now).
        """
        if self._path is None:
            return
        finished = dt.datetime.now(dt.timezone.utc)
        gpu: GpuFigures = ended.get("gpu", _NO_GPU_SAMPLES)
        asked = time.monotonic()
        spark_says = spark_figures(spark, ended.get("since", self._started), ended.get("until"))
        reading_ms = (time.monotonic() - asked) * 1000
        cost: CollectorCost | None = ended.get("cost")
        report = {
            "schema_version": 1,
            "job": self._job,
            "application_id": spark.sparkContext.applicationId,
            "spark_version": spark.version,
            "started_at": iso(self._started),
            "finished_at": iso(finished),
            "seconds": round((finished - self._started).total_seconds(), 3),
            "complete": ended.get("complete", True),
            "failure": ended.get("failure"),
            "signal": ended.get("signal"),
            "streaming": ended.get("streaming"),
            "figures": ended.get("figures"),
            "spark": spark_says,
            "gpu": gpu.of_report(),
            **({"collector": cost.figures(spark_says, gpu.cpu_ms, reading_ms)} if cost else {}),
        }
        fresh = self._path.with_name(f".{self._path.name}.new")
        fresh.write_text(json.dumps(report, indent=2, allow_nan=False) + "\n", encoding="utf-8")
        fresh.replace(self._path)

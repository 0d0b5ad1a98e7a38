"""The job report: what a job read and counted, and Spark's own figures of it (contract `job-report`)."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pyspark.sql import SparkSession

from golazo.errors import InputError
from golazo.spark_figures import iso, spark_figures

_NO_GPU_SAMPLES = {"samples": None, "not_measured": "nothing sampled a GPU while the job ran"}


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

        `ended` may hold `complete` (default True), `failure`, `signal`, `streaming`, `figures`, `gpu` (what
        was sampled of one), `collector`, and `since` and `until`: the time the figures are about (default:
        from the job's start to now).
        """
        if self._path is None:
            return
        finished = dt.datetime.now(dt.timezone.utc)
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
            "spark": spark_figures(spark, ended.get("since", self._started), ended.get("until")),
            "gpu": ended.get("gpu", _NO_GPU_SAMPLES),
        }
        fresh = self._path.with_name(f".{self._path.name}.new")
        fresh.write_text(json.dumps(report, indent=2, allow_nan=False) + "\n", encoding="utf-8")
        fresh.replace(self._path)

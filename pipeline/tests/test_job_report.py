from __future__ import annotations

import datetime as dt
import json
import urllib.request
from pathlib import Path

import jsonschema
import pytest
from pyspark.sql import SparkSession
from referencing import Registry, Resource

from golazo import contracts
from golazo.errors import InputError
from golazo.job_report import JobReport
from golazo.metrics import of_progress


def _validate(report: object) -> None:
    distribution = Resource.from_contents(contracts.schema("distribution"))
    registry = Registry().with_resource("distribution.schema.json", distribution)
    jsonschema.Draft202012Validator(contracts.schema("job-report"), registry=registry).validate(report)


def test_the_report_of_a_job_keeps_its_contract(spark: SparkSession, tmp_path: Path) -> None:
    # GIVEN a stream job that played one query and was stopped by SIGTERM
    report = JobReport("stream", tmp_path / "report.json")
    query = {
        **of_progress([], 1000),
        "records_read": 0,
        "accounting": {"7": {"events": 1, "sequence_sum": 0}},
    }
    streaming = {
        "queries": {"stats": query},
        "records_on_topic": 1,
        "dead_letters": 0,
        "prediction_latency_ms": None,
    }
    # WHEN its report is written
    report.write(spark, {"complete": False, "signal": 15, "streaming": streaming})
    # THEN it is valid, alone in its folder, and says how it ended
    written = json.loads((tmp_path / "report.json").read_text())
    _validate(written)
    assert (written["complete"], written["signal"], written["failure"]) == (False, 15, None)
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]


def test_sparks_own_figures_are_read_or_said_to_be_missing(spark: SparkSession, tmp_path: Path) -> None:
    # GIVEN a job that works after its report was begun
    report = JobReport("history", tmp_path / "report.json")
    spark.range(10).count()
    report.write(spark, {"figures": {"rows": 10}})
    figures = json.loads((tmp_path / "report.json").read_text())["spark"]
    _validate(json.loads((tmp_path / "report.json").read_text()))
    assert figures["not_measured"] is None
    assert figures["measured"]["stages"]["tasks"] > 0
    assert figures["measured"]["executors"][0]["cores"] == 2
    # AND what was done before the moment the figures are about is not among them
    report.write(spark, {"since": dt.datetime.now(dt.timezone.utc) + dt.timedelta(seconds=1)})
    later = json.loads((tmp_path / "report.json").read_text())["spark"]
    assert later["measured"]["stages"]["tasks"] == 0
    # AND what was done after their end is not either
    until = dt.datetime.fromisoformat(figures["measured"]["until"].replace("Z", "+00:00"))
    spark.range(10).count()
    report.write(spark, {"until": until})
    again = json.loads((tmp_path / "report.json").read_text())["spark"]
    assert again["measured"]["stages"]["tasks"] == figures["measured"]["stages"]["tasks"]


def test_without_the_accelerator_its_figures_are_said_to_be_missing(
    spark: SparkSession, tmp_path: Path
) -> None:
    JobReport("history", tmp_path / "report.json").write(spark, {})
    rapids = json.loads((tmp_path / "report.json").read_text())["spark"]["measured"]["rapids"]
    assert rapids["measured"] is None
    assert "RAPIDS" in rapids["not_measured"]


def test_every_figure_of_the_stages_is_what_sparks_own_rest_api_says(
    spark: SparkSession, tmp_path: Path
) -> None:
    # GIVEN a job that reads, shuffles and writes
    report = JobReport("history", tmp_path / "report.json")
    spark.range(50_000).selectExpr("id % 97 AS key").groupBy("key").count().write.parquet(str(tmp_path / "t"))
    spark.read.parquet(str(tmp_path / "t")).repartition(3).count()
    report.write(spark, {})
    written = json.loads((tmp_path / "report.json").read_text())
    _validate(written)
    # WHEN Spark is asked for the same stages
    context = spark.sparkContext
    address = f"{context.uiWebUrl}/api/v1/applications/{context.applicationId}/stages?status=complete"
    with urllib.request.urlopen(address) as answer:
        submitted = [(one["submissionTime"], one) for one in json.load(answer)]
    since = written["started_at"].removesuffix("Z")
    stages = [stage for time, stage in submitted if time.removesuffix("GMT") >= since]
    # THEN the sums are Spark's
    figures = written["spark"]["measured"]["stages"]
    names = {
        "tasks": "numCompleteTasks",
        "executor_run_ms": "executorRunTime",
        "gc_ms": "jvmGcTime",
        "executor_deserialize_ms": "executorDeserializeTime",
        "result_serialization_ms": "resultSerializationTime",
        "shuffle_fetch_wait_ms": "shuffleFetchWaitTime",
        "shuffle_read_bytes": "shuffleReadBytes",
        "shuffle_read_records": "shuffleReadRecords",
        "shuffle_write_bytes": "shuffleWriteBytes",
        "shuffle_write_records": "shuffleWriteRecords",
        "memory_spill_bytes": "memoryBytesSpilled",
        "disk_spill_bytes": "diskBytesSpilled",
        "input_bytes": "inputBytes",
        "input_records": "inputRecords",
        "output_bytes": "outputBytes",
        "output_records": "outputRecords",
        "killed_tasks": "numKilledTasks",
        "result_bytes": "resultSize",
        "shuffle_remote_read_bytes": "shuffleRemoteBytesRead",
        "shuffle_local_read_bytes": "shuffleLocalBytesRead",
        "shuffle_remote_read_to_disk_bytes": "shuffleRemoteBytesReadToDisk",
    }
    assert {ours: figures[ours] for ours in names} == {
        ours: sum(stage[theirs] for stage in stages) for ours, theirs in names.items()
    }
    assert figures["shuffle_write_ms"] == sum(stage["shuffleWriteTime"] for stage in stages) // 1_000_000
    assert figures["shuffle_read_records"] > 97
    assert figures["output_records"] == 97


def test_a_gpu_that_nothing_sampled_is_said_not_to_be_measured(spark: SparkSession, tmp_path: Path) -> None:
    report = JobReport("stream", tmp_path / "report.json")
    report.write(spark, {})
    gpu = json.loads((tmp_path / "report.json").read_text())["gpu"]
    assert (gpu["devices"], gpu["samples"]) == ([], None)
    assert gpu["not_measured"] == "nothing sampled a GPU while the job ran"


def test_a_report_that_could_not_be_written_is_refused_before_the_job(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot write the report"):
        JobReport("train", tmp_path / "missing" / "report.json")

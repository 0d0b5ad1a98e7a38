from __future__ import annotations

import time

import pytest
from pyspark.sql import SparkSession

from golazo.collector_cost import CollectorCost


def _work(milliseconds: int) -> None:
    end = time.thread_time() + milliseconds / 1000
    while time.thread_time() < end:
        pass


def _tasks(executor_cpu_ms: int) -> dict[str, object]:
    return {"measured": {"stages": {"executor_cpu_ms": executor_cpu_ms}}, "not_measured": None}


def test_what_asking_costs_is_told_from_the_rest(spark: SparkSession) -> None:
    # GIVEN a job that works 400 ms of processor time, and 100 ms to ask how it goes
    cost = CollectorCost(spark)
    cost.begin()
    _work(400)
    with cost.asking():
        _work(100)
        spark.sparkContext.statusTracker().getActiveJobsIds()
    cost.end()
    # WHEN it is set against the driver's and the tasks' processor time, a sampler's beside it
    figures = cost.figures(_tasks(700), 20.0, 3.0)["measured"]
    # THEN the asking is what was asked, and the share is of both together
    assert 100 <= figures["progress_cpu_ms"] < 300
    assert figures["application_cpu_ms"] >= 500 + 700
    spent = figures["progress_cpu_ms"] + figures["listener_cpu_ms"] + 20.0
    assert figures["share_percent"] == pytest.approx(100 * spent / figures["application_cpu_ms"], abs=0.01)


def test_sparks_listeners_cost_something_when_jobs_run(spark: SparkSession) -> None:
    cost = CollectorCost(spark)
    cost.begin()
    for _ in range(5):
        spark.range(100).repartition(20).count()
    cost.end()
    assert cost.figures(_tasks(0), None, 0.0)["measured"]["listener_cpu_ms"] > 0


def test_without_the_tasks_processor_time_there_is_no_share(spark: SparkSession) -> None:
    cost = CollectorCost(spark)
    cost.begin()
    cost.end()
    figures = cost.figures({"measured": None, "not_measured": "no REST API"}, None, 0.0)
    assert figures["measured"] is None
    assert "no REST API" in figures["not_measured"]

from __future__ import annotations

from golazo.rapids_figures import rapids_figures


def _stage(*accumulators: tuple[int, str, str]) -> dict[str, object]:
    """A stage as Spark's REST API tells it."""
    return {"accumulatorUpdates": [{"id": id_, "name": name, "value": v} for id_, name, v in accumulators]}


def test_what_the_accelerator_counts_of_its_tasks_gets_its_unit() -> None:
    # GIVEN two stages as rapids-4-spark 25.04 writes their accumulators
    stages = [
        _stage((1, "gpuSemaphoreWait", "00:01:02.500"), (2, "gpuRetryCount", "3"), (9, "files read", "7")),
        _stage((3, "gpuSemaphoreWait", "01:00:00.001"), (4, "gpuRetryCount", "2")),
    ]
    # WHEN they are added up
    figures = rapids_figures(stages)
    # THEN times are milliseconds, counts are counts, and accumulators of others are not among them
    assert figures == {
        "measured": {
            "gpuRetryCount": {"value": 5, "unit": "count", "over_stages": "sum"},
            "gpuSemaphoreWait": {"value": 62_500 + 3_600_001, "unit": "ms", "over_stages": "sum"},
        },
        "not_measured": None,
    }


def test_an_accumulator_of_several_stages_counts_once() -> None:
    # GIVEN a plan of two stages with one accumulator: the second tells what both have waited
    stages = [
        _stage((1, "gpuSemaphoreWait", "00:00:01.000")),
        _stage((1, "gpuSemaphoreWait", "00:00:04.000")),
    ]
    measured = rapids_figures(stages)["measured"]
    assert measured["gpuSemaphoreWait"]["value"] == 4_000


def test_of_high_water_marks_the_highest_counts() -> None:
    name = "gpuMaxDeviceMemoryBytes"
    measured = rapids_figures([_stage((1, name, "1.00KB (1024 bytes)")), _stage((2, name, "512"))])[
        "measured"
    ]
    assert measured[name] == {"value": 1024, "unit": "bytes", "over_stages": "max"}


def test_nothing_of_the_accelerator_is_not_measured_and_never_0() -> None:
    figures = rapids_figures([_stage((1, "records", "7")), {}])
    assert figures["measured"] is None
    assert figures["not_measured"].startswith("no stage told of the RAPIDS Accelerator")

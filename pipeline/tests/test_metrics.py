from __future__ import annotations

from golazo.metrics import distribution, distribution_of_counts, of_progress


def test_percentiles_are_values_that_were_measured() -> None:
    found = distribution([5.0, 1.0, 4.0, 2.0, 3.0])
    assert found == {"count": 5, "min": 1.0, "p50": 3.0, "p95": 5.0, "p99": 5.0, "max": 5.0, "mean": 3.0}


def test_a_hundred_values_have_their_95th_as_p95() -> None:
    found = distribution(range(1, 101))
    assert (found["p50"], found["p95"], found["p99"]) == (50, 95, 99)


def test_values_counted_give_the_same_as_values_listed() -> None:
    assert distribution_of_counts({2.0: 3, 7.0: 1}) == distribution([2.0, 7.0, 2.0, 2.0])


def test_nothing_measured_is_said_to_be_nothing() -> None:
    assert set(distribution([]).values()) == {0, None}


def _batch(second: float, rows: int, latest: int, start: int) -> dict[str, object]:
    return {
        "timestamp": f"2026-01-01T00:00:{second:06.3f}Z",
        "numInputRows": rows,
        "inputRowsPerSecond": float(rows),
        "processedRowsPerSecond": 2.0 * rows,
        "durationMs": {"triggerExecution": 500, "addBatch": 400},
        "stateOperators": [{"numRowsTotal": rows, "memoryUsedBytes": 10, "numRowsDroppedByWatermark": 0}],
        "sources": [
            {
                "startOffset": {"t": {"0": start, "1": 0}},
                "latestOffset": {"t": {"0": latest, "1": 5}},
                "metrics": {"avgOffsetsBehindLatest": "1.5", "maxOffsetsBehindLatest": "3"},
            }
        ],
    }


def test_a_querys_progress_becomes_figures() -> None:
    # GIVEN three micro-batches, the second on time, the third 700 ms late
    progress = [_batch(0, 0, 0, 0), _batch(1, 15, 10, 0), _batch(2.7, 4, 14, 10)]
    # WHEN they are summed up for a trigger of one second
    figures = of_progress(progress, trigger_ms=1000)
    # THEN lag, delay and rates are those of the batches, and an empty batch has no rate
    assert [point["records"] for point in figures["lag_series"]] == [5, 15, 9]
    assert (figures["scheduling_delay_ms"]["min"], figures["scheduling_delay_ms"]["max"]) == (0.0, 700.0)
    assert (figures["input_rows"], figures["micro_batches"]) == (19, 3)
    assert figures["input_rows_per_second"]["count"] == 2
    assert figures["operation_ms"]["addBatch"]["max"] == 400
    assert figures["state"] == {"rows_max": 15, "memory_bytes_max": 10, "rows_dropped_by_watermark": 0}
    assert figures["offsets_behind_latest"]["max"]["p50"] == 3.0


def test_a_query_without_state_says_so() -> None:
    assert of_progress([{**_batch(0, 1, 1, 0), "stateOperators": []}], 1000)["state"] is None

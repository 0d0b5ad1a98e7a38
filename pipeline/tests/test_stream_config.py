from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from golazo.stream_config import StreamConfig

CONFIG = StreamConfig(
    bootstrap="127.0.0.1:1",
    matches=None,
    out=Path("out"),
    checkpoint=Path("checkpoint"),
    model=Path("model"),
)


def test_stats_leaves_cores_to_predict_and_both_always_have_one() -> None:
    together = replace(CONFIG, queries=2)
    assert [(together.tasks_of("stats", n), together.tasks_of("predict", n)) for n in (1, 2, 8)] == [
        *((1, 1), (1, 2), (4, 8)),
    ]


def test_a_query_alone_reads_with_every_core() -> None:
    assert [CONFIG.tasks_of(query, 4) for query in ("stats", "predict", "dead-letters")] == [4, 4, 4]


def test_predictions_are_not_kept_waiting_for_statistics() -> None:
    settings = replace(CONFIG, trigger_ms=1000, stats_trigger_ms=6000)
    assert settings.trigger_of("predict") == 1000
    assert settings.trigger_of("stats") == 6000

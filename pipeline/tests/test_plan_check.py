"""The plan check with NVIDIA's real planner, on a copy of the package to which something is done."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from made_events import event, player
from test_history import export, planned

REPOSITORY = Path(__file__).resolve().parents[2]
JARS = REPOSITORY / ".golazo" / "jars"

AGGREGATE_OVER_A_FRAME = """

_without_aggregate = event_facts


def event_facts(parsed: DataFrame, *keep: Column) -> DataFrame:
    players = F.aggregate("event.freeze_frame", F.lit(0), lambda count, _player: count + 1)
    none_missing = F.coalesce(players >= 0, F.lit(True))
    return _without_aggregate(parsed.withColumn("bad", F.col("bad") | ~none_missing), *keep)
"""
JSON_INTO_A_TIMESTAMP = """

def _event_time() -> Column:
    return F.from_json("value", "event_time timestamp")["event_time"]
"""


def change(module: Path, name: str, code: str) -> None:
    """Puts another function in the place of the module's own of that name."""
    source = module.read_text()
    assert f"def {name}(" in source, f"{module.name} has no {name}: this test changes nothing"
    module.write_text(source + code)


def check(package: Path, work: Path, queries: str) -> subprocess.CompletedProcess[str]:
    conf = work / "conf"
    conf.mkdir()
    shipped = [
        (REPOSITORY / "spark-conf" / name).read_text()
        for name in ("spark-defaults.conf", "gpu.conf", "plan-check.conf")
    ]
    here = [
        f"spark.driver.extraClassPath {JARS / 'rapids'}/*:{JARS / 'spark-kafka'}/*",
        "spark.driver.host 127.0.0.1",
        "spark.ui.enabled false",
        f"spark.local.dir {work}",
        f"spark.sql.warehouse.dir {work / 'warehouse'}",
    ]
    (conf / "spark-defaults.conf").write_text("\n".join([*shipped, *here]))
    shot = {"outcome": {"id": 97}, "statsbomb_xg": 0.3}
    frame = {"location": [100.0, 40.0], "freeze_frame": [player(110.0, 40.0)]}
    messages = export(
        work / "export", [planned(7, 1, 0)], {7: [event(16, minute=90, period=2, shot=shot, **frame)]}
    )
    job = ["plan-check", "--queries", queries, "--messages", str(messages), "--plan", str(work / "plan.json")]
    environment = {
        **os.environ,
        "PYTHONPATH": str(package.parent),
        "GOLAZO_CONTRACTS": str(REPOSITORY / "contracts"),
        "SPARK_CONF_DIR": str(conf),
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    return subprocess.run(
        [sys.executable, "-m", "golazo", *job], env=environment, cwd=work, text=True, capture_output=True
    )


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the package, to be changed."""
    if not any((JARS / "rapids").glob("*.jar")):
        pytest.skip("RAPIDS JAR ABSENT: the planner was not asked. ./golazo plan-check installs it.")
    copy = tmp_path / "pipeline" / "golazo"
    shutil.copytree(REPOSITORY / "pipeline" / "golazo", copy)
    return copy


def test_what_no_gpu_can_run_fails_the_check_with_the_planners_reason(package: Path, tmp_path: Path) -> None:
    # GIVEN an aggregate() over a freeze frame, and a time read out of JSON as a timestamp
    change(package / "features.py", "event_facts", AGGREGATE_OVER_A_FRAME)
    change(package / "messages.py", "_event_time", JSON_INTO_A_TIMESTAMP)
    # WHEN the planner is asked
    ended = check(package, tmp_path, "history")
    assert ended.returncode == 0, ended.stderr[-3000:]
    found: dict[str, Any] = json.loads((tmp_path / "plan.json").read_text())
    # THEN both are named, in the planner's own words, and all else is as it was
    assert found["passed"] is False
    (history,) = found["queries"]
    refused = {
        row["operator"]: row["reason"]
        for row in history["off_gpu"]
        if row["allowed"] is None and row["kind"] == "expression"
    }
    assert set(refused) == {"ArrayAggregate", "JsonToStructs"}
    assert "ArrayAggregate" in refused["ArrayAggregate"]
    assert "timestamp" in refused["JsonToStructs"].lower()


def test_streams_without_kafka_are_refused(package: Path, tmp_path: Path) -> None:
    ended = check(package, tmp_path, "stats")
    assert ended.returncode == 2
    assert "golazo: stats reads a topic: name Kafka with --bootstrap" in ended.stderr

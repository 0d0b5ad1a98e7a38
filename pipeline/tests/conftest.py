"""What all tests share: a Spark session with the product's own settings on two cores, and a trained model."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from made_history import arguments, write_history
from pyspark.sql import SparkSession

from golazo import train

REPOSITORY = Path(__file__).resolve().parents[2]
JARS = REPOSITORY / ".golazo" / "jars"
TESTS_MAY_BEGIN_UNTIL = "GOLAZO_TESTS_MAY_BEGIN_UNTIL"
"""As `cli/test-time.ts` says."""


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Leaves out what begins too late for the time that `golazo test` was given."""
    until = os.environ.get(TESTS_MAY_BEGIN_UNTIL)
    if until is not None and time.time() * 1000 > float(until):
        pytest.skip("too little is left of the minutes given to golazo test")


def _shared_settings() -> dict[str, str]:
    lines = (REPOSITORY / "spark-conf" / "spark-defaults.conf").read_text().splitlines()
    pairs = [line.split(None, 1) for line in lines if line.strip() and not line.startswith("#")]
    return {key: value.strip() for key, value in pairs}


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    """A `local[2]` session with the settings of `spark-conf/`, the Kafka connector and the login to MSK."""
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    with tempfile.TemporaryDirectory(prefix="golazo-tests-") as folder:
        # Spark's own defaults are not read: SPARK_CONF_DIR of the caller must not change what is tested.
        os.environ["SPARK_CONF_DIR"] = folder
        builder = SparkSession.builder.master("local[2]").appName("golazo-tests")
        for key, value in _shared_settings().items():
            builder = builder.config(key, value)
        class_path = ":".join(f"{JARS / folder}/*" for folder in ("spark-kafka", "msk"))
        session = (
            builder.config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.extraClassPath", class_path)
            .config("spark.driver.memory", "2g")
            # Tests end before Java's second compiler pays: as fast without it, in two thirds of the work. The
            # first one alone has a fifth of the room for its code, unless it is given as much as both.
            .config("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m")
            .config("spark.sql.warehouse.dir", f"{folder}/warehouse")
            # As in a stream, whose plans Spark does not adapt. Tests of a few rows take a fifth less work.
            .config("spark.sql.adaptive.enabled", "false")
            .getOrCreate()
        )
        session.sparkContext.setLogLevel("ERROR")
        yield session
        session.stop()


@pytest.fixture(scope="session")
def trained(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A history made by hand, the folder of the model trained on it, and its card: to read, not to change."""
    root = tmp_path_factory.mktemp("trained")
    history = write_history(spark, root / "history")
    card = train.run(spark, arguments(root / "model", history=history))
    return {"history": history, "model": root / "model", "card": card}

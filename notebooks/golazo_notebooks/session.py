"""A notebook's Spark session, on whatever cluster the environment gives."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from golazo.session import session
from golazo.storage import Storage, storage_at
from golazo.stream_config import StreamConfig
from pyspark.sql import DataFrame, SparkSession

from golazo_notebooks.checkout import MODEL, RUNS, golazo


def new_folder(name: str) -> Path:
    """A name for a folder among the runs, in an order that sorts by time; nothing is made yet."""
    return RUNS / f"{dt.datetime.now(dt.timezone.utc):%Y%m%d-%H%M%S}-{name}-{os.getpid()}"


@dataclass(frozen=True)
class NotebookSession:
    """A Spark application whose driver is the notebook's kernel."""

    spark: SparkSession
    storage: Storage
    folder: Path
    """Configuration, checkpoints and results; seen by executors as well."""
    settings: Mapping[str, Any]
    """As `contracts/schemas/job-settings.schema.json` has them."""

    def run(self, job: ModuleType, *options: str | Path) -> dict[str, Any]:
        """Runs a batch job of `golazo` with the options of its command line; gives what it returns."""
        parser = argparse.ArgumentParser()
        job.add_arguments(parser)
        found: dict[str, Any] = job.run(self.spark, parser.parse_args(list(map(str, options))), self.storage)
        return found

    def stream_config(self, trigger_seconds: float, model: Path = MODEL) -> StreamConfig:
        """Settings for a streaming query of `golazo` whose results go to `folder`."""
        config = self.settings["kafka_config"]
        milliseconds = round(trigger_seconds * 1000)
        return StreamConfig(
            bootstrap=self.settings["bootstrap"],
            matches=None,
            out=self.folder,
            checkpoint=self.storage.place(self.settings["checkpoint"]),
            model=model,
            storage=self.storage,
            trigger_ms=milliseconds,
            stats_trigger_ms=milliseconds,
            kafka_options={} if config is None else json.loads(Path(config).read_text(encoding="utf-8")),
        )

    def table(self, name: str) -> DataFrame:
        """A table among the session's results, for example `window-stats`."""
        return self.spark.read.parquet(self.storage.readable(self.folder / name))

    def close(self) -> None:
        """Gives the cluster's cores back, for the next notebook."""
        self.storage.close()
        self.spark.stop()


def open_session(name: str, *, empty_topics: bool = False) -> NotebookSession:
    """Opens a session on the cluster of the environment, else on the one that is up on this machine.

    Args:
        name: of the application.
        empty_topics: whether events of earlier replays are removed first, so that all counts are of this
            notebook's replay.

    Raises CommandFailed when there is no cluster, saying how to start one.
    """
    folder = new_folder(f"notebook-{name}")
    golazo("spark-conf", "--out", folder, *(["--empty-topics"] if empty_topics else []), quiet=True)
    settings = json.loads((folder / "job-settings.json").read_text(encoding="utf-8"))
    os.environ.update(settings["environment"])
    (folder / "logs").mkdir()
    with _errors_into(folder / "logs" / "spark.log"):
        spark = session(f"notebook-{name}")
    return NotebookSession(spark, storage_at(spark, settings["storage"]), folder, settings)


@contextmanager
def _errors_into(log: Path) -> Iterator[None]:
    """Sends the standard error of processes started meanwhile to a file: Spark's driver says much."""
    kept = os.dup(2)
    with log.open("ab") as file:
        os.dup2(file.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)

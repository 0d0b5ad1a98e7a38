"""The `plan-check` job: what NVIDIA's planner would run on a GPU, of every plan of every job.

The jobs themselves are run, on few matches, and the planner is heard meanwhile: what it says is of the plans
that production makes, those inside of micro-batches and sinks included. It needs a session in which the
planner only explains (`spark-conf/plan-check.conf`), and no GPU.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from pyspark.sql import SparkSession

from golazo import history, kafka_sink, train
from golazo.dead_letters import DeadLetterQuery
from golazo.errors import InputError
from golazo.planner.allowed import DEAD_LETTERS, HISTORY, PREDICT, STATS, STREAMS, TRAIN
from golazo.planner.listener import PlannerListener
from golazo.planner.verdict import QueryPlan, judge
from golazo.predict import PredictQuery
from golazo.rehearsal import QueryFactory, staged
from golazo.stats import StatsQuery
from golazo.storage import SHARED_FOLDERS, Storage
from golazo.stream_config import StreamConfig

QUERIES = (HISTORY, TRAIN, *STREAMS)

_FACTORIES: dict[str, QueryFactory] = {
    STATS: StatsQuery,
    PREDICT: PredictQuery,
    DEAD_LETTERS: DeadLetterQuery,
}
_NEEDS_MODEL = (TRAIN, PREDICT)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the job's options."""
    add = parser.add_argument
    add(
        "--queries",
        type=_queries,
        default=QUERIES,
        metavar="A,B",
        help=f"of {', '.join(QUERIES)} (default: all)",
    )
    add("--messages", type=Path, required=True, metavar="DIR", help="matches for history and train")
    add("--live", type=Path, metavar="DIR", help="matches for the topic; the streaming queries need it")
    add("--bootstrap", metavar="HOST:PORT", help="Kafka; the streaming queries need it")
    add("--plan", type=Path, required=True, metavar="FILE", help="where to write what was found (JSON)")


def run(spark: SparkSession, args: argparse.Namespace, storage: Storage = SHARED_FOLDERS) -> dict[str, Any]:
    """Writes what the planner says of the queries (contract `plan-check`), and returns it.

    Raises InputError when the session's planner does not only explain, or the streaming queries are asked for
    without Kafka.
    """
    if spark.conf.get("spark.rapids.sql.mode", None) != "explainOnly":
        raise InputError("the planner would not only explain: run ./golazo plan-check.")
    streams = [name for name in args.queries if name in STREAMS]
    if streams and (args.bootstrap is None or args.live is None):
        raise InputError(f"{streams[0]} reads a topic: name Kafka with --bootstrap and messages with --live.")
    with PlannerListener(spark) as planner, tempfile.TemporaryDirectory(prefix="golazo-plan-") as folder:
        queries = _Check(spark, args, storage, planner, Path(folder)).run()
    found = {
        "schema_version": 1,
        "spark": spark.version,
        "passed": all(row["allowed"] is not None for query in queries for row in query["off_gpu"]),
        "queries": queries,
    }
    args.plan.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return found


class _Check:
    def __init__(
        self,
        spark: SparkSession,
        args: argparse.Namespace,
        storage: Storage,
        planner: PlannerListener,
        folder: Path,
    ) -> None:
        self._spark = spark
        self._args = args
        self._storage = storage
        self._planner = planner
        self._history = folder / "history"
        self._model = folder / "model"
        self._folder = folder
        self._found: dict[str, QueryPlan] = {}

    def run(self) -> list[QueryPlan]:
        wanted: Sequence[str] = self._args.queries
        self._make_history()
        if any(name in wanted for name in _NEEDS_MODEL):
            self._train()
        streams = [name for name in wanted if name in STREAMS]
        if streams:
            self._stream(streams)
        return [plan for name, plan in self._found.items() if name.split(" ")[0] in wanted]

    def _make_history(self) -> None:
        args = _arguments(history, "--messages", self._args.messages, "--out", self._history)
        history.run(self._spark, args, self._storage)
        self._judge(HISTORY)

    def _train(self) -> None:
        args = _arguments(train, "--history", self._history, "--model", self._model)
        train.run(self._spark, args, self._storage)
        self._judge(TRAIN)

    def _stream(self, names: Sequence[str]) -> None:
        config = StreamConfig(
            bootstrap=self._args.bootstrap,
            matches=[],
            out=self._folder,
            checkpoint=self._folder / "checkpoint",
            model=self._model,
            storage=self._storage,
        )
        with staged(self._spark, config, self._args.live) as stage:
            # One that is no message, so that dead letters are planned as well.
            nonsense = self._spark.createDataFrame([("key", "nonsense")], "key string, value string")
            kafka_sink.write(nonsense, stage.topic("events"), stage)
            self._planner.heard()
            for name in names:
                query = _FACTORIES[name](self._spark, stage)
                self._judge(f"{name} start")
                query.start().awaitTermination()
                self._judge(name)
                query.finalise()
                self._judge(f"{name} results")

    def _judge(self, query: str) -> None:
        if said := self._planner.heard():
            self._found[query] = judge(query, said)
            print(json.dumps({"golazo": "planned", "planned": query}), flush=True)


def _arguments(job: ModuleType, *given: str | Path) -> argparse.Namespace:
    """A job's options as its command line has them, with its own defaults."""
    parser = argparse.ArgumentParser()
    job.add_arguments(parser)
    return parser.parse_args([str(one) for one in given])


def _queries(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(text.split(",")))
    if unknown := [name for name in names if name not in QUERIES]:
        raise argparse.ArgumentTypeError(f"there is no query {unknown[0]}: name some of {', '.join(QUERIES)}")
    return names

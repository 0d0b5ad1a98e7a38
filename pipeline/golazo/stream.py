"""The `stream` job: the streaming queries `stats` and `predict` in one application, until the replay ends."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import signal
import time
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from py4j.protocol import Py4JError
from pyspark.errors.exceptions.captured import CapturedException
from pyspark.sql import SparkSession

from golazo import micro_batches, topics
from golazo.atomic_folder import make_writable
from golazo.collector_cost import CollectorCost
from golazo.dead_letters import DeadLetterQuery, count_dead_letters
from golazo.errors import InputError
from golazo.gpu_samples import GpuSamples
from golazo.metrics import of_progress, waiting
from golazo.micro_batches import MicroBatchQuery
from golazo.parse_cost import parse_cost
from golazo.predict import PredictQuery
from golazo.rehearsal import QueryFactory, rehearse
from golazo.served_model import ServedModel
from golazo.stats import StatsQuery
from golazo.storage import SHARED_FOLDERS, Storage
from golazo.stream_config import StreamConfig

QUERIES = ("stats", "predict")

_POLL_SECONDS = 0.2
_PROGRESS_SECONDS = 1.0
_GRACE_SECONDS = 30.0
"""How long a stop waits for the micro-batch that is running, so that its work is not thrown away."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the job's options."""
    add = parser.add_argument
    add(
        "--queries",
        type=_queries,
        default=QUERIES,
        metavar="A,B",
        help="stats, predict or both (default: both)",
    )
    add("--bootstrap", required=True, metavar="HOST:PORT", help="Kafka")
    add("--manifest", required=True, metavar="FILE", help="plan of the replay; none: accept every match")
    add("--out", type=Path, required=True, metavar="DIR", help="results: window-stats/ and predictions/")
    add(
        "--checkpoint",
        required=True,
        metavar="DIR",
        help="goes on from here when it is not empty; below the storage, if there is one",
    )
    add("--model", type=Path, metavar="DIR", help="model folder, needed by predict")
    add("--stop-file", type=Path, metavar="FILE", help="end when this file says where the replay ended")
    for option, default, whose in (
        ("--trigger-ms", StreamConfig.trigger_ms, ""),
        ("--stats-trigger-ms", StreamConfig.stats_trigger_ms, " of stats"),
    ):
        text = f"micro-batch interval{whose} (default {default})"
        add(option, type=_whole, default=default, metavar="N", help=text)
    add("--available-now", action="store_true", help="read what is on the topic now, then end")
    add("--max-offsets-per-trigger", type=_whole, metavar="N", help="most records per micro-batch")
    add(
        "--rehearsal",
        type=Path,
        metavar="DIR",
        help="first play these messages (as history reads them) through the queries, on topics of their own",
    )
    add("--kafka-config", type=Path, metavar="FILE", help="JSON object of more Kafka options")


def config_from(args: argparse.Namespace, storage: Storage) -> StreamConfig:
    """The settings in the job's options; raises InputError when a file they name is not usable."""
    if "predict" in args.queries and args.model is None:
        raise InputError("predict needs a model: name its folder with --model.")
    checkpoint = storage.place(args.checkpoint)
    for folder in (args.out, checkpoint):
        if isinstance(folder, Path):
            make_writable(folder)
    return StreamConfig(
        bootstrap=args.bootstrap,
        matches=None if args.manifest == "none" else _planned_matches(Path(args.manifest)),
        out=args.out,
        checkpoint=checkpoint,
        model=args.model or Path(),
        storage=storage,
        queries=len(args.queries),
        trigger_ms=args.trigger_ms,
        stats_trigger_ms=args.stats_trigger_ms,
        available_now=args.available_now,
        max_offsets_per_trigger=args.max_offsets_per_trigger,
        kafka_options=_kafka_options(args.kafka_config),
    )


def run(spark: SparkSession, args: argparse.Namespace, storage: Storage = SHARED_FOLDERS) -> dict[str, Any]:
    """Runs the queries until the stop file's offsets are read, a signal comes or a query fails.

    Returns `streaming`, that part of the job report, how it ended (`complete`, `failure`, `signal`), the time
    the queries ran (`since`, `until`), and what was seen of GPUs (`gpu`) and of measuring itself (`cost`).
    """
    config = config_from(args, storage)
    factories = _factories(spark, config, args.queries)
    if args.rehearsal is not None:
        rehearse(spark, config, factories, args.rehearsal)
    return _Stream(spark, config, factories, args.stop_file).run()


def _factories(spark: SparkSession, config: StreamConfig, names: Sequence[str]) -> list[QueryFactory]:
    # predict writes the dead letters in passing; without it they need a query of their own.
    last: QueryFactory = DeadLetterQuery
    if "predict" in names:
        last = partial(PredictQuery, served=ServedModel(spark, config.model, config.storage))
    return [StatsQuery, last] if "stats" in names else [last]


class _Stream:
    def __init__(
        self,
        spark: SparkSession,
        config: StreamConfig,
        factories: Sequence[QueryFactory],
        stop_file: Path | None,
    ) -> None:
        self._spark = spark
        self._config = config
        self._stop_file = stop_file
        self._signal: int | None = None
        self._cost = CollectorCost(spark)
        self._queries = [make(spark, config) for make in factories]

    def run(self) -> dict[str, Any]:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._take_signal)
        gpus = GpuSamples(self._spark)
        gpus.start()
        started = dt.datetime.now(dt.timezone.utc)
        self._cost.begin()
        for query in self._queries:
            query.start()
        failure = self._play()
        self._stop()
        until = dt.datetime.now(dt.timezone.utc)
        self._cost.end()
        seen = gpus.stop()
        streaming = self._streaming(started, failure)
        return {
            "complete": failure is None and self._signal is None,
            "failure": failure,
            "signal": self._signal,
            "since": started,
            "until": until,
            "streaming": streaming,
            "gpu": seen,
            "cost": self._cost,
        }

    def _take_signal(self, number: int, _frame: FrameType | None) -> None:
        self._signal = number

    def _play(self) -> str | None:
        """Waits for the end; gives the reason when it is a failure."""
        said_ready, said_at = False, 0.0
        while self._signal is None:
            if failure := self._failure():
                return failure
            if not said_ready and all(_has_triggered(query) for query in self._queries):
                said_ready = True
                _say({"golazo": "ready"})
            if said_ready and time.monotonic() - said_at >= _PROGRESS_SECONDS:
                said_at = time.monotonic()
                with self._cost.asking():
                    told = {one.name: progress_of(one) for one in self._queries}
                _say({"golazo": "progress", "queries": told})
            if not any(query.query.isActive for query in self._queries) or self._has_read_everything():
                return self._failure()
            time.sleep(_POLL_SECONDS)
        return None

    def _failure(self) -> str | None:
        for query in self._queries:
            if (error := query.query.exception()) is not None:
                return f"query {query.name} failed: {_cause(str(error))}"
        return None

    def _has_read_everything(self) -> bool:
        ends = self._end_offsets()
        if ends is None:
            return False
        for query in self._queries:
            done = micro_batches.committed(self._config, query.name)
            read: Mapping[int, int] = done.offsets if done else {}
            if any(read.get(partition, 0) < end for partition, end in ends.items()):
                return False
        return True

    def _end_offsets(self) -> dict[int, int] | None:
        if self._stop_file is None or not self._stop_file.exists():
            return None
        try:
            told = json.loads(self._stop_file.read_text(encoding="utf-8"))
            return {int(partition): int(end) for partition, end in told["end_offsets"].items()}
        except (ValueError, KeyError, TypeError, AttributeError):
            # Being written at this moment: it is complete at one of the next looks.
            return None

    def _stop(self) -> None:
        deadline = time.monotonic() + _GRACE_SECONDS
        for query in self._queries:
            while (
                query.query.isActive and query.query.status["isTriggerActive"] and time.monotonic() < deadline
            ):
                time.sleep(_POLL_SECONDS)
            query.query.stop()

    def _streaming(self, started: dt.datetime, failure: str | None) -> dict[str, Any] | None:
        try:
            return self._results(started)
        except (Py4JError, CapturedException):
            # What broke a query (no broker, no disk) may well break this too; the query's own words say more.
            if failure is None:
                raise
            return None

    def _results(self, started: dt.datetime) -> dict[str, Any]:
        first, after_last = topics.offsets(self._spark, self._config, "events")
        queries = {}
        for query in self._queries:
            done = micro_batches.committed(self._config, query.name)
            read: Mapping[int, int] = done.offsets if done else {}
            progress = query.query.recentProgress
            queries[query.name] = {
                "records_read": sum(read.get(partition, start) - start for partition, start in first.items()),
                **of_progress(progress, self._config.trigger_of(query.name)),
                **query.finalise(),
            }
        predicts = any(query.name == "predict" for query in self._queries)
        return {
            "parse": self._parse_cost(),
            "queries": queries,
            "records_on_topic": sum(after_last.values()) - sum(first.values()),
            "dead_letters": count_dead_letters(self._spark, self._config),
            "prediction_latency_ms": (
                topics.prediction_latency(self._spark, self._config, started) if predicts else None
            ),
        }

    def _parse_cost(self) -> dict[str, Any]:
        """Of replays that were read to their end: whoever stops a run waits for nothing more."""
        if self._signal is not None or self._end_offsets() is None:
            return {"measured": None, "not_measured": "only measured at the end of a replay"}
        return parse_cost(self._spark, self._config)


def _has_triggered(query: MicroBatchQuery) -> bool:
    status = query.query.status
    return query.query.lastProgress is not None or status["message"].startswith("Waiting for")


def progress_of(query: MicroBatchQuery) -> dict[str, object] | None:
    """What people are told every second of a query's last micro-batch; None before the first."""
    last = query.query.lastProgress
    if last is None:
        return None
    return {
        "batch_id": last["batchId"],
        "input_rate": last.get("inputRowsPerSecond"),
        "process_rate": last.get("processedRowsPerSecond"),
        "batch_ms": last["durationMs"].get("triggerExecution"),
        "lag": waiting(last),
    }


def _cause(error: str) -> str:
    """The line of a query's exception that says why: the innermost cause, else the first line."""
    lines = [line.strip() for line in error.splitlines() if line.strip()]
    causes = [line.removeprefix("Caused by: ") for line in lines if line.startswith("Caused by: ")]
    raised = [line for line in lines if line.split(":")[0].endswith(("Error", "Exception"))]
    return (causes or raised or lines or ["for a reason Spark does not say"])[-1 if causes or raised else 0]


def _say(line: Mapping[str, object]) -> None:
    print(json.dumps(line), flush=True)


def _queries(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(","))
    unknown = [name for name in names if name not in QUERIES]
    if unknown:
        raise argparse.ArgumentTypeError(f"{unknown[0]} is not a query; there are {' and '.join(QUERIES)}")
    return names


def _whole(text: str) -> int:
    if not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text} is not a whole number")
    return int(text)


def _planned_matches(path: Path) -> list[int] | None:
    """The match ids of a replay manifest; None when the replay is open-ended."""
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        matches = [int(match["match_id"]) for match in manifest["matches"]]
        return None if manifest["open_ended"] else matches
    except FileNotFoundError as error:
        raise InputError(
            f"{path} is not there. Name the replay's manifest, or none, with --manifest."
        ) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} is not a replay manifest: {error}.") from error


def _kafka_options(path: Path | None) -> dict[str, str]:
    if path is None:
        return {}
    try:
        options = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): str(value) for name, value in options.items()}
    except (OSError, ValueError, AttributeError) as error:
        raise InputError(f"{path} is not a JSON object of Kafka options: {error}.") from error

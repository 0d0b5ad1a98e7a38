"""What collecting metrics costs in throughput: both queries over the same topic, with and without, by turns.

    ./golazo up && ./golazo produce --rate max --seconds 30
    export PYTHONPATH=pipeline
    .golazo/venv/bin/python pipeline/benchmarks/collector_overhead.py --bootstrap KAFKA --model MODEL
    ./golazo down

KAFKA is the address that `up` prints, MODEL for example models/lwp_model.

With: the queries are asked for their progress once a second, as the job `stream` does, and what that and
Spark's listeners cost is counted. Without: they are left alone. The listeners behind Spark's REST API are
there either way, as in any Spark application; their share is counted as processor time.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from local_session import local_session
from pyspark.sql import SparkSession

from golazo import topics
from golazo.collector_cost import CollectorCost
from golazo.micro_batches import MicroBatchQuery
from golazo.predict import PredictQuery
from golazo.stats import StatsQuery
from golazo.stream import progress_of
from golazo.stream_config import StreamConfig

_TASKS_ARE_THE_DRIVERS = {"measured": {"stages": {"executor_cpu_ms": 0}}}
"""On `local[2]` the driver's process is all there is, garbage collection and compilation included."""


@dataclass(frozen=True)
class Run:
    """One run of both queries."""

    seconds: float
    share_percent: float | None
    """Of the processor time; None of a run that was left alone."""


def main() -> None:
    """Prints a line per pair of runs and the medians."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--bootstrap", required=True, metavar="HOST:PORT")
    parser.add_argument("--model", type=Path, required=True, metavar="DIR")
    parser.add_argument("--pairs", type=int, default=5, metavar="N")
    parser.add_argument("--batch", type=int, default=20_000, metavar="N", help="most records per micro-batch")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="golazo-benchmark-") as folder:
        spark = local_session()
        records = _records(spark, args)
        _run(spark, args, Path(folder) / "warm-up", collects=True)
        pairs = []
        for number in range(args.pairs):
            # The order changes from pair to pair, so that what warms up or tires hits both alike.
            order = (True, False) if number % 2 == 0 else (False, True)
            runs = {
                collects: _run(spark, args, Path(folder) / f"{number}-{collects}", collects)
                for collects in order
            }
            pairs.append((runs[True], runs[False]))
            print(_line(records, runs[True], runs[False]), flush=True)
        spark.stop()
    lost = [100 * (1 - without.seconds / collecting.seconds) for collecting, without in pairs]
    shares = [collecting.share_percent or 0 for collecting, _ in pairs]
    print(
        f"{len(pairs)} pairs, {records} events each: throughput lost {median(lost):.2f} % "
        f"({min(lost):.2f} to {max(lost):.2f}), processor time {median(shares):.2f} % "
        f"({min(shares):.2f} to {max(shares):.2f})"
    )


def _line(records: int, collecting: Run, without: Run) -> str:
    rates = [records / run.seconds for run in (collecting, without)]
    return (
        f"with {rates[0]:,.0f} events/s, without {rates[1]:,.0f}: ratio {rates[0] / rates[1]:.4f}, "
        f"processor time {collecting.share_percent} %"
    )


def _run(spark: SparkSession, args: argparse.Namespace, folder: Path, collects: bool) -> Run:
    config = StreamConfig(
        bootstrap=args.bootstrap,
        matches=None,
        out=folder / "out",
        checkpoint=folder / "checkpoint",
        model=args.model,
        queries=2,
        available_now=True,
        max_offsets_per_trigger=args.batch,
        console=False,
    )
    queries: list[MicroBatchQuery] = [StatsQuery(spark, config), PredictQuery(spark, config)]
    cost = CollectorCost(spark)
    cost.begin()
    started = time.monotonic()
    for query in queries:
        query.start()
    for query in queries:
        while not query.query.awaitTermination(timeout=1):
            if collects:
                with cost.asking():
                    for one in queries:
                        progress_of(one)
    seconds = time.monotonic() - started
    cost.end()
    figures = cost.figures(_TASKS_ARE_THE_DRIVERS, None, 0)["measured"]
    return Run(seconds, figures["share_percent"] if collects else None)


def _records(spark: SparkSession, args: argparse.Namespace) -> int:
    config = StreamConfig(args.bootstrap, None, Path(), Path(), args.model)
    first, after_last = topics.offsets(spark, config, "events")
    return sum(after_last.values()) - sum(first.values())


if __name__ == "__main__":
    main()

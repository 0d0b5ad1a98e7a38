"""What a micro-batch's features and model cost when they are planned once, and when they are each time.

    PYTHONPATH=pipeline .golazo/venv/bin/python pipeline/benchmarks/prepared_query.py --model models/lwp_model

Invented minutes of 70 matches; both ways answer for the same two minutes of each match, by turns, and have to
give the same probabilities. Printed are the median by the clock and the mean of processor time, of the JVM
with driver and executor in one. On a busy machine go by the latter, and by the ratio.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import statistics
import time
from pathlib import Path

from local_session import local_session
from processor_time import cpu_milliseconds, java_process
from pyspark.sql import DataFrame, SparkSession

from golazo import model, strength
from golazo.features import MINUTES, SUMS
from golazo.game_state import game_states
from golazo.prepared_query import Asked, PlannedEachTime, PlannedOnce

MATCHES, WARM_UP = 70, 10
NOW = dt.datetime(2026, 1, 1, 12)


def minutes(spark: SparkSession) -> DataFrame:
    """A table of minutes in memory: each match has come to another minute, and its last two are new."""
    rng = random.Random(1)
    rows = []
    for match in range(MATCHES):
        last = rng.randint(5, 90)
        for minute in range(last):
            row: dict[str, object] = {name: 1 for name in MINUTES.names}
            row |= {name: rng.randint(0, 3) for name in SUMS}
            row |= {"match_id": match, "period": 1 if minute < 45 else 2, "minute": minute}
            row |= {"last_event_time": NOW, "touched": int(minute >= last - 2)}
            rows.append(tuple(row[name] for name in MINUTES.names))
    return spark.createDataFrame(rows, MINUTES).coalesce(1).localCheckpoint()


def main() -> None:
    """Times both ways by turns."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True, metavar="DIR")
    parser.add_argument("--rounds", type=int, default=40)
    args = parser.parse_args()
    spark = local_session()
    # As in a streaming query's session.
    spark.conf.set("spark.sql.adaptive.enabled", "false")
    predictor = model.Predictor(model.load(args.model)[0])
    difference = strength.difference(strength.load(args.model))

    def query(table: DataFrame) -> DataFrame:
        states = game_states(table).where("touched > 0")
        return predictor.predict(states.withColumn("strength_difference", difference))

    table, java = minutes(spark), java_process(spark)
    ways: dict[str, Asked] = {"each time": PlannedEachTime(query), "once": PlannedOnce(query)}
    told = {name: sorted(map(tuple, way.of(table).collect())) for name, way in ways.items()}
    if told["once"] != told["each time"]:
        raise AssertionError("the two ways do not answer the same")
    cost: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for _ in range(args.rounds + WARM_UP):
        for name, way in ways.items():
            clock, processor = time.perf_counter(), cpu_milliseconds(java)
            way.of(table)
            cost[name].append(((time.perf_counter() - clock) * 1000, cpu_milliseconds(java) - processor))
    for name, both in cost.items():
        clocks, processors = zip(*both[WARM_UP:], strict=True)
        print(
            f"planned {name:9s} {statistics.median(clocks):6.0f} ms by the clock, "
            f"{statistics.fmean(processors):6.0f} ms of processor time in the mean"
        )
    spark.stop()


if __name__ == "__main__":
    main()

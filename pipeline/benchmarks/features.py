"""Events per second from messages to game states in batch, with 360 frames and without, by turns.

    PYTHONPATH=pipeline .golazo/venv/bin/python pipeline/benchmarks/features.py \
        --events FOLDER/events/3788741.json --frames FOLDER/three-sixty/3788741.json

FOLDER is in StatsBomb's open-data layout. The match is copied under other ids. "Without" are the same events
with their frames taken off; "parsed" stops where events are parsed and checked, so what is between the two
lines is the price of the features. Messages are text in memory, and nothing is written.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local_session import local_session
from processor_time import cpu_milliseconds, java_process
from pyspark.sql import DataFrame, SparkSession

from golazo.features import event_facts, minutes
from golazo.game_state import game_states
from golazo.messages import parse


def messages(events: Path, frames: Path | None) -> list[dict[str, Any]]:
    """The events of a match as event messages, each with its frame where it has one."""
    rows = json.loads(events.read_text(encoding="utf-8"))
    seen = json.loads(frames.read_text(encoding="utf-8")) if frames else []
    frame_of = {frame["event_uuid"]: frame for frame in seen}
    home, away = list(dict.fromkeys(row["team"]["id"] for row in rows))[:2]
    told = []
    for sequence, row in enumerate(rows):
        envelope = {
            "match_id": 1,
            "home_team_id": home,
            "away_team_id": away,
            "event_time": f"2024-01-01T12:{row['minute'] % 60:02d}:{row['second']:02d}.000Z",
            "produced_at": 1_700_000_000_000,
            "sequence": sequence,
        }
        frame = frame_of.get(row["id"], {})
        kept = {name: frame[name] for name in ("freeze_frame", "visible_area") if name in frame}
        told.append({**envelope, **row, **kept})
    return told


def raw(spark: SparkSession, told: list[dict[str, Any]], copies: int) -> DataFrame:
    """The messages as text in memory, in two partitions, once for each copy."""
    bare = [{name: value for name, value in message.items() if name != "match_id"} for message in told]
    rest = [json.dumps(message)[1:] for message in bare]
    values = [(f'{{"match_id": {match}, {text}',) for match in range(1, copies + 1) for text in rest]
    rows = spark.createDataFrame(values, "value string").repartition(2).cache()
    rows.count()
    return rows


def parsed(rows: DataFrame) -> DataFrame:
    """Events, parsed and checked."""
    return parse(rows, None)


def states(rows: DataFrame) -> DataFrame:
    """Game states."""
    return game_states(minutes(event_facts(parse(rows, None))))


@dataclass(frozen=True)
class Cost:
    """What one go took."""

    seconds: float
    cpu_ms: float
    """Processor time of all its processes, garbage collection and compilation included."""


def cost(way: Callable[[DataFrame], DataFrame], rows: DataFrame) -> Cost:
    """Has every row worked out, and thrown away."""
    java = java_process(rows.sparkSession)
    busy, started = cpu_milliseconds(java), time.perf_counter()
    way(rows).write.format("noop").mode("overwrite").save()
    return Cost(time.perf_counter() - started, cpu_milliseconds(java) - busy)


def main() -> None:
    """Prints the medians."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=Path, required=True)
    parser.add_argument("--frames", type=Path, required=True)
    parser.add_argument("--copies", type=int, default=16, metavar="N")
    parser.add_argument("--rounds", type=int, default=7, metavar="N")
    args = parser.parse_args()
    spark = local_session()
    framed = messages(args.events, args.frames)
    tables = {
        "with 360": raw(spark, framed, args.copies),
        "without 360": raw(spark, messages(args.events, None), args.copies),
    }
    ways = {"parsed": parsed, "game states": states}
    count = len(framed) * args.copies
    taken: dict[tuple[str, str], list[Cost]] = {(way, name): [] for way in ways for name in tables}
    for turn in range(1 + args.rounds):
        for (way, name), found in taken.items():
            took = cost(ways[way], tables[name])
            # The first turn compiles.
            if turn:
                found.append(took)
    share = sum("freeze_frame" in message for message in framed) / len(framed)
    print(f"{count} events ({share:.0%} with a frame), {args.rounds} rounds")
    for (way, name), found in taken.items():
        rates = [count / one.seconds for one in found]
        cpu = statistics.median(one.cpu_ms for one in found) / count * 1000
        print(
            f"{way:12} {name:12} {statistics.median(rates):8.0f} events/s "
            f"({min(rates):.0f} to {max(rates):.0f}), {cpu:.0f} µs of processor time per event"
        )
    spark.stop()


if __name__ == "__main__":
    main()

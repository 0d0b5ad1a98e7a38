"""The `history` job: finished matches as event messages in, one game state per match and minute out."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.storagelevel import StorageLevel

from golazo.atomic_folder import replacing
from golazo.corrections import corrected_minutes, is_corrected
from golazo.errors import InputError
from golazo.evaluation import OUTCOMES
from golazo.features import event_facts, minutes
from golazo.game_state import game_states
from golazo.messages import parse, read_files
from golazo.storage import SHARED_FOLDERS, Storage

GAME_STATES = "game-states"
"""Folder of the Parquet table inside a history."""

FACTS = "history.json"
"""What a history was made from, as `run` returns it, inside a history."""

_METADATA = (
    "match_id long, source_match_id long, competition_id long, season_id long, season_name string, "
    "kick_off long, home_score long, away_score long"
)
_METADATA_FIELDS = tuple(field.split()[0] for field in _METADATA.split(", "))


LAST_MINUTE_FROM = 85
"""A match whose events end before this minute was abandoned: whatever result it was given, play did not
decide it. Not 90, because collected events may lack the last ones."""


@dataclass(frozen=True)
class _Played:
    """What the events of one match add up to."""

    events: int
    home_goals: int
    away_goals: int
    last_minute: int
    """Of the second half or extra time, on the match clock; -1 when there was none."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the job's options."""
    parser.add_argument(
        "--messages",
        type=Path,
        required=True,
        metavar="DIR",
        help="folder with manifest.json and messages/<match_id>.jsonl",
    )
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="DIR",
        help="history folder to write; it replaces what was there",
    )


def run(spark: SparkSession, args: argparse.Namespace, storage: Storage = SHARED_FOLDERS) -> dict[str, Any]:
    """Writes `OUT/game-states/` (Parquet) and `OUT/history.json`; returns what the latter says.

    A match without a final score, without events, that was abandoned, or whose events add up to another score
    than its final one is left out and named, in `left_out`.

    Raises InputError when there is nothing to read or no match is left.
    """
    started = time.monotonic()
    manifest = _read_manifest(args.messages)
    planned = {int(match["match_id"]): match for match in manifest["matches"]}
    events = event_facts(parse(read_files(spark, args.messages, storage), list(planned)))
    table = minutes(events).persist(StorageLevel.MEMORY_AND_DISK)
    try:
        if is_corrected(table):
            table.unpersist()
            table = corrected_minutes(events).persist(StorageLevel.MEMORY_AND_DISK)
        played, bad_records = _played(table)
        left_out = {
            str(id_): why for id_, match in planned.items() if (why := _unfit(match, played.get(id_)))
        }
        kept = [id_ for id_ in planned if str(id_) not in left_out]
        for id_, why in left_out.items():
            print(f"match {id_} is left out: {why}", flush=True)
        if not kept:
            raise InputError(f"no match in {args.messages} can be learned from: {_first(left_out)}")
        states = _with_results(
            spark, table.where(F.col("match_id").isin(kept)), [planned[id_] for id_ in kept]
        )
        facts: dict[str, Any] = {
            "source": manifest["source"],
            "matches": len(kept),
            "different_matches": len({planned[id_]["source_match_id"] for id_ in kept}),
            "events": sum(played[id_].events for id_ in kept),
            "bad_records": bad_records,
            "left_out": left_out,
        }
        with replacing(args.out) as fresh:
            with storage.filling(fresh / GAME_STATES) as place:
                states.write.parquet(place)
                facts["rows"] = spark.read.parquet(place).count()
            facts["seconds"] = round(time.monotonic() - started, 3)
            (fresh / FACTS).write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
    finally:
        table.unpersist()
    return facts


def _read_manifest(folder: Path) -> dict[str, Any]:
    path = folder / "manifest.json"
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(manifest["matches"], list) or not isinstance(manifest["source"], dict):
            raise ValueError("matches or source has the wrong type")
    except FileNotFoundError as error:
        raise InputError(f"{path} is not there. Export matches into {folder} first.") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} is not a replay manifest: {error}. Export the matches again.") from error
    if not manifest["matches"]:
        raise InputError(f"{path} lists no match. Export matches into {folder} first.")
    return dict(manifest)


def _played(table: DataFrame) -> tuple[dict[int, _Played], int]:
    """Per match what its events add up to, and the number of bad records."""
    in_play = F.col("period").between(1, 4)
    goals = [F.sum(F.when(in_play, F.col(name))).alias(name) for name in ("home_goals", "away_goals")]
    last = F.coalesce(F.max(F.when(F.col("period").between(2, 4), F.col("minute"))), F.lit(-1))
    sums = (F.sum("events").alias("events"), *goals, last.alias("last_minute"))
    rows = table.groupBy("match_id").agg(*sums).collect()
    matches = {
        row["match_id"]: _Played(
            row["events"], row["home_goals"] or 0, row["away_goals"] or 0, row["last_minute"]
        )
        for row in rows
        if row["match_id"] is not None
    }
    return matches, sum(row["events"] for row in rows if row["match_id"] is None)


def _unfit(match: dict[str, Any], played: _Played | None) -> str | None:
    """Why a match cannot be learned from; None when it can."""
    if match["home_score"] is None or match["away_score"] is None:
        return "it has no final score"
    if played is None:
        return "it has no events"
    if (played.home_goals, played.away_goals) != (match["home_score"], match["away_score"]):
        return (
            f"its events add up to {played.home_goals}-{played.away_goals}, "
            f"but its final score is {match['home_score']}-{match['away_score']}"
        )
    if played.last_minute < LAST_MINUTE_FROM:
        return f"it was abandoned: its events end before minute {LAST_MINUTE_FROM}"
    return None


def _first(left_out: dict[str, str]) -> str:
    match, why = next(iter(left_out.items()))
    return f"match {match}, for example, was left out because {why}"


def _with_results(spark: SparkSession, table: DataFrame, matches: list[dict[str, Any]]) -> DataFrame:
    known = [{**match, "kick_off": _kick_off(match)} for match in matches]
    rows = [tuple(match[field] for field in _METADATA_FIELDS) for match in known]
    metadata = spark.createDataFrame(rows, _METADATA)
    home_lead = F.col("home_score") - F.col("away_score")
    result = F.when(home_lead > 0, "home").when(home_lead == 0, "draw").otherwise("away")
    label = F.coalesce(*(F.when(F.col("result") == outcome, i) for i, outcome in enumerate(OUTCOMES)))
    return (
        game_states(table)
        .join(F.broadcast(metadata), "match_id")
        .withColumn("kick_off", F.timestamp_millis("kick_off"))
        .withColumn("result", result)
        .withColumn("label", label)
    )


def _kick_off(match: dict[str, Any]) -> int:
    """Epoch milliseconds, read here, a row a match: NVIDIA's planner holds no cast of text to a timestamp."""
    text = str(match["kick_off"])
    try:
        time = dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError as error:
        raise InputError(
            f"the manifest says that match {match['match_id']} kicked off at {text}, which is no time. "
            "Export the matches again."
        ) from error
    utc = time if time.tzinfo else time.replace(tzinfo=dt.timezone.utc)
    return round(utc.timestamp() * 1000)

"""What a model is trained and tested on: a history of ours, or game-state tables made elsewhere."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F

from golazo import game_state, game_state_table, strength
from golazo.errors import InputError
from golazo.history import FACTS, GAME_STATES
from golazo.split import Match, Split, split
from golazo.storage import Storage
from golazo.strength import Fixture, Ratings

_MATCH_FIELDS = ("match_id", "source_match_id", "competition_id", "season_id")
_RESULT_FIELDS = ("home_team_id", "away_team_id", "home_score", "away_score")


@dataclass(frozen=True)
class TrainingData:
    """Game states with their results, parted into two sides."""

    train: DataFrame
    test: DataFrame
    """Rows with `forest_inputs.FEATURES`, match fields, final score and `label`."""
    matches: list[Match]
    sides: Split
    ratings: Ratings
    """Of every team after its last match."""
    about: dict[str, Any]
    """`data` of the model card."""


def of_history(spark: SparkSession, folder: Path, storage: Storage) -> TrainingData:
    """Reads what the history job wrote; the last season tests.

    Raises InputError when it cannot be read, or holds too few matches.
    """
    facts, table = _read_history(spark, folder, storage)
    matches = _matches(table)
    kind = "synthetic matches" if facts["source"]["synthetic"] else "real matches"
    about = {
        "description": f"{facts['matches']} {kind}, {facts['rows']} game states: "
        f"{facts['source']['description']}",
        "synthetic": facts["source"]["synthetic"],
        "kind": facts["source"]["kind"],
        "source_seed": facts["source"]["seed"],
        "matches": facts["matches"],
    }
    return _parted(table, matches, split(matches), about)


def of_tables(
    spark: SparkSession, train: Path, test: Path | None, scratch: Path, storage: Storage
) -> TrainingData:
    """Reads one table, whose last quarter of matches in time tests, or one to train on and one to test on.

    `scratch` is a folder that stays as long as the rows are read.

    Raises InputError when one cannot be read, holds too few matches, or a match is in both.
    """
    table = _read_table(spark, train, scratch, storage)
    matches = _matches(table)
    if test is None:
        sides = split(matches)
    else:
        other = _read_table(spark, test, scratch, storage)
        others = _matches(other)
        learned, tested = (frozenset(m.match_id for m in of) for of in (matches, others))
        if both := learned & tested:
            raise InputError(
                f"match {min(both)} is in {train} and in {test}: a match that trains cannot test. "
                "Take it out of one."
            )
        sides = Split(learned, tested, f"{train.name} trains, {test.name} tests")
        table, matches = table.unionByName(other), matches + others
    names = " and ".join(file.name for file in (train, test) if file is not None)
    about = {
        "description": f"{len(matches)} matches of the game-state table {names}",
        "synthetic": False,
        "kind": "game-states",
        "source_seed": None,
        "matches": len(matches),
    }
    return _parted(table, matches, sides, about)


def _parted(table: DataFrame, matches: list[Match], sides: Split, about: dict[str, Any]) -> TrainingData:
    differences, ratings = _strengths(table)
    rows = [(match, difference) for match, difference in differences.items()]
    known = table.sparkSession.createDataFrame(rows, "source_match_id long, strength_difference double")
    table = table.join(F.broadcast(known), "source_match_id", "left")
    train, test = (table.where(F.col("match_id").isin(list(ids))) for ids in (sides.train, sides.test))
    return TrainingData(train, test, matches, sides, ratings, about)


def _strengths(table: DataFrame) -> tuple[dict[int, float], Ratings]:
    """Ratings from every match once, whatever the number of its copies."""
    fields = ("source_match_id", _kick_off(), *_RESULT_FIELDS)
    found = table.where(F.col("home_team_id").isNotNull() & F.col("away_team_id").isNotNull()).select(*fields)
    first = found.groupBy("source_match_id").agg(F.min(F.struct("kick_off", *_RESULT_FIELDS)).alias("first"))
    return strength.rate([Fixture(row[0], *row[1]) for row in first.collect()])


def _kick_off() -> Column:
    return F.date_format("kick_off", "yyyy-MM-dd'T'HH:mm:ss'Z'").alias("kick_off")


def _matches(table: DataFrame) -> list[Match]:
    rows = table.select(*_MATCH_FIELDS, _kick_off()).distinct().collect()
    return [Match(**row.asDict()) for row in rows]


def _read_table(spark: SparkSession, file: Path, scratch: Path, storage: Storage) -> DataFrame:
    table, left_out = game_state_table.read(spark, file, scratch, storage)
    for reason, matches in left_out.items():
        print(f"{file.name}: {matches} matches are left out: {reason}", flush=True)
    return table


def _read_history(spark: SparkSession, folder: Path, storage: Storage) -> tuple[dict[str, Any], DataFrame]:
    path = folder / FACTS
    try:
        facts = dict(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise InputError(f"there is no history in {folder}. Make one with ./golazo history.") from error
    except (OSError, ValueError, TypeError) as error:
        raise InputError(f"{path} cannot be read. Make the history again with ./golazo history.") from error
    if not (folder / GAME_STATES / "_SUCCESS").exists():
        raise InputError(
            f"{folder / GAME_STATES} is not complete. Make the history again with ./golazo history."
        )
    table = spark.read.parquet(storage.readable(folder / GAME_STATES))
    needed = (*_MATCH_FIELDS, "kick_off", *_RESULT_FIELDS, "label", *game_state.FEATURES)
    missing = [name for name in needed if name not in table.columns]
    if missing:
        raise InputError(
            f"the history in {folder} has no column {missing[0]}: another version made it. "
            "Make it again with ./golazo history."
        )
    if table.isEmpty():
        raise InputError(f"the history in {folder} is empty. Make it again with ./golazo history.")
    return facts, table

"""A table of game states that was made elsewhere: one row per match and minute, from CSV or Parquet.

Row `minute` is the state after that many minutes on the clock: 45 is half-time and 90 full time, stoppage
included."""

from __future__ import annotations

import gzip
import shutil
import zlib
from collections import Counter
from functools import reduce
from operator import or_
from pathlib import Path

from py4j.protocol import Py4JJavaError
from pyspark.errors import PySparkException
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F

from golazo.errors import InputError
from golazo.game_state import FEATURES, REGULATION_END, STOPPAGE
from golazo.storage import Storage

REQUIRED: dict[str, str] = {
    "match_id": "long",
    "date_utc": "timestamp",
    "minute": "int",
    "gh": "int",
    "ga": "int",
    "home_score": "int",
    "away_score": "int",
}
"""Columns every table must have: kick-off, minute, goals so far, final score; and their types."""

OPTIONAL: dict[str, str] = {
    "home_id": "long",
    "away_id": "long",
    "red_h": "double",
    "red_a": "double",
    "shots_h": "double",
    "shots_a": "double",
    "shotdiff_10m": "double",
    "pass_share_h_10m": "double",
    "duration": "string",
    "score_ok": "boolean",
}
"""Columns that are read where a table has them."""

_SAME_FEATURE = {
    "home_reds": "red_h",
    "away_reds": "red_a",
    "home_shots": "shots_h",
    "away_shots": "shots_a",
    "shot_difference_recent": "shotdiff_10m",
    "pass_share_recent": "pass_share_h_10m",
}

NO_SEASON = 0
"""Season and competition of a table's matches: it names none."""

_FULL_TIME = REGULATION_END[2]

_ENDS_TOGETHER = 5
"""Minutes by which a match's rows may end before the table's last; one that ends earlier was abandoned."""


def read(
    spark: SparkSession, file: Path, scratch: Path, storage: Storage
) -> tuple[DataFrame, dict[str, int]]:
    """Reads a table.

    Args:
        spark: the session.
        file: `.csv`, `.csv.gz`, `.parquet` or `.parquet.gz`.
        scratch: a folder that stays as long as the rows are read, for a file that has to be unpacked.
        storage: what driver and executors share.

    Returns:
        Rows as a history has them (features that the table lacks are null), and the number of matches left
        out by reason.

    Raises InputError when the file is not there, is no such table, or holds no usable match.
    """
    if not file.exists():
        raise InputError(f"there is no game-state table {file}. Name a CSV or Parquet file.")
    raw = _typed(_read(spark, _plain(file, scratch), file, storage), file).cache()
    try:
        _check(raw, file)
        return _usable(raw, file)
    finally:
        raw.unpersist()


def _plain(file: Path, scratch: Path) -> Path:
    """The file, unpacked when it is Parquet inside gzip, which Spark does not read."""
    if not file.name.endswith(".parquet.gz"):
        return file
    unpacked = scratch / file.name.removesuffix(".gz")
    try:
        with gzip.open(file) as packed, unpacked.open("wb") as out:
            shutil.copyfileobj(packed, out)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{file} cannot be unpacked: {error}.") from error
    return unpacked


def _read(spark: SparkSession, plain: Path, file: Path, storage: Storage) -> DataFrame:
    place = storage.readable(plain)
    try:
        if ".parquet" in plain.name:
            return spark.read.parquet(place)
        if ".csv" in plain.name:
            return spark.read.csv(place, header=True)
    except (PySparkException, Py4JJavaError) as error:
        raise InputError(
            f"{file} cannot be read as a game-state table. Is it really CSV or Parquet?"
        ) from error
    raise InputError(
        f"{file} is neither .csv, .csv.gz nor .parquet: name a game-state table of one of these."
    )


def _typed(raw: DataFrame, file: Path) -> DataFrame:
    """Known columns in their types, null where a value is not of its type; `raw_…` beside them."""
    missing = [name for name in REQUIRED if name not in raw.columns]
    if missing:
        raise InputError(
            f"the game-state table {file} has no column {', '.join(missing)}: it needs {', '.join(REQUIRED)}."
        )
    extra = {name: "double" for name in FEATURES if name in raw.columns and name not in REQUIRED}
    known = {name: kind for name, kind in {**REQUIRED, **OPTIONAL, **extra}.items() if name in raw.columns}
    texts = [F.trim(F.col(name).cast("string")).alias(f"raw_{name}") for name in known]
    return raw.select(*texts).select(
        "*", *(_cast(F.col(f"raw_{name}"), kind).alias(name) for name, kind in known.items())
    )


def _cast(text: Column, kind: str) -> Column:
    # Spark would cut 1.5 down to 1 without a word.
    if kind in ("int", "long"):
        number = text.cast("double")
        return F.when(number == F.floor(number), number.cast(kind))
    return text.cast(kind)


def _check(raw: DataFrame, file: Path) -> None:
    names = [name.removeprefix("raw_") for name in raw.columns if name.startswith("raw_")]
    for name in names:
        wanted = {**REQUIRED, **OPTIONAL}.get(name, "double")
        text = F.col(f"raw_{name}")
        given = text.isNotNull() & (text != "") if name not in REQUIRED else F.lit(True)
        bad = raw.where(given & F.col(name).isNull()).select(text).first()
        if bad is not None:
            raise InputError(f"column {name} of {file} has {bad[0]!r} where a {wanted} is needed.")
    rows = raw.agg(
        F.count("*").alias("rows"),
        F.countDistinct("match_id", "minute").alias("different"),
        F.min("minute").alias("first"),
        F.max("minute").alias("last"),
    ).first()
    if rows is None or rows["rows"] == 0:
        raise InputError(f"the game-state table {file} is empty.")
    if rows["different"] != rows["rows"]:
        raise InputError(f"{file} has more than one row for the same match_id and minute.")
    if rows["first"] < 0 or rows["last"] > _FULL_TIME:
        raise InputError(
            f"minute in {file} must lie in 0..{_FULL_TIME}; it has {rows['first']}..{rows['last']}."
        )


def _usable(raw: DataFrame, file: Path) -> tuple[DataFrame, dict[str, int]]:
    """The rows of matches that can be learned from, as game states."""
    constant = (
        "date_utc",
        "home_score",
        "away_score",
        *(n for n in ("home_id", "away_id") if n in raw.columns),
    )
    last = raw.agg(F.max("minute")).collect()[0][0]
    reasons = {
        "it was abandoned: its rows end minutes before the others'": F.max("minute") < last - _ENDS_TOGETHER,
        "extra time was played": F.max(F.col("duration") != "Regular") if "duration" in raw.columns else None,
        "its score is not consistent": F.max(~F.col("score_ok")) if "score_ok" in raw.columns else None,
        "it has more goals than its final score": F.max(
            (F.col("gh") > F.col("home_score")) | (F.col("ga") > F.col("away_score"))
        ),
        "its rows differ in what is one for a match": reduce(
            or_, (F.min(name) != F.max(name) for name in constant)
        ),
    }
    why = F.coalesce(*(F.when(bad, reason) for reason, bad in reasons.items() if bad is not None))
    verdicts = raw.groupBy("match_id").agg(why.alias("why")).collect()
    left_out = Counter(row["why"] for row in verdicts if row["why"] is not None)
    if len(verdicts) == left_out.total():
        raise InputError(f"no match in {file} can be learned from: {left_out.most_common(1)[0][0]}.")
    kept = {row["match_id"] for row in verdicts if row["why"] is None}
    rows = raw if not left_out else raw.where(F.col("match_id").isin(list(kept)))
    return rows.select(*_columns(raw.columns)), dict(left_out)


def _columns(there: list[str]) -> list[Column]:
    """A history's columns from a table's."""
    minute, period = F.col("minute"), F.when(F.col("minute") <= REGULATION_END[1], 1).otherwise(2)
    minutes_left = (_FULL_TIME - minute).cast("double")
    time_left = (
        F.when(minute < REGULATION_END[1], minutes_left + STOPPAGE[1] + STOPPAGE[2])
        .when(minute < _FULL_TIME, minutes_left + STOPPAGE[2])
        .otherwise(0.0)
    )
    score = (F.col("gh") - F.col("ga")).cast("double")
    values = {
        "period": period.cast("long"),
        "minute": minute.cast("long"),
        "minutes_left": minutes_left,
        "stoppage": F.lit(0.0),
        "time_left": time_left,
        "score_difference": score,
        "score_pressure": score / F.sqrt(minutes_left + 1),
        "home_goals": F.col("gh").cast("double"),
        "away_goals": F.col("ga").cast("double"),
    }
    for feature in FEATURES:
        source = feature if feature in there else _SAME_FEATURE.get(feature)
        given = F.col(source) if source in there else F.lit(None)
        values.setdefault(feature, given.cast("double"))
    ids = {side: F.col(f"{side}_id") if f"{side}_id" in there else F.lit(None) for side in ("home", "away")}
    home_lead = F.col("home_score") - F.col("away_score")
    return [
        F.col("match_id"),
        F.col("match_id").alias("source_match_id"),
        F.lit(NO_SEASON).cast("long").alias("competition_id"),
        F.lit(NO_SEASON).cast("long").alias("season_id"),
        F.col("date_utc").alias("kick_off"),
        *(column.cast("long").alias(f"{side}_team_id") for side, column in ids.items()),
        *(F.col(f"{side}_score").cast("long") for side in ids),
        F.when(home_lead > 0, 0).when(home_lead == 0, 1).otherwise(2).alias("label"),
        *(value.alias(name) for name, value in values.items()),
    ]

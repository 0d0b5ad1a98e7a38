"""Event messages as Spark reads them: from Kafka or from files, parsed once, each known good or bad."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import reduce
from pathlib import Path
from typing import NamedTuple, cast

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import StringType, StructField, StructType

from golazo import contracts
from golazo.errors import InputError
from golazo.features import BAD_BEHAVIOUR, CARRY, FOUL_COMMITTED, PASS, SHOT, deleted, superseded
from golazo.storage import SHARED_FOLDERS, Storage

OPTIONAL_FIELDS = (
    "supersedes",
    "deleted",
    "location",
    "pass.length",
    "pass.end_location",
    "pass.outcome.id",
    "carry.end_location",
    "shot.statsbomb_xg",
    "shot.outcome.id",
    "foul_committed.card.id",
    "bad_behaviour.card.id",
    "freeze_frame.teammate",
    "freeze_frame.keeper",
    "freeze_frame.location",
    "visible_area",
)
"""What the jobs read of an event besides the required fields. Every job parses the same fields, so that a
record is bad for all of them or for none; otherwise their counts could not be reconciled."""

_OPTIONAL_TOPS = tuple(dict.fromkeys(path.split(".")[0] for path in OPTIONAL_FIELDS))

_AS_TEXT = ("supersedes", "deleted")
"""Fields that few records have, parsed as text: a value of the wrong type is no null then, so that no record
need be searched for their names."""

_READ_OF = {
    "pass": PASS,
    "carry": CARRY,
    "shot": SHOT,
    "foul_committed": FOUL_COMMITTED,
    "bad_behaviour": BAD_BEHAVIOUR,
}
"""Of which type of event an optional field is read; it is held to the contract there only. Those that are not
named are read of every event."""

# NaN and Infinity are not JSON, and one NaN would spoil every mean it meets.
_JSON_OPTIONS = {"allowNonNumericNumbers": "false"}

_CONSUMER = {
    # Loss is never passed over in silence: the query fails, and the run with it.
    "failOnDataLoss": "true",
    # Larger fetches than Kafka's 1 MB made catching up a third faster (docs: design, speed on 2 cores).
    "kafka.max.partition.fetch.bytes": str(16 * 1024 * 1024),
    # Spark asks for a partition's offsets after each fetch, while the consumer's next fetch waits at the
    # broker for new records, and the broker answers a connection in order. With Kafka's 500 ms, every
    # partition that was read to its end cost half a second: 4.6 s for 8, and 0.5 s without (2026-11-25).
    "kafka.fetch.max.wait.ms": "1",
}
"""How every reader of events is set up."""


class _Check(NamedTuple):
    failed: Column
    reason: Column


def read_topic(
    spark: SparkSession,
    bootstrap: str,
    topic: str,
    streaming: bool,
    max_offsets_per_trigger: int | None = None,
    options: Mapping[str, str] | None = None,
) -> DataFrame:
    """The records of a topic from its beginning: key and value (text), partition, offset, timestamp.

    `streaming` chooses between a stream and what is there now. `options` go to the Kafka source as they are.
    """
    reader = spark.readStream if streaming else spark.read
    settings = {
        "kafka.bootstrap.servers": bootstrap,
        "subscribe": topic,
        "startingOffsets": "earliest",
        **_CONSUMER,
        **(options or {}),
    }
    if streaming and max_offsets_per_trigger is not None:
        settings["maxOffsetsPerTrigger"] = str(max_offsets_per_trigger)
    return _texts(reader.format("kafka").options(**settings).load())


def read_again(
    spark: SparkSession,
    bootstrap: str,
    topic: str,
    places: Mapping[int, tuple[int, int]],
    options: Mapping[str, str] | None = None,
) -> DataFrame:
    """Some records of a topic, as `read_topic` gives them.

    `places`: per partition the first offset and the one after the last.
    """
    settings = {
        "kafka.bootstrap.servers": bootstrap,
        "assign": json.dumps({topic: list(places)}),
        "startingOffsets": json.dumps({topic: {str(at): first for at, (first, _) in places.items()}}),
        "endingOffsets": json.dumps({topic: {str(at): end for at, (_, end) in places.items()}}),
        **_CONSUMER,
        **(options or {}),
    }
    return _texts(spark.read.format("kafka").options(**settings).load())


def read_files(spark: SparkSession, folder: Path, storage: Storage = SHARED_FOLDERS) -> DataFrame:
    """The lines of `folder/messages/*.jsonl` as the column `value`.

    Raises InputError when there is no such file.
    """
    if not any((folder / "messages").glob("*.jsonl")):
        raise InputError(f"{folder / 'messages'} holds no *.jsonl file. Export matches into it first.")
    return spark.read.text(f"{storage.readable(folder / 'messages')}/*.jsonl")


def parse(raw: DataFrame, matches: Sequence[int] | None) -> DataFrame:
    """The raw columns and `event` (struct), `event_ts` (timestamp) and `bad` (boolean, never null).

    `event` holds the contract's required fields and OPTIONAL_FIELDS; it means nothing where `bad` is true.
    A record is bad when it is not a JSON object, a required field is missing, a field read has the wrong
    type or is outside its range, its match is not among `matches` (None: any will do), a team named is
    neither home nor away, or the key, where `raw` has one, is not the match id. `event_ts` is null where
    `bad` is true.

    Do not filter a stream on the parsed columns before it is aggregated: Spark moves the filter below the
    parse and so parses twice. Group the bad ones under a null instead.
    """
    parsed = _parsed(raw, known_bad=False)
    bad = _any([check.failed for check in _checks(parsed, matches)])
    good = ~F.col("bad")
    return (
        parsed.withColumn("bad", bad)
        .withColumn("event_ts", F.when(good, F.col("time")))
        .select(*raw.columns, "event", "event_ts", "bad")
    )


def reasons(bad_rows: DataFrame, matches: Sequence[int] | None) -> DataFrame:
    """The raw columns of bad rows and `reason`, one sentence that says what is wrong with the record.

    Parses the rows again, which is meant for the few bad ones. `matches` as given to `parse`.
    """
    raw = bad_rows.drop("event", "event_ts", "bad")
    parsed = _parsed(raw, known_bad=True)
    reason = F.coalesce(*[F.when(check.failed, check.reason) for check in _checks(parsed, matches)])
    return parsed.withColumn("reason", reason).select(*raw.columns, "reason")


def _texts(records: DataFrame) -> DataFrame:
    texts = [F.col(name).cast("string").alias(name) for name in ("key", "value")]
    return records.select(*texts, "partition", "offset", "timestamp")


def _parsed(raw: DataFrame, *, known_bad: bool) -> DataFrame:
    contract = contracts.spark_schema(
        "event-message", [*contracts.required("event-message"), *OPTIONAL_FIELDS]
    )
    fields = StructType(
        [
            StructField(field.name, StringType() if field.name in _AS_TEXT else field.dataType)
            for field in contract
        ]
    )
    # A value of the wrong type is parsed to a null: the texts tell it from a field that is not there.
    # (A _corrupt_record column would do, but RAPIDS 25.04 cannot hold from_json with it.) They cost as much
    # as the event itself, so they are read of unclear records only: where the match is missing, the end is,
    # or a field that this type of event should have is null though its name is in the record. (Looking for a
    # name in every record where it may be absent took a sixth of the executor's time.)
    named = [
        _is_read(top) & _absent(top) & F.col("value").contains(f'"{top}"')
        for top in _OPTIONAL_TOPS
        if top not in _AS_TEXT
    ]
    doubts = [_absent("match_id"), ~F.rtrim("value").endswith("}"), *named]
    unclear = F.lit(True) if known_bad else _any(doubts)
    texts = F.when(F.col("unclear"), F.from_json("value", "map<string,string>", _JSON_OPTIONS))
    return (
        raw.select("*", F.from_json("value", fields, _JSON_OPTIONS).alias("event"))
        .withColumns({"unclear": unclear, "time": _event_time()})
        .withColumn("texts", texts)
    )


def _event_time() -> Column:
    """`event_time` as a timestamp; null where the day is none, and without meaning in any other form than the
    contract's.

    Put together from its parts: NVIDIA's planner holds no cast of text to a timestamp, and on a CPU this is
    as fast.
    """
    text = F.col("event.event_time")
    days = F.datediff(text.substr(1, 10).cast("date"), F.lit(0).cast("timestamp").cast("date"))
    hours, minutes, seconds = (text.substr(at, 2).cast("long") for at in (12, 15, 18))
    digits = F.least(F.length(text) - 21, F.lit(6))
    fraction = text.substr(F.lit(21), F.greatest(digits, F.lit(0))).cast("long")
    # Most have three digits: asked first. None at all is a fraction of null.
    scale = F.coalesce(*(F.when(digits == n, 10 ** (6 - n)) for n in (3, 6, 1, 2, 4, 5)))
    micros = F.coalesce(fraction * scale, F.lit(0))
    return F.timestamp_micros((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000_000 + micros)


def _any(conditions: Sequence[Column]) -> Column:
    return reduce(lambda one, other: one | other, conditions)


def _text(field: str) -> Column:
    return F.col("texts").getItem(field)


def _absent(path: str) -> Column:
    return F.col(f"event.{path}").isNull()


def _checks(parsed: DataFrame, matches: Sequence[int] | None) -> list[_Check]:
    """What makes a record bad, in the order in which the first one that applies names the reason."""
    checks = [
        _Check(F.col("value").isNull(), F.lit("empty record")),
        _Check(F.col("unclear") & F.col("texts").isNull(), F.lit("not a JSON object")),
        *(_required(path) for path in contracts.required("event-message")),
        *(_optional(field) for field in _OPTIONAL_TOPS),
        *_ranges(),
        _Check(
            F.col("time").isNull(),
            F.concat(F.lit("event_time is not a time: "), _text("event_time")),
        ),
    ]
    match = F.col("event.match_id")
    if matches is not None:
        unknown = ~F.coalesce(match.isin([int(one) for one in matches]), F.lit(False))
        checks.append(_Check(unknown, F.concat(F.lit("unknown match "), match.cast("string"))))
    checks += [_plays("team", match), _plays("possession_team", match), *_corrections()]
    if "key" in parsed.columns:
        same = F.coalesce(F.col("key") == match.cast("string"), F.lit(False))
        named = F.coalesce(F.concat(F.lit("the key "), "key"), F.lit("no key"))
        checks.append(_Check(~same, F.concat(named, F.lit(" for an event of match "), match.cast("string"))))
    return checks


def _required(path: str) -> _Check:
    top = path.split(".")[0]
    missing = F.concat(F.lit("missing field: "), F.lit(top))
    inside = F.lit(f"field {path} is missing or has the wrong type")
    wrong = inside if "." in path else F.lit(f"field {path} has the wrong type")
    return _Check(_absent(path), F.when(_text(top).isNull(), missing).otherwise(wrong))


def _is_read(field: str) -> Column:
    kind = _READ_OF.get(field)
    return F.lit(True) if kind is None else F.col("event.type.id").eqNullSafe(kind)


def _optional(field: str) -> _Check:
    wrong = _is_read(field) & _text(field).isNotNull() & _absent(field)
    return _Check(wrong, F.lit(f"field {field} has the wrong type"))


def _ranges() -> list[_Check]:
    """The contract's limits on the values of the top-level fields that are read."""
    checks: list[_Check] = []
    read = {path.split(".")[0] for path in (*contracts.required("event-message"), *OPTIONAL_FIELDS)}
    for field, rule in contracts.properties("event-message").items():
        if field not in read:
            continue
        column, text = F.col(f"event.{field}"), F.concat(F.lit(f"field {field} is "), _text(field))
        if "minimum" in rule:
            low = cast(int, rule["minimum"])
            checks.append(_fails(column < low, F.concat(text, F.lit(f", the least is {low}"))))
        if "maximum" in rule:
            high = cast(int, rule["maximum"])
            checks.append(_fails(column > high, F.concat(text, F.lit(f", the most is {high}"))))
        if "pattern" in rule:
            pattern = str(rule["pattern"])
            checks.append(_fails(~column.rlike(pattern), F.concat(text, F.lit(", which has another form"))))
        if "minItems" in rule:
            least = cast(int, rule["minItems"])
            missing = _any([column.getItem(at).isNull() for at in range(least)])
            few = F.lit(f"field {field} has fewer than {least} numbers")
            checks.append(_Check(column.isNotNull() & missing, few))
    return checks


def _fails(condition: Column, reason: Column) -> _Check:
    return _Check(F.coalesce(condition, F.lit(False)), reason)


def _corrections() -> list[_Check]:
    text, own = F.col("event.supersedes"), F.col("event.sequence").cast("string")
    return [
        _fails(superseded().cast("string") != text, F.lit("field supersedes has the wrong type")),
        _Check(text.isNotNull() & superseded().isNull(), F.lit("field supersedes has the wrong type")),
        _fails(
            superseded() >= F.col("event.sequence"),
            F.concat(F.lit("message "), own, F.lit(" supersedes "), text, F.lit(", which is none before it")),
        ),
        _fails(~F.col("event.deleted").isin("true", "false"), F.lit("field deleted has the wrong type")),
        _Check(deleted() & text.isNull(), F.lit("deleted without saying which message it supersedes")),
    ]


def _plays(role: str, match: Column) -> _Check:
    team = F.col(f"event.{role}.id")
    neither = (team != F.col("event.home_team_id")) & (team != F.col("event.away_team_id"))
    words = F.lit(f" ({role}) plays neither home nor away in match ")
    return _fails(neither, F.concat(F.lit("team "), team.cast("string"), words, match.cast("string")))

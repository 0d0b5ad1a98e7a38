from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from made_events import AWAY, HOME, event, raw
from pyspark.sql import SparkSession
from real_matches import REAL_MATCHES, messages, need_real_data

from golazo.errors import InputError
from golazo.messages import parse, read_files, reasons

MATCH = 7
GOOD = event(
    30, match=MATCH, location=[60.0, 40.0], **{"pass": {"length": 12.5, "end_location": [72.5, 40.0]}}
)
SEQUENCE = GOOD["sequence"] = 41


def but(**changes: Any) -> str:
    """The good event with some fields changed; None takes one away."""
    return json.dumps({name: value for name, value in {**GOOD, **changes}.items() if value is not None})


BAD_RECORDS = {
    "empty record": None,
    "not a JSON object": '{"match_id": 7',
    "missing field: sequence": but(sequence=None),
    "missing field: team": but(team=None),
    "field sequence has the wrong type": but(sequence="5"),
    "field team.id is missing or has the wrong type": but(team={"name": "Atlas"}),
    "field location has the wrong type": but(location="here"),
    "field pass has the wrong type": but(**{"pass": {"length": "far"}}),
    "field freeze_frame has the wrong type": but(freeze_frame=[{"teammate": "yes"}]),
    "field location has fewer than 2 numbers": but(location=[60.0]),
    "field sequence is -1, the least is 0": but(sequence=-1),
    "field period is 6, the most is 5": but(period=6),
    "field timestamp is noon, which has another form": but(timestamp="noon"),
    "field event_time is yesterday, which has another form": but(event_time="yesterday"),
    "event_time is not a time: 2021-02-29T12:00:00Z": but(event_time="2021-02-29T12:00:00Z"),
    "field supersedes has the wrong type": but(supersedes="the last one"),
    "field supersedes is -1, the least is 0": but(supersedes=-1),
    f"message {SEQUENCE} supersedes {SEQUENCE}, which is none before it": but(supersedes=SEQUENCE),
    "field deleted has the wrong type": but(deleted=1, supersedes=SEQUENCE - 1),
    "deleted without saying which message it supersedes": but(deleted=True),
    "unknown match 99": but(match_id=99),
    "team 5 (team) plays neither home nor away in match 7": but(team={"id": 5}),
    "team 5 (possession_team) plays neither home nor away in match 7": but(possession_team={"id": 5}),
}


def test_a_bad_record_is_told_from_a_good_one_with_the_reason(spark: SparkSession) -> None:
    # GIVEN one good record and one of each kind of bad record, two of them with the wrong key
    keyed = [(str(MATCH), but())]
    keyed += [("99" if "99" in reason else str(MATCH), value) for reason, value in BAD_RECORDS.items()]
    keyed += [
        ("8", but()),
        (None, but()),
        (str(MATCH), "[1, 2]"),
        (str(MATCH), but(location=[60.0, float("nan")])),
    ]
    raw = spark.createDataFrame(keyed, "key string, value string")
    # WHEN they are parsed
    parsed = parse(raw, [MATCH]).cache()
    told = [(row["value"], row["reason"]) for row in reasons(parsed.where("bad"), [MATCH]).collect()]
    # THEN all but the good one are bad, and each says why
    assert parsed.where("not bad").select("key", "value").collect() == [(str(MATCH), but())]
    assert [reason for _, reason in told] == [
        *BAD_RECORDS,
        "the key 8 for an event of match 7",
        "no key for an event of match 7",
        "not a JSON object",
        "not a JSON object",
    ]
    assert parsed.where("bad and event_ts is not null").isEmpty()


def test_what_a_good_record_may_have_does_not_make_it_bad(spark: SparkSession) -> None:
    # GIVEN events of the away team, without a location, with a null, and with fields no contract names
    values = [
        but(team={"id": AWAY}),
        but(location=None),
        json.dumps({**GOOD, "carry": None}),
        but(fan="mail"),
    ]
    raw = spark.createDataFrame([(value,) for value in values], "value string")
    assert parse(raw, [MATCH]).where("bad").isEmpty()


def test_without_a_plan_every_match_is_accepted(spark: SparkSession) -> None:
    raw = spark.createDataFrame([(but(match_id=99),)], "value string")
    assert parse(raw, None).where("bad").isEmpty()


def test_the_time_of_an_event_is_read_to_the_millisecond(spark: SparkSession) -> None:
    raw = spark.createDataFrame([(but(event_time="2021-06-11T21:00:01.234Z"),)], "value string")
    row = parse(raw, None).selectExpr("unix_millis(event_ts) as ms", "event.team.id as team").first()
    assert row is not None
    assert (row["ms"], row["team"]) == (1623445201234, HOME)


def test_every_event_of_the_real_matches_is_good(spark: SparkSession, tmp_path: Path) -> None:
    need_real_data()
    (tmp_path / "messages").mkdir()
    for match in REAL_MATCHES:
        lines = [json.dumps(message) for message in messages(match)]
        (tmp_path / "messages" / f"{match}.jsonl").write_text("\n".join(lines) + "\n")
    parsed = parse(read_files(spark, tmp_path), REAL_MATCHES)
    counts = {row["bad"]: row["count"] for row in parsed.groupBy("bad").count().collect()}
    assert counts == {False: 3803 + 4027}


def test_a_folder_without_messages_is_named(spark: SparkSession, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"messages holds no \*\.jsonl file"):
        read_files(spark, tmp_path)


def test_an_optional_field_is_held_to_the_contract_where_it_is_read(spark: SparkSession) -> None:
    # GIVEN a carry and a pass, each with a `pass` that is none
    records = [json.dumps(event(kind, **{"pass": {"length": "far"}})) for kind in (43, 30)]
    # THEN only the pass is bad: nothing reads the pass of a carry
    parsed = parse(raw(spark, *records), None)
    assert [row["bad"] for row in parsed.select("bad").collect()] == [False, True]

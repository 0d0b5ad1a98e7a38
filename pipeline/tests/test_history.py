from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest
import real_matches
from made_events import AWAY, HOME, deletion, event
from pyspark.sql import SparkSession

from golazo import history
from golazo.errors import InputError
from golazo.history import GAME_STATES

SOURCE = {"kind": "open-data", "synthetic": False, "seed": None, "description": "made for a test"}


def export(folder: Path, matches: list[dict[str, Any]], events: dict[int, list[dict[str, Any]]]) -> Path:
    """Matches as the producer exports them."""
    (folder / "messages").mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps({"source": SOURCE, "matches": matches}))
    for match, messages in events.items():
        lines = "".join(f"{json.dumps(message)}\n" for message in messages)
        (folder / "messages" / f"{match}.jsonl").write_text(lines)
    return folder


def planned(match: int, home_score: int | None, away_score: int | None) -> dict[str, Any]:
    return {
        "match_id": match,
        "source_match_id": match,
        "competition_id": 73,
        "season_id": 317,
        "season_name": "2024/2025",
        "home_team_id": HOME,
        "away_team_id": AWAY,
        "home_score": home_score,
        "away_score": away_score,
        "kick_off": "2024-01-01T12:00:00.000Z",
    }


def final_whistle(match: int = 7) -> dict[str, Any]:
    return event(34, minute=93, period=2, match=match)


def test_real_matches_become_game_states_with_their_results(spark: SparkSession, tmp_path: Path) -> None:
    real_matches.need_real_data()
    # GIVEN the two real matches
    ids = real_matches.REAL_MATCHES
    exported = export(
        tmp_path / "export",
        [real_matches.manifest_match(match) for match in ids],
        {match: real_matches.messages(match) for match in ids},
    )
    # WHEN they become a history
    facts = history.run(spark, Namespace(messages=exported, out=tmp_path / "history"))
    # THEN every minute of both is there, with the final result, and 360 features where there are frames
    states = spark.read.parquet(str(tmp_path / "history" / GAME_STATES)).toPandas()
    assert (facts["matches"], facts["events"], facts["bad_records"], facts["left_out"]) == (2, 7830, 0, {})
    assert len(states) == facts["rows"] == states[["match_id", "period", "minute"]].drop_duplicates().shape[0]
    results = states.groupby("match_id")["result"].unique().map(list).to_dict()
    assert results == {real_matches.TURKEY_ITALY: ["away"], real_matches.BARCELONA_GIRONA: ["draw"]}
    framed = states.groupby("match_id")["has_360"].max().to_dict()
    assert framed == {real_matches.TURKEY_ITALY: 1, real_matches.BARCELONA_GIRONA: 0}
    assert states[states.match_id == real_matches.BARCELONA_GIRONA]["home_nearest_recent"].isna().all()


def test_matches_that_cannot_be_learned_from_are_left_out_and_named(
    spark: SparkSession, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    goal = {"outcome": {"id": 97}, "statsbomb_xg": 0.3}
    exported = export(
        tmp_path / "export",
        [planned(7, 1, 0), planned(8, 2, 0), planned(9, None, None), planned(10, 0, 0)],
        {match: [event(16, match=match, shot=goal), final_whistle(match)] for match in (7, 8, 9)},
    )
    facts = history.run(spark, Namespace(messages=exported, out=tmp_path / "history"))
    assert facts["matches"] == 1
    assert facts["left_out"] == {
        "8": "its events add up to 1-0, but its final score is 2-0",
        "9": "it has no final score",
        "10": "it has no events",
    }
    assert "match 8 is left out" in capsys.readouterr().out


def test_a_match_is_learned_from_as_it_was_corrected(spark: SparkSession, tmp_path: Path) -> None:
    goal = event(16, shot={"outcome": {"id": 97}, "statsbomb_xg": 0.3})
    events = [goal, event(43), deletion(goal), final_whistle()]
    exported = export(tmp_path / "export", [planned(7, 0, 0)], {7: events})
    facts = history.run(spark, Namespace(messages=exported, out=tmp_path / "history"))
    assert (facts["left_out"], facts["events"]) == ({}, 4)
    states = spark.read.parquet(str(tmp_path / "history" / GAME_STATES))
    assert [(row["home_goals"], row["result"]) for row in states.collect()] == [(0, "draw")] * 2


def test_an_abandoned_match_is_not_learned_from_whatever_result_it_was_given(
    spark: SparkSession, tmp_path: Path
) -> None:
    # GIVEN a match that ended in minute 67, one called off in its first half's stoppage, and a whole one
    last_events = {
        7: event(43, minute=67, period=2, match=7),
        8: event(43, minute=46, period=1, match=8),
        9: final_whistle(9),
    }
    exported = export(
        tmp_path / "export",
        [planned(match, 0, 0) for match in last_events],
        {match: [event(43, match=match), last] for match, last in last_events.items()},
    )
    facts = history.run(spark, Namespace(messages=exported, out=tmp_path / "history"))
    # THEN only the whole one is learned from, and the others are named
    assert facts["left_out"] == dict.fromkeys(("7", "8"), "it was abandoned: its events end before minute 85")
    states = spark.read.parquet(str(tmp_path / "history" / GAME_STATES)).select("match_id").distinct()
    assert [row[0] for row in states.collect()] == [9]


@pytest.mark.parametrize(
    ("manifest", "says"),
    [
        (None, "manifest.json is not there"),
        ("{", "is not a replay manifest"),
        ('{"matches": [], "source": {}}', "no match"),
    ],
)
def test_a_folder_that_is_no_export_is_refused_and_nothing_is_written(
    spark: SparkSession, tmp_path: Path, manifest: str | None, says: str
) -> None:
    if manifest is not None:
        (tmp_path / "manifest.json").write_text(manifest)
    with pytest.raises(InputError, match=says):
        history.run(spark, Namespace(messages=tmp_path, out=tmp_path / "history"))
    assert not (tmp_path / "history").exists()


def test_nothing_is_written_when_no_match_can_be_learned_from(spark: SparkSession, tmp_path: Path) -> None:
    exported = export(tmp_path / "export", [planned(7, 3, 3)], {7: [event(43, match=7)]})
    with pytest.raises(InputError, match=r"no match in .* events add up to 0-0, but its final score is 3-3"):
        history.run(spark, Namespace(messages=exported, out=tmp_path / "history"))
    assert [path.name for path in tmp_path.iterdir()] == ["export"]

"""The two real matches of ../shared/data as event messages, for tests. Shares no code with producer or
pipeline."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
DATA = REPOSITORY.parent / "shared" / "data" / "statsbomb"

TURKEY_ITALY = 3788741
BARCELONA_GIRONA = 15986
REAL_MATCHES = (TURKEY_ITALY, BARCELONA_GIRONA)

PERIOD_START_MINUTES = {1: 0, 2: 60, 3: 120, 4: 140, 5: 160}


def need_real_data() -> None:
    """Skips the calling test, saying so, on a machine without the real matches."""
    if not DATA.is_dir():
        pytest.skip(f"REAL DATA ABSENT: {DATA} is not there, so this test proved nothing")


@cache
def match_facts(match_id: int) -> dict[str, Any]:
    """The match as its `matches/` file tells it."""
    for path in sorted((DATA / "matches").glob("*/*.json")):
        for match in json.loads(path.read_text()):
            if match["match_id"] == match_id:
                return match
    raise KeyError(match_id)


def kick_off(match_id: int) -> dt.datetime:
    facts = match_facts(match_id)
    return dt.datetime.fromisoformat(f"{facts['match_date']}T{facts['kick_off']}").replace(
        tzinfo=dt.timezone.utc
    )


@cache
def _source_events(match_id: int) -> tuple[dict[str, Any], ...]:
    events = json.loads((DATA / "events" / f"{match_id}.json").read_text())
    frames_file = DATA / "three-sixty" / f"{match_id}.json"
    frames = {f["event_uuid"]: f for f in json.loads(frames_file.read_text())} if frames_file.exists() else {}
    for event in events:
        if frame := frames.get(event["id"]):
            event["freeze_frame"] = frame["freeze_frame"]
            event["visible_area"] = frame["visible_area"]
    return tuple(events)


def messages(
    match_id: int, as_match: int | None = None, produced_at: int | None = None
) -> list[dict[str, Any]]:
    """Every event of a real match as an event message, in order.

    `as_match` gives another match id, as fan-out does; `produced_at` (epoch ms) defaults to the event's own
    time.
    """
    facts, start = match_facts(match_id), kick_off(match_id)
    out = []
    for sequence, event in enumerate(_source_events(match_id)):
        hours, minutes, seconds = event["timestamp"].split(":")
        offset = dt.timedelta(hours=int(hours), minutes=int(minutes), seconds=float(seconds))
        moment = start + dt.timedelta(minutes=PERIOD_START_MINUTES[event["period"]]) + offset
        envelope = {
            "match_id": as_match or match_id,
            "home_team_id": facts["home_team"]["home_team_id"],
            "away_team_id": facts["away_team"]["away_team_id"],
            "event_time": moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z",
            "produced_at": produced_at or int(moment.timestamp() * 1000),
            "sequence": sequence,
        }
        out.append({**envelope, **event})
    return out


def at_once(matches: tuple[int, ...] = REAL_MATCHES) -> list[dict[str, Any]]:
    """Real matches as a replay plays them together: all kick off when the first does, ordered by time."""
    first = kick_off(matches[0])
    moved = []
    for match in matches:
        shift = first - kick_off(match)
        for message in messages(match):
            moment = dt.datetime.fromisoformat(message["event_time"].replace("Z", "+00:00")) + shift
            text = moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
            moved.append({**message, "event_time": text})
    return sorted(moved, key=lambda message: (message["event_time"], message["sequence"]))


def manifest_match(match_id: int, as_match: int | None = None) -> dict[str, Any]:
    """The match's entry in a replay manifest."""
    facts, start = match_facts(match_id), kick_off(match_id).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return {
        "match_id": as_match or match_id,
        "source_match_id": match_id,
        "competition_id": facts["competition"]["competition_id"],
        "season_id": facts["season"]["season_id"],
        "season_name": facts["season"]["season_name"],
        "home_team_id": facts["home_team"]["home_team_id"],
        "home_team_name": facts["home_team"]["home_team_name"],
        "away_team_id": facts["away_team"]["away_team_id"],
        "away_team_name": facts["away_team"]["away_team_name"],
        "home_score": facts["home_score"],
        "away_score": facts["away_score"],
        "kick_off": start,
        "simulated_kick_off": start,
        "has_360": (DATA / "three-sixty" / f"{match_id}.json").exists(),
        "events_acknowledged": 0,
    }

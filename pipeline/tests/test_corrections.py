from __future__ import annotations

import random
from typing import Any

import made_events as made
import pytest
import real_matches
from made_events import AWAY, HOME, correction, deletion, event
from pyspark.sql import DataFrame, SparkSession

from golazo.corrections import Superseded, corrected_minutes, places
from golazo.features import ACCOUNTING, KEYS, SUMS, event_facts, minutes
from golazo.game_state import game_states
from golazo.messages import parse

GOAL, SAVED = (
    {"outcome": {"id": 97}, "statsbomb_xg": 0.25},
    {"outcome": {"id": 100}, "statsbomb_xg": 0.1},
)
RED, YELLOW = {"card": {"id": 5}}, {"card": {"id": 7}}


def facts(spark: SparkSession, events: list[dict[str, Any]]) -> DataFrame:
    return event_facts(parse(made.raw(spark, *events), None))


def last_state(spark: SparkSession, *events: dict[str, Any]) -> dict[str, Any]:
    states = game_states(corrected_minutes(facts(spark, list(events))))
    return states.orderBy("period", "minute").collect()[-1].asDict()


def test_a_goal_that_becomes_a_save_leaves_no_trace_in_the_score(spark: SparkSession) -> None:
    # GIVEN a goal, and later the message that the keeper held it
    shot = event(16, minute=5, shot=GOAL)
    state = last_state(spark, shot, event(43, minute=6), correction(shot, shot=SAVED))
    # THEN the shot counts once, as what it was
    assert (state["home_goals"], state["home_shots"], state["home_xg"]) == (0, 1, pytest.approx(0.1))


def test_a_red_card_that_is_taken_back_no_longer_counts(spark: SparkSession) -> None:
    foul = event(22, AWAY, minute=5, foul_committed=RED)
    assert last_state(spark, foul, event(43, minute=6), deletion(foul))["away_reds"] == 0


def test_an_event_may_be_corrected_again_and_deleted_in_the_end(spark: SparkSession) -> None:
    foul = event(22, AWAY, minute=5, foul_committed=YELLOW)
    red = correction(foul, foul_committed=RED)
    yellow = correction(red, foul_committed=YELLOW)
    cards = [
        (state["away_yellows"], state["away_reds"])
        for state in (
            last_state(spark, foul, red),
            last_state(spark, foul, red, yellow),
            last_state(spark, foul, red, yellow, deletion(yellow)),
        )
    ]
    assert cards == [(0, 1), (1, 0), (0, 0)]


def test_an_event_may_move_to_another_minute_and_another_team(spark: SparkSession) -> None:
    goal = event(16, HOME, minute=5, shot=GOAL)
    events = [goal, event(43, minute=6), correction(goal, minute=6, team={"id": AWAY})]
    rows = game_states(corrected_minutes(facts(spark, events))).orderBy("minute").collect()
    assert [(row["minute"], row["home_goals"], row["away_goals"]) for row in rows] == [(5, 0, 0), (6, 0, 1)]


def test_a_correction_of_another_event_than_it_names_takes_nothing_away(spark: SparkSession) -> None:
    goal = event(16, minute=5, shot=GOAL)
    odd = correction(goal, id="another", shot=SAVED)
    assert last_state(spark, goal, odd)["home_goals"] == 1


def test_each_message_is_counted_once_whatever_it_says(spark: SparkSession) -> None:
    goal = event(16, minute=5, shot=GOAL)
    events = [goal, correction(goal, shot=SAVED)]
    events.append(deletion(events[1]))
    rows = corrected_minutes(facts(spark, events)).collect()
    assert sum(row["events"] for row in rows) == 3
    assert sum(row["sequence_sum"] for row in rows) == sum(one["sequence"] for one in events)


def test_a_real_match_told_wrongly_and_corrected_has_the_states_of_the_match_told_rightly(
    spark: SparkSession,
) -> None:
    real_matches.need_real_data()
    right = real_matches.messages(real_matches.TURKEY_ITALY)
    # GIVEN every shot, every card and some passes told wrongly at first, and events that never were
    told: list[dict[str, Any]] = []
    chance = random.Random(7)
    for message in right:
        kind = message["type"]["id"]
        if kind in (16, 22) or (kind == 30 and chance.random() < 0.05):
            wrong = {**message, "location": [1.0, 1.0], "minute": max(0, message["minute"] - 1)}
            wrong |= {"pass": {"end_location": [9.0, 9.0]}} if kind == 30 else {"shot": SAVED}
            told += [wrong, {**message, "supersedes": -1}]
        else:
            told.append(message)
            if chance.random() < 0.02:
                told += [{**message, "id": f"{message['id']}-never"}] * 2
                told[-1] = {**told[-1], "supersedes": -1, "deleted": True}
    for sequence, message in enumerate(told):
        told[sequence] = {**message, "sequence": sequence}
        if "supersedes" in message:
            told[sequence]["supersedes"] = sequence - 1
    # THEN nothing but the accounting differs, minute by minute
    counted = [name for name in SUMS if name not in ACCOUNTING]
    found, expected = (
        {tuple(row) for row in table.select(*KEYS, *counted).collect() if any(row[len(KEYS) :])}
        for table in (corrected_minutes(facts(spark, told)), minutes(facts(spark, right)))
    )
    assert len(told) > len(right) + 200
    assert found == expected


def test_the_place_of_a_superseded_message_is_found_between_two_minutes(spark: SparkSession) -> None:
    # GIVEN a match whose minutes began with messages 0, 40 and 80, at offsets 7, 407 and 807 of partition 3
    rows = [(7, at * 40, at * 400 + 7) for at in range(3)]
    table = spark.createDataFrame(rows, "match_id long, first_sequence long, first_offset long")
    one = Superseded(match_id=7, sequence=50, event_id="e", partition=3, before=900)
    newest = Superseded(match_id=7, sequence=85, event_id="f", partition=3, before=900)
    assert places([one], table) == {3: (407, 807)}
    assert places([newest], table) == {3: (807, 900)}
    assert places([one, newest], table) == {3: (407, 900)}

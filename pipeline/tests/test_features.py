from __future__ import annotations

from typing import Any

import made_events as made
import pytest
import real_matches
from made_events import AWAY, HOME, event, player
from pyspark.sql import DataFrame, SparkSession

from golazo.features import add_up, event_facts, minutes
from golazo.game_state import game_states
from golazo.messages import parse

FRAME_FEATURES = ("goal_side", "nearest", "close", "visible")
GOAL, SHOT_SAVED = (
    {"outcome": {"id": 97}, "statsbomb_xg": 0.25},
    {"outcome": {"id": 100}, "statsbomb_xg": 0.1},
)


def table(spark: SparkSession, *events: dict[str, Any] | str) -> DataFrame:
    return minutes(event_facts(parse(made.raw(spark, *events), None)))


def last_state(spark: SparkSession, *events: dict[str, Any] | str) -> dict[str, Any]:
    rows = game_states(table(spark, *events)).orderBy("period", "minute").collect()
    return rows[-1].asDict()


def rows_of(frame: DataFrame) -> set[tuple[Any, ...]]:
    return {tuple(row) for row in frame.collect()}


def test_an_own_goal_counts_once_and_for_the_team_that_gains(spark: SparkSession) -> None:
    state = last_state(spark, event(20, team=HOME), event(25, team=AWAY))
    assert (state["home_goals"], state["away_goals"], state["score_difference"]) == (0, 1, -1)


def test_a_second_yellow_and_a_straight_red_are_both_red_cards(spark: SparkSession) -> None:
    state = last_state(
        spark,
        event(22, team=HOME, foul_committed={"card": {"id": 7}}),
        event(22, team=HOME, foul_committed={"card": {"id": 6}}),
        event(24, team=AWAY, bad_behaviour={"card": {"id": 5}}),
    )
    assert (state["home_yellows"], state["home_reds"], state["away_reds"]) == (1, 1, 1)


def test_a_card_is_read_of_fouls_and_bad_behaviour_only(spark: SparkSession) -> None:
    # GIVEN a carry with a card, which no carry has, and a foul with a card of the other kind beside its own
    odd, foul = {"card": {"id": 5}}, {"card": {"id": 7}}
    state = last_state(
        spark,
        event(43, team=HOME, foul_committed=odd),
        event(22, team=HOME, foul_committed=foul, bad_behaviour=odd),
    )
    # THEN the foul's own yellow card is all there is
    assert (state["home_yellows"], state["home_reds"]) == (1, 0)


def test_a_penalty_shoot_out_is_counted_but_never_changes_the_game_state(spark: SparkSession) -> None:
    # GIVEN a match that is 1-0 after extra time, and a shoot-out with a goal
    played = table(
        spark,
        event(16, team=HOME, minute=118, period=4, shot=GOAL),
        event(16, team=AWAY, minute=120, period=5, shot=GOAL),
    )
    # WHEN the game states are made
    states = game_states(played).collect()
    # THEN both events are accounted for, and the state knows of one goal
    assert sum(row["events"] for row in played.collect()) == 2
    assert [(row["period"], row["home_goals"], row["away_goals"]) for row in states] == [(4, 1, 0)]


def test_a_match_without_frames_has_null_360_features_and_says_so(spark: SparkSession) -> None:
    state = last_state(spark, event(30, location=[60.0, 40.0]))
    assert state["has_360"] == 0
    frames = [f"{side}_{what}_recent" for side in ("home", "away") for what in FRAME_FEATURES]
    assert [state[name] for name in frames] == [None] * len(frames)


def test_a_freeze_frame_says_how_many_opponents_are_in_the_way_and_how_near(spark: SparkSession) -> None:
    # GIVEN a home pass at (60, 40): opponents 5 yards ahead and 10 behind, their keeper, a team-mate
    frame = [
        player(63.0, 44.0),
        player(50.0, 40.0),
        player(119.0, 40.0, keeper=True),
        player(62.0, 40.0, teammate=True),
    ]
    state = last_state(spark, event(30, location=[60.0, 40.0], freeze_frame=frame))
    # THEN one is goal-side, the nearest is the 3-4-5 triangle's 5 yards away, which is close, and 4 are seen
    assert [state[f"home_{name}_recent"] for name in FRAME_FEATURES] == [
        1,
        5,
        1,
        4,
    ]
    assert state["has_360"] == 1
    assert state["away_nearest_recent"] is None


def test_a_frame_without_opponents_counts_but_has_no_nearest_one(spark: SparkSession) -> None:
    frame = [player(62.0, 40.0, teammate=True)]
    state = last_state(spark, event(30, location=[60.0, 40.0], freeze_frame=frame))
    assert (state["home_visible_recent"], state["home_nearest_recent"]) == (1, None)


def test_recent_features_forget_what_happened_more_than_ten_minutes_ago(spark: SparkSession) -> None:
    # GIVEN a shot in minute 0 and one event in each minute after
    quiet = [event(43, minute=minute) for minute in range(1, 11)]
    tenth = last_state(spark, event(16, minute=0, shot=SHOT_SAVED), *quiet[:9])
    eleventh = last_state(spark, event(16, minute=0, shot=SHOT_SAVED), *quiet)
    assert (tenth["shot_difference_recent"], eleventh["shot_difference_recent"]) == (1, 0)
    assert eleventh["home_xg"] == pytest.approx(0.1)


def test_second_half_minutes_do_not_mix_with_first_half_stoppage(spark: SparkSession) -> None:
    played = game_states(table(spark, event(43, minute=46, period=1), event(43, minute=46, period=2)))
    found = [
        (r["period"], r["minute"], r["minutes_left"], r["stoppage"])
        for r in played.orderBy("period").collect()
    ]
    assert found == [(1, 46, 45, 1), (2, 46, 44, 0)]


def test_two_matches_of_the_same_teams_are_kept_apart(spark: SparkSession) -> None:
    played = game_states(table(spark, event(16, match=7, shot=GOAL), event(43, match=8)))
    rows = played.collect()
    assert {row["match_id"]: row["home_goals"] for row in rows} == {7: 1, 8: 0}
    assert {(row["home_team_id"], row["away_team_id"]) for row in rows} == {(HOME, AWAY)}


def test_bad_records_are_counted_apart_and_touch_no_match(spark: SparkSession) -> None:
    rows = table(spark, event(43), "nonsense", "{}").collect()
    assert {row["match_id"]: row["events"] for row in rows} == {7: 1, None: 2}


def test_adding_up_parts_of_a_real_match_gives_exactly_the_whole(spark: SparkSession) -> None:
    real_matches.need_real_data()
    events = real_matches.messages(real_matches.TURKEY_ITALY)
    whole = table(spark, *events)
    parts = [table(spark, *events[part::3]) for part in range(3)]
    assert rows_of(add_up(*parts)) == rows_of(whole)


def test_real_matches_end_with_their_final_scores_and_all_their_events(spark: SparkSession) -> None:
    real_matches.need_real_data()
    played = table(
        spark, *(one for match in real_matches.REAL_MATCHES for one in real_matches.messages(match))
    ).cache()
    last = {row["match_id"]: row for row in game_states(played).orderBy("period", "minute").collect()}
    score = {match: (row["home_goals"], row["away_goals"]) for match, row in last.items()}
    assert score == {real_matches.TURKEY_ITALY: (0, 3), real_matches.BARCELONA_GIRONA: (2, 2)}
    assert last[real_matches.BARCELONA_GIRONA]["home_reds"] == 1
    assert {r["match_id"]: r["sum(events)"] for r in played.groupBy("match_id").sum("events").collect()} == {
        real_matches.TURKEY_ITALY: 3803,
        real_matches.BARCELONA_GIRONA: 4027,
    }

from __future__ import annotations

from typing import Any

import frame_oracle
import made_events as made
import pytest
import real_matches
from made_events import AWAY, HOME, event, player
from pyspark.sql import DataFrame, SparkSession

from golazo.features import SIDES, add_up, event_facts, minutes
from golazo.frames import BILLION, FRAME_SUMS
from golazo.game_state import game_states
from golazo.messages import parse

FRAME_FEATURES = ("visible", "goal_side", "triangle", "packing", "near", "close", "nearest", "line")
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


def test_a_freeze_frame_says_what_defence_a_pass_has_before_it(spark: SparkSession) -> None:
    # GIVEN a completed home pass from (60, 40) to (80, 40), with half of the pitch in view, and in its frame
    frame = [
        player(63.0, 40.0),  # an opponent 3 yards ahead, on the pass's line
        player(63.0, 44.0),  # one 5 yards away, outplayed but not in the way
        player(90.0, 40.0),  # one on the line beyond the receiver, the last before the keeper
        player(50.0, 40.0),  # one behind the ball
        player(119.0, 40.0, keeper=True),
        player(62.0, 40.0, teammate=True),
    ]
    view = [30.0, 0.0, 90.0, 0.0, 90.0, 80.0, 30.0, 80.0, 30.0, 0.0]
    sent = {"length": 20.0, "end_location": [80.0, 40.0]}
    state = last_state(
        spark, event(30, location=[60.0, 40.0], freeze_frame=frame, visible_area=view, **{"pass": sent})
    )
    # THEN counts are per 1,000 of the 4,800 square yards in view, distances plain yards
    per_area = {"goal_side": 3, "triangle": 1, "packing": 2, "near": 1, "close": 2}
    expected = {
        **{name: count / 4.8 for name, count in per_area.items()},
        **{"visible": 6, "nearest": 3, "line": 30},
    }
    assert {name: state[f"home_{name}_recent"] for name in FRAME_FEATURES} == pytest.approx(expected)
    assert state["has_360"] == 1
    assert [state[f"away_{name}_recent"] for name in FRAME_FEATURES] == [None] * len(FRAME_FEATURES)


def test_a_pass_that_does_not_arrive_outplays_nobody(spark: SparkSession) -> None:
    lost = {"end_location": [80.0, 40.0], "outcome": {"id": 9}}
    state = last_state(
        spark, event(30, location=[60.0, 40.0], freeze_frame=[player(63.0, 40.0)], **{"pass": lost})
    )
    assert (state["home_packing_recent"], state["home_triangle_recent"]) == (0, pytest.approx(1 / 9.6))


def test_a_frame_that_sees_more_of_the_pitch_weighs_more(spark: SparkSession) -> None:
    # GIVEN a carrier who is 2 yards from an opponent, and later, with three times as much in view, 6 yards
    quarter, rest = [0, 0, 30, 0, 30, 80, 0, 80, 0, 0], [30, 0, 120, 0, 120, 80, 30, 80, 30, 0]
    frames = [
        event(43, location=[60.0, 40.0], freeze_frame=[player(60.0 + yards, 40.0)], visible_area=view)
        for yards, view in ((2, quarter), (6, rest))
    ]
    assert last_state(spark, *frames)["home_nearest_recent"] == pytest.approx(5)


def test_a_frame_without_opponents_counts_but_has_no_nearest_one(spark: SparkSession) -> None:
    frame = [player(62.0, 40.0, teammate=True)]
    state = last_state(spark, event(43, location=[60.0, 40.0], freeze_frame=frame))
    assert (state["home_visible_recent"], state["home_goal_side_recent"]) == (1, 0)
    assert (state["home_nearest_recent"], state["home_line_recent"]) == (None, None)


def test_a_frame_that_does_not_say_what_is_in_view_counts_as_the_whole_pitch(spark: SparkSession) -> None:
    frame = [player(70.0, 40.0)]
    for view in (None, [], [0.0, 0.0, 0.0, 0.0], [1.0] * 26):
        state = last_state(spark, event(43, location=[60.0, 40.0], freeze_frame=frame, visible_area=view))
        assert state["home_goal_side_recent"] == pytest.approx(1 / 9.6)


def test_the_frames_of_a_real_match_add_up_to_what_plain_geometry_says(spark: SparkSession) -> None:
    real_matches.need_real_data()
    events = real_matches.messages(real_matches.TURKEY_ITALY)
    expected = frame_oracle.frame_sums(events)
    assert sum(sums["frames"] for sums in expected.values()) > 2000
    for row in table(spark, *events).collect():
        for side in SIDES:
            sums = expected.get((row["period"], row["minute"], side), {})
            found = {
                name: row[f"{side}_{name}"] / (BILLION if name.endswith("e9") else 1) for name in FRAME_SUMS
            }
            assert found == pytest.approx({name: sums.get(name, 0) for name in FRAME_SUMS}, abs=1e-6)


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

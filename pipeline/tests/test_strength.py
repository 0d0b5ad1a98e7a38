from __future__ import annotations

from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from golazo import strength
from golazo.errors import InputError
from golazo.strength import START, Fixture, Rating, rate


def fixture(number: int, home: int, away: int, score: tuple[int, int]) -> Fixture:
    return Fixture(number, f"2024-08-{number:02d}T18:00:00Z", home, away, *score)


def test_a_match_knows_only_earlier_matches_whatever_order_they_come_in() -> None:
    # GIVEN team 1 wins twice, and the later match is listed first
    first, second = fixture(1, 1, 2, (3, 0)), fixture(2, 1, 3, (1, 0))
    differences, _ = rate([second, first])
    # THEN nothing is known before the first, and the first win before the second
    assert differences[1] == 0
    assert differences[2] == rate([first])[1][1].rating - START > 0


def test_the_result_of_a_match_does_not_change_what_was_known_before_it() -> None:
    earlier = [fixture(1, 1, 2, (3, 0)), fixture(2, 2, 1, (0, 0))]
    won, lost = (rate([*earlier, fixture(3, 1, 2, score)])[0] for score in ((5, 0), (0, 5)))
    assert won == lost


def test_what_one_team_gains_the_other_loses() -> None:
    _, ratings = rate([fixture(1, 1, 2, (2, 0)), fixture(2, 3, 1, (0, 0)), fixture(3, 2, 3, (1, 4))])
    assert sum(known.rating for known in ratings.values()) == pytest.approx(3 * START)
    assert {team: known.matches for team, known in ratings.items()} == {1: 2, 2: 2, 3: 2}


def test_a_high_win_counts_more_than_a_narrow_one_and_a_home_win_less_than_one_away() -> None:
    def gain(home: int, away: int, score: tuple[int, int]) -> float:
        return rate([fixture(1, home, away, score)])[1][1].rating - START

    assert gain(1, 2, (1, 0)) < gain(1, 2, (2, 0)) < gain(1, 2, (5, 0))
    assert gain(1, 2, (1, 0)) < gain(2, 1, (0, 1))


def test_the_first_match_of_two_new_teams_is_worked_out_by_hand() -> None:
    # 65 points for playing at home: expected 1 / (1 + 10^(-65/400)) = 0.592466; K = 20 · (1 + 8 / 1) = 180
    _, ratings = rate([fixture(1, 1, 2, (1, 0))])
    assert ratings[1].rating == pytest.approx(1500 + 180 * (1 - 0.592466), abs=1e-3)


def test_a_live_match_gets_the_strength_of_its_teams_and_none_where_one_is_unknown(
    spark: SparkSession,
) -> None:
    states = spark.createDataFrame(
        [(1, 10, 20), (2, 20, 10), (3, 10, 99)], "match_id long, home_team_id long, away_team_id long"
    )
    known = strength.with_strength(states, {10: Rating(1600.0, 9), 20: Rating(1500.0, 9)})
    found = {row["match_id"]: row["strength_difference"] for row in known.collect()}
    assert found == {1: 100.0, 2: -100.0, 3: None}


def test_ratings_are_kept_in_the_models_folder(tmp_path: Path) -> None:
    ratings = {7: Rating(1512.25, 3), 8: Rating(1487.75, 3)}
    strength.save(ratings, tmp_path)
    assert strength.load(tmp_path) == ratings


def test_damaged_ratings_are_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "ratings.json").write_text('{"7": 3}')
    with pytest.raises(InputError, match=r"is damaged: .*ratings.json cannot be read. Train it again"):
        strength.load(tmp_path)

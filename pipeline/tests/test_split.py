from __future__ import annotations

import pytest
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from golazo.errors import InputError
from golazo.split import LEAST_MATCHES, LeakError, Match, refuse_leak, split


def match(number: int, season: int = 1, source: int | None = None) -> Match:
    return Match(number, source or number, 73, season, f"20{season:02d}-01-{number % 28 + 1:02d}T20:00:00Z")


def test_with_several_seasons_the_last_one_in_time_tests() -> None:
    parted = split([match(n, season=n % 3 + 1) for n in range(1, 31)])
    assert parted.test == {n for n in range(1, 31) if n % 3 + 1 == 3}
    assert parted.train == set(range(1, 31)) - parted.test


def test_with_one_season_the_last_quarter_of_its_matches_in_time_tests() -> None:
    parted = split([match(n) for n in (5, 1, 9, 3, 11, 7, 2, 12, 4, 10, 6, 8)])
    assert parted.test == {10, 11, 12}
    assert parted.train == set(range(1, 10))


def test_copies_of_one_match_are_never_on_both_sides() -> None:
    # GIVEN every match twice, the copies numbered so that they would fall on the other side
    originals = [match(n) for n in range(1, 13)]
    copies = [
        Match(100 + m.match_id, m.match_id, m.competition_id, m.season_id, m.kick_off) for m in originals
    ]
    parted = split([*originals, *copies])
    sides = {
        side: {(id_ - 1) % 100 for id_ in ids}
        for side, ids in (("train", parted.train), ("test", parted.test))
    }
    assert not sides["train"] & sides["test"]
    assert len(parted.train) + len(parted.test) == 24


def test_too_few_different_matches_are_refused_however_often_they_are_copied() -> None:
    copies = [match(n, source=1 + n % 2) for n in range(40)]
    with pytest.raises(InputError, match=rf"at least {LEAST_MATCHES} different matches, and there are 2\."):
        split(copies)


def test_a_split_of_rows_at_random_is_refused_as_a_leak(spark: SparkSession) -> None:
    # GIVEN rows of matches that are dealt out one by one, as a random split does
    rows = spark.range(400).select((F.col("id") % 40).alias("source_match_id"), F.col("id").alias("minute"))
    train, test = rows.randomSplit([0.75, 0.25], seed=1)
    with pytest.raises(LeakError, match="matches are on both sides of the split"):
        refuse_leak(train, test)


def test_a_split_by_match_is_no_leak(spark: SparkSession) -> None:
    rows = spark.range(400).select((F.col("id") % 40).alias("source_match_id"))
    refuse_leak(rows.where("source_match_id < 30"), rows.where("source_match_id >= 30"))

"""Which matches train a model and which test it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pyspark.sql import DataFrame

from golazo.errors import InputError

LEAST_MATCHES = 8
"""Fewer different matches than this say nothing about a model."""


class LeakError(Exception):
    """Rows of one match are on both sides of a split."""


@dataclass(frozen=True)
class Match:
    """A match of a training history."""

    match_id: int
    source_match_id: int
    """Copies of one match have the same; they are the same football and stay on the same side."""
    competition_id: int
    season_id: int
    kick_off: str
    """ISO 8601, UTC, so that text order is time order."""


@dataclass(frozen=True)
class Split:
    """Matches on each side, by id, and the rule that parted them."""

    train: frozenset[int]
    test: frozenset[int]
    rule: str


TRAINING_SHARE = 0.75
"""Of the matches of one season or one table, those that train."""


def split(matches: Sequence[Match]) -> Split:
    """Parts matches in time: the last season tests, or of one season only the last quarter of matches.

    Raises InputError when there are fewer than LEAST_MATCHES different matches.
    """
    first_seen: dict[int, Match] = {}
    for match in sorted(matches, key=lambda match: (match.kick_off, match.match_id)):
        first_seen.setdefault(match.source_match_id, match)
    in_time = list(first_seen.values())
    if len(in_time) < LEAST_MATCHES:
        raise InputError(
            f"training needs at least {LEAST_MATCHES} different matches, and there "
            f"{'is' if len(in_time) == 1 else 'are'} {len(in_time)}. Add matches."
        )
    seasons = list(dict.fromkeys((match.competition_id, match.season_id) for match in in_time))
    if len(seasons) > 1:
        rule = "the last season in time tests, the ones before train"
        tested = {m.source_match_id for m in in_time if (m.competition_id, m.season_id) == seasons[-1]}
    else:
        rule = "the last quarter of the matches in time tests, the ones before train"
        tested = {m.source_match_id for m in in_time[int(len(in_time) * TRAINING_SHARE) :]}
    return Split(
        train=frozenset(match.match_id for match in matches if match.source_match_id not in tested),
        test=frozenset(match.match_id for match in matches if match.source_match_id in tested),
        rule=rule,
    )


def refuse_leak(train: DataFrame, test: DataFrame) -> None:
    """Refuses rows that are on the wrong side.

    A forest that has seen other minutes of a match knows its result, and scores 0.92 of accuracy where honest
    ones score 0.66. So no match, under whatever id, may be on both sides.

    Args:
        train: rows to train on, with `source_match_id`.
        test: rows to test on, with the same.

    Raises LeakError when a match is on both sides.
    """
    both = train.select("source_match_id").intersect(test.select("source_match_id")).count()
    if both:
        raise LeakError(f"{both} matches are on both sides of the split: what is measured would mean nothing")

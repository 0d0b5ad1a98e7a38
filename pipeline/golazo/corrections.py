"""Corrections: what a message adds that a later one supersedes is taken away again.

The message that is superseded is read once more and added up with its signs turned. Every sum is a whole
number, so what is left is exactly what would be there had it never come. The sums that count messages keep
it, and so do maxima and minima: when something was heard last is no matter of what was said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from golazo.columns import Columns
from golazo.features import ACCOUNTING, CORRECTED, KEYS, MAXIMA, MINIMA, SUMS, add_up, minutes, one_by_one

_WANTED = "match_id long, sequence long, event_id string"


@dataclass(frozen=True)
class Superseded:
    """A message that another one supersedes."""

    match_id: int
    sequence: int
    event_id: str
    partition: int | None
    """Of the topic, where both messages are; None where there is no topic."""
    before: int | None
    """Kafka offset of the message that supersedes it."""


def superseded_by(facts: DataFrame) -> list[Superseded]:
    """The messages that some of `facts` (rows of `features.event_facts`) supersede.

    Computes the facts anew: ask where `is_corrected` says that there is one.
    """
    partition = F.col("partition") if "partition" in facts.columns else F.lit(None)
    rows = (
        facts.where(F.col("supersedes").isNotNull())
        .select("match_id", "supersedes", "event_id", partition.alias("partition"), "first_offset")
        .collect()
    )
    return [Superseded(*row) for row in rows]


def places(superseded: Sequence[Superseded], minutes: DataFrame) -> dict[int, tuple[int, int]]:
    """Where on the topic superseded messages are: per partition the first offset and the one after the last.

    `minutes` tell where each minute of a match began, and the messages of a match are on the topic in order.
    """
    matches = {one.match_id for one in superseded}
    rows = (
        minutes.where(F.col("match_id").isin(list(matches)) & F.col("first_offset").isNotNull())
        .select("match_id", "first_sequence", "first_offset")
        .collect()
    )
    ranges: dict[int, tuple[int, int]] = {}
    for one in superseded:
        if one.partition is None or one.before is None:
            continue
        begun = [(row[1], row[2]) for row in rows if row[0] == one.match_id]
        first = max((offset for sequence, offset in begun if sequence <= one.sequence), default=0)
        end = min((offset for sequence, offset in begun if sequence > one.sequence), default=one.before)
        known_first, known_end = ranges.get(one.partition, (first, end))
        ranges[one.partition] = (min(first, known_first), max(end, known_end))
    return ranges


def is_corrected(table: DataFrame) -> bool:
    """Whether a correction is among the newest events of a table of minutes."""
    return not table.where(F.col("touched") == CORRECTED).isEmpty()


def taken_away(facts: DataFrame, superseded: Sequence[Superseded]) -> DataFrame:
    """What superseded messages had added, as a table of minutes to add.

    Args:
        facts: rows of `features.event_facts`, the superseded messages among them.
        superseded: which they are.
    """
    rows = [(one.match_id, one.sequence, one.event_id) for one in superseded]
    wanted = facts.sparkSession.createDataFrame(rows, _WANTED).distinct()
    found = facts.join(F.broadcast(wanted), ["match_id", "sequence", "event_id"], "left_semi")
    return _with_signs_turned().of(one_by_one(found))


def corrected_minutes(facts: DataFrame) -> DataFrame:
    """`features.minutes` of events that hold both corrections and what they correct."""
    superseded = superseded_by(facts)
    return add_up(minutes(facts), taken_away(facts, superseded)) if superseded else minutes(facts)


@cache
def _with_signs_turned() -> Columns:
    return Columns(
        *KEYS,
        *(F.lit(0).cast("long").alias(name) for name in ACCOUNTING),
        *((-F.col(name)).alias(name) for name in SUMS if name not in ACCOUNTING),
        *(F.lit(1).cast("long").alias(name) if name == "touched" else name for name in MAXIMA),
        *MINIMA,
    )

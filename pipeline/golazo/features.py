"""From events to minutes: what happened in one minute of one match, as sums that can be added up.

The same expressions run over a folder of finished matches and over a micro-batch of a stream. Every sum is an
integer (fractions are carried in billionths), so adding partial minutes in any order, on any number of
workers, gives exactly the same state. Only Spark expressions that NVIDIA's planner holds on a GPU are used.
"""

from __future__ import annotations

from functools import cache, reduce

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import LongType, StructField, StructType, TimestampType

from golazo.columns import Columns
from golazo.frames import FRAME_SUMS, billionths, frame_columns, with_frames

# StatsBomb's ids.
DRIBBLE, SHOT, FOUL_COMMITTED, BAD_BEHAVIOUR, OWN_GOAL_FOR, PASS, BALL_RECEIPT, CARRY = (
    *(14, 16, 22, 24),
    *(25, 30, 42, 43),
)
SHOT_GOAL = 97
STRAIGHT_RED, SECOND_YELLOW, YELLOW = 5, 6, 7

ON_THE_BALL = (PASS, BALL_RECEIPT, CARRY, SHOT, DRIBBLE)
"""Event types whose actor has the ball, so that the event's location is the ball's."""

FINAL_THIRD_X = 80.0
"""Yards from the acting team's own goal line at which the last third of the 120-yard pitch begins."""

KEYS = ("match_id", "period", "minute")
SIDES = ("home", "away")

SIDE_SUMS: tuple[str, ...] = (
    "goals",
    "shots",
    "xg_e9",
    "yellows",
    "reds",
    "passes",
    "passes_completed",
    "possession_events",
    "final_third_events",
    *FRAME_SUMS,
)
"""Summed once for the home and once for the away team, as `home_goals`, `away_goals` …"""

ACCOUNTING: tuple[str, ...] = ("events", "sequence_sum")
"""Sums that count messages, whatever becomes of the events they tell of."""

SUMS: tuple[str, ...] = (
    *ACCOUNTING,
    *(f"{side}_{name}" for side in SIDES for name in SIDE_SUMS),
)
TEAMS = tuple(f"{side}_team_id" for side in SIDES)

MAXIMA: tuple[str, ...] = (*TEAMS, "last_event_time", "last_produced_at", "touched")
MINIMA: tuple[str, ...] = ("first_sequence", "first_offset")
MINUTES = StructType(
    [
        StructField(name, TimestampType() if name == "last_event_time" else LongType())
        for name in (*KEYS, *SUMS, *MAXIMA, *MINIMA)
    ]
)
"""A table of minutes, one row per match, period and minute.

`touched` is 1 when an event of the newest micro-batch is in the row, `CORRECTED` when a correction is, else
0; a flag and not the micro-batch's number, because a number would be compiled into the code that Spark
generates, and each micro-batch would then wait for the compiler. The teams are among the maxima because every
event of a match names the same two. The minima, sequence and Kafka offset, say where a match's messages are
on the topic."""

CORRECTED = 2


def event_facts(parsed: DataFrame, *keep: Column) -> DataFrame:
    """What minutes need to know of each event, in flat columns; nothing but nulls of a bad record.

    Args:
        parsed: rows of `messages.parse` (columns `event`, `event_ts`, `bad`).
        keep: more columns of `parsed` to carry along.
    """
    offset = F.col("offset") if "offset" in parsed.columns else F.lit(None)
    return with_frames(parsed.select(*keep, offset.cast("long").alias("first_offset"), *_facts()))


def minutes(facts: DataFrame) -> DataFrame:
    """Adds up events per match, period and minute.

    Args:
        facts: rows of `event_facts`.

    Returns:
        A table of minutes (`MINUTES`). Bad records are counted in `events` of the one row whose keys are
        null. Period 5, the penalty shoot-out, has rows of its own, for accounting only.
    """
    return add_up(one_by_one(facts))


def one_by_one(facts: DataFrame) -> DataFrame:
    """Every event as a table of minutes that holds nothing else; rows of `MINUTES`, not yet added up."""
    return _measures().of(facts)


def add_up(*tables: DataFrame) -> DataFrame:
    """Adds tables of minutes: whatever way events are parted, the sum of the parts is the same.

    The tables need not have been added up themselves.
    """
    return _sums().per(_keys(), reduce(DataFrame.union, tables))


def superseded() -> Column:
    """The `sequence` that a parsed `event` supersedes; null when it corrects nothing."""
    return F.col("event.supersedes").cast("long")


def deleted() -> Column:
    """Whether a parsed `event` says that it was deleted; never null."""
    return F.col("event.deleted").eqNullSafe("true")


@cache
def _keys() -> Columns:
    return Columns(*KEYS)


@cache
def _sums() -> Columns:
    return Columns(
        *(F.coalesce(F.sum(name), F.lit(0)).alias(name) for name in SUMS),
        *(F.max(name).alias(name) for name in MAXIMA),
        *(F.min(name).alias(name) for name in MINIMA),
    )


def _facts() -> list[Column]:
    """One event in flat columns; a bad record has nothing but nulls and `good` = false."""
    kind = F.col("event.type.id")
    team, owner = F.col("event.team.id"), F.col("event.possession_team.id")
    home, away = F.col("event.home_team_id"), F.col("event.away_team_id")
    # Own Goal For is credited to the team that gains; its twin, Own Goal Against (20), is not counted.
    goal = ((kind == SHOT) & (F.col("event.shot.outcome.id") == SHOT_GOAL)) | (kind == OWN_GOAL_FOR)
    # Each from its own type of event, where `messages.parse` holds it to the contract.
    card = F.when(kind == FOUL_COMMITTED, F.col("event.foul_committed.card.id")).when(
        kind == BAD_BEHAVIOUR, F.col("event.bad_behaviour.card.id")
    )
    on_ball = (team == owner) & kind.isin(*ON_THE_BALL)
    counts = ~deleted()
    framed = on_ball & F.col("event.freeze_frame").isNotNull() & F.col("event.location").isNotNull()
    facts = {
        "match_id": F.col("event.match_id"),
        "period": F.col("event.period"),
        "minute": F.col("event.minute"),
        "sequence": F.col("event.sequence"),
        "produced_at": F.col("event.produced_at"),
        "event_time": F.col("event_ts"),
        **{name: F.col(f"event.{name}") for name in TEAMS},
        "supersedes": superseded(),
        "event_id": F.col("event.id"),
        # All that is counted is somebody's, so an event that was deleted is nobody's.
        "actor": F.when(counts & (team == home), "home").when(counts & (team == away), "away"),
        "owner": F.when(counts & (owner == home), "home").when(counts & (owner == away), "away"),
        "goal": goal,
        "shot": kind == SHOT,
        "xg_e9": F.when(kind == SHOT, billionths(F.col("event.shot.statsbomb_xg"))),
        "yellow": card == YELLOW,
        "red": card.isin(STRAIGHT_RED, SECOND_YELLOW),
        "pass": kind == PASS,
        "completed": (kind == PASS) & F.col("event.pass.outcome.id").isNull(),
        "final_third": on_ball & (F.col("event.location")[0] >= FINAL_THIRD_X),
        **frame_columns(framed, kind == PASS),
    }
    return [F.when(~F.col("bad"), value).alias(name) for name, value in facts.items()]


@cache
def _measures() -> Columns:
    """What one event adds to its minute; null adds nothing."""
    return Columns(
        *KEYS,
        F.lit(1).cast("long").alias("events"),
        F.col("sequence").alias("sequence_sum"),
        *(column for side in SIDES for column in _side_measures(side)),
        *TEAMS,
        F.col("event_time").alias("last_event_time"),
        F.col("produced_at").alias("last_produced_at"),
        F.when(F.col("supersedes").isNull(), 1).otherwise(CORRECTED).cast("long").alias("touched"),
        F.col("sequence").alias("first_sequence"),
        "first_offset",
    )


def _side_measures(side: str) -> list[Column]:
    acting = F.col("actor") == side
    framed = acting & F.col("frame_visible").isNotNull()
    values = {
        "goals": _count(acting & F.col("goal")),
        "shots": _count(acting & F.col("shot")),
        "xg_e9": F.when(acting, F.col("xg_e9")),
        "yellows": _count(acting & F.col("yellow")),
        "reds": _count(acting & F.col("red")),
        "passes": _count(acting & F.col("pass")),
        "passes_completed": _count(acting & F.col("completed")),
        "possession_events": _count(F.col("owner") == side),
        "final_third_events": _count(acting & F.col("final_third")),
        "frames": _count(framed),
        **{name: F.when(acting, F.col(name)) for name in FRAME_SUMS[1:]},
    }
    return [values[name].alias(f"{side}_{name}") for name in SIDE_SUMS]


def _count(condition: Column) -> Column:
    return F.when(condition, F.lit(1).cast("long"))

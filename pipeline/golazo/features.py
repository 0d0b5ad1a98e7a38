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

CLOSE_YARDS = 5.0
"""A defender this near the ball presses its carrier."""

BILLION = 1_000_000_000
"""Fractions (xG, yards) are summed as whole billionths."""

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
    "frames",
    "frame_visible",
    "frame_goal_side",
    "frame_close",
    "frames_marked",
    "frame_nearest_e9",
)
"""Summed once for the home and once for the away team, as `home_goals`, `away_goals` …"""

SUMS: tuple[str, ...] = (
    "events",
    "sequence_sum",
    *(f"{side}_{name}" for side in SIDES for name in SIDE_SUMS),
)
TEAMS = tuple(f"{side}_team_id" for side in SIDES)

MAXIMA: tuple[str, ...] = (*TEAMS, "last_event_time", "last_produced_at", "touched")
MINUTES = StructType(
    [
        StructField(name, TimestampType() if name == "last_event_time" else LongType())
        for name in (*KEYS, *SUMS, *MAXIMA)
    ]
)
"""A table of minutes, one row per match, period and minute. `touched` is 1 when an event of the newest
micro-batch is in the row, else 0; a flag and not the micro-batch's number, because a number would be compiled
into the code that Spark generates, and each micro-batch would then wait for the compiler. The teams
are among the maxima because every event of a match names the same two."""


def event_facts(parsed: DataFrame, *keep: Column) -> DataFrame:
    """What minutes need to know of each event, in flat columns; nothing but nulls of a bad record.

    Args:
        parsed: rows of `messages.parse` (columns `event`, `event_ts`, `bad`).
        keep: more columns of `parsed` to carry along.
    """
    facts = parsed.select(*keep, *_facts())
    # A projection on top, so that the distances in a freeze frame are worked out once and not for each use.
    return facts.select(
        *(name for name in facts.columns if name != "distances"),
        F.size(F.filter("distances", lambda yards: yards <= CLOSE_YARDS)).alias("close"),
        _billionths(F.array_min("distances")).alias("nearest_e9"),
    )


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
    return facts.select(*KEYS, *_measures())


def add_up(*tables: DataFrame) -> DataFrame:
    """Adds tables of minutes: whatever way events are parted, the sum of the parts is the same.

    The tables need not have been added up themselves.
    """
    return reduce(DataFrame.unionByName, tables).groupBy(*KEYS).agg(*_sums())


# Columns are made once per process: each one is a handful of calls into Spark's JVM, and a micro-batch needs
# hundreds.
@cache
def _sums() -> tuple[Column, ...]:
    return (
        *(F.coalesce(F.sum(name), F.lit(0)).alias(name) for name in SUMS),
        *(F.max(name).alias(name) for name in MAXIMA),
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
    framed = on_ball & F.col("event.freeze_frame").isNotNull() & F.col("event.location").isNotNull()
    facts = {
        "match_id": F.col("event.match_id"),
        "period": F.col("event.period"),
        "minute": F.col("event.minute"),
        "sequence": F.col("event.sequence"),
        "produced_at": F.col("event.produced_at"),
        "event_time": F.col("event_ts"),
        **{name: F.col(f"event.{name}") for name in TEAMS},
        "actor": F.when(team == home, "home").when(team == away, "away"),
        "owner": F.when(owner == home, "home").when(owner == away, "away"),
        "goal": goal,
        "shot": kind == SHOT,
        "xg_e9": F.when(kind == SHOT, _billionths(F.col("event.shot.statsbomb_xg"))),
        "yellow": card == YELLOW,
        "red": card.isin(STRAIGHT_RED, SECOND_YELLOW),
        "pass": kind == PASS,
        "completed": (kind == PASS) & F.col("event.pass.outcome.id").isNull(),
        "final_third": on_ball & (F.col("event.location")[0] >= FINAL_THIRD_X),
        "visible": F.when(framed, F.size("event.freeze_frame")),
        "goal_side": F.when(framed, _opponents_goal_side()),
        "distances": F.when(framed, _distances()),
    }
    return [F.when(~F.col("bad"), value).alias(name) for name, value in facts.items()]


@cache
def _measures() -> tuple[Column | str, ...]:
    """What one event adds to its minute; null adds nothing."""
    return (
        F.lit(1).cast("long").alias("events"),
        F.col("sequence").alias("sequence_sum"),
        *(column for side in SIDES for column in _side_measures(side)),
        *TEAMS,
        F.col("event_time").alias("last_event_time"),
        F.col("produced_at").alias("last_produced_at"),
        F.lit(1).cast("long").alias("touched"),
    )


def _side_measures(side: str) -> list[Column]:
    acting = F.col("actor") == side
    framed = acting & F.col("visible").isNotNull()
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
        "frame_visible": F.when(framed, F.col("visible").cast("long")),
        "frame_goal_side": F.when(framed, F.col("goal_side").cast("long")),
        "frame_close": F.when(framed, F.col("close").cast("long")),
        "frames_marked": _count(acting & F.col("nearest_e9").isNotNull()),
        "frame_nearest_e9": F.when(framed, F.col("nearest_e9")),
    }
    return [values[name].alias(f"{side}_{name}") for name in SIDE_SUMS]


def _count(condition: Column) -> Column:
    return F.when(condition, F.lit(1).cast("long"))


def _billionths(value: Column) -> Column:
    return F.round(value * F.lit(float(BILLION))).cast("long")


def _outfield_opponents() -> Column:
    # Keepers are left out: they stand goal-side by trade, and only a quarter of the frames shows one.
    return F.filter("event.freeze_frame", lambda player: ~player["teammate"] & ~player["keeper"])


def _opponents_goal_side() -> Column:
    ball_x = F.col("event.location")[0]
    return F.size(F.filter(_outfield_opponents(), lambda player: player["location"][0] > ball_x))


def _distances() -> Column:
    """Yards from the ball to each visible outfield opponent."""
    ball = F.col("event.location")

    def away_from_ball(player: Column) -> Column:
        x, y = player["location"][0] - ball[0], player["location"][1] - ball[1]
        return F.sqrt(x * x + y * y)

    return F.transform(_outfield_opponents(), away_from_ball)

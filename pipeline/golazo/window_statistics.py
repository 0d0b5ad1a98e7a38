"""What each team did in each minute: the window statistics of the contract `window-statistics`.

Sums are whole trillionths of a yard and sums of squares are decimals, so that the result is the same to the
last bit in whatever batches, on however many workers, the events were added up.
"""

from __future__ import annotations

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from golazo.features import CARRY, PASS

MEASURES = ("pass_length", "carry_distance", "x", "y")
"""Yards; each has a minimum, maximum, mean and sample variance."""

SEQUENCE_SUM = "sequence_sum"
"""Internal column beside the contract's: with `events` it proves that each event was counted exactly once."""

_SIDES = ("home", "away")

# Doubles hold 120 yards in trillionths exactly enough (1.2e14 < 2^53), and the variance of two carries a
# pitch apart is then right to 1e-10, well within the 1e-9 that is promised.
_TRILLION = 10**12


def window_statistics(events: DataFrame) -> DataFrame:
    """The contract's columns (`window_start` and `window_end` as timestamps) and `sequence_sum`.

    `events` are parsed messages (`messages.parse`); bad ones, whose `event_ts` is null, do not count. A
    stream needs a watermark on `event_ts`. One aggregation per match and minute serves both teams, because
    the possession share of one rests on the events of both.
    """
    minutes = (
        _measured(events)
        .groupBy("match_id", "home_team_id", "away_team_id", F.window("event_ts", "1 minute").alias("window"))
        .agg(F.count("*").alias("match_events"), *(one for side in _SIDES for one in _sums(side)))
    )
    teams = F.inline(F.array(*(_team_row(side) for side in _SIDES)))
    return (
        minutes.select(
            "match_id",
            F.col("window.start").alias("window_start"),
            F.col("window.end").alias("window_end"),
            teams,
        )
        .where("events > 0")
        .select("match_id", "team_id", "window_start", "window_end", *_COLUMNS_OF_A_TEAM[1:])
    )


_COLUMNS_OF_A_TEAM = (
    "team_id",
    "events",
    "passes",
    "passes_completed",
    *(f"{name}_{figure}" for name in MEASURES for figure in ("min", "max", "mean", "variance")),
    "possession_share",
    SEQUENCE_SUM,
)


def _measured(events: DataFrame) -> DataFrame:
    start, end = F.col("event.location"), F.col("event.carry.end_location")
    passed = F.col("event.type.id") == PASS
    carried = F.col("event.type.id") == CARRY
    distance = F.sqrt(F.pow(end[0] - start[0], F.lit(2.0)) + F.pow(end[1] - start[1], F.lit(2.0)))
    measures = {
        "pass_length": F.when(passed, F.col("event.pass.length")),
        "carry_distance": F.when(carried, distance),
        "x": start[0],
        "y": start[1],
    }
    return events.select(
        "event_ts",
        "event.match_id",
        "event.home_team_id",
        "event.away_team_id",
        "event.sequence",
        F.col("event.team.id").alias("team_id"),
        F.col("event.possession_team.id").alias("possession_team_id"),
        passed.alias("passed"),
        F.col("event.pass.outcome.id").isNull().alias("completed"),
        *(value.alias(name) for name, value in measures.items()),
        *(F.round(value * _TRILLION).cast("long").alias(f"{name}_e12") for name, value in measures.items()),
    )


def _sums(side: str) -> list[Column]:
    """The mergeable sums of one side, prefixed with its name."""
    team = F.col(f"{side}_team_id")
    acts = F.col("team_id") == team
    sums = {
        "events": F.count(F.when(acts, 1)),
        "passes": F.count(F.when(acts & F.col("passed"), 1)),
        "passes_completed": F.count(F.when(acts & F.col("passed") & F.col("completed"), 1)),
        "possession": F.count(F.when(F.col("possession_team_id") == team, 1)),
        SEQUENCE_SUM: F.sum(F.when(acts, F.col("sequence"))),
    }
    for name in MEASURES:
        value = F.when(acts, F.col(name))
        whole = F.when(acts, F.col(f"{name}_e12"))
        sums[f"{name}_min"] = F.min(value)
        sums[f"{name}_max"] = F.max(value)
        sums[f"{name}_count"] = F.count(value)
        sums[f"{name}_sum"] = F.sum(whole)
        sums[f"{name}_squares"] = F.sum(whole.cast("decimal(19,0)") * whole.cast("decimal(19,0)"))
    return [column.alias(f"{side}_{name}") for name, column in sums.items()]


def _team_row(side: str) -> Column:
    def of(name: str) -> Column:
        return F.col(f"{side}_{name}")

    figures: dict[str, Column] = {name: of(name) for name in _COLUMNS_OF_A_TEAM[:4]}
    for name in MEASURES:
        count, total = of(f"{name}_count"), of(f"{name}_sum")
        whole = total.cast("decimal(38,0)")
        # n Σx² - (Σx)² is exact in decimals: at most 1e34 for the 100 events of a busy minute.
        spread = count.cast("decimal(10,0)") * of(f"{name}_squares") - whole * whole
        variance = spread.cast("double") / (count * (count - 1)) / float(_TRILLION) ** 2
        figures[f"{name}_min"] = of(f"{name}_min")
        figures[f"{name}_max"] = of(f"{name}_max")
        figures[f"{name}_mean"] = total / count / _TRILLION
        figures[f"{name}_variance"] = F.when(count > 1, variance)
    figures["possession_share"] = of("possession") / F.col("match_events")
    figures[SEQUENCE_SUM] = of(SEQUENCE_SUM)
    return F.struct(*(figures[name].alias(name) for name in _COLUMNS_OF_A_TEAM))

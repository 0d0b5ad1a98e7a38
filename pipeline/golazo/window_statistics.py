"""What each team did in each minute: the window statistics of the contract `window-statistics`.

Lengths are added up as whole trillionths of a yard and their squares as decimals, so that the result is the
same to the last bit in whatever batches, on however many workers, the events were added up.
"""

from __future__ import annotations

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from golazo.features import CARRY, PASS

MEASURES = ("pass_length", "carry_distance", "x", "y")
"""Yards; each has a minimum, maximum, mean and sample variance."""

SEQUENCE_SUM = "sequence_sum"
"""Internal column beside the contract's: with `events` it proves that each event was counted exactly once."""

_DID = ("sequence", "passed", "completed", *MEASURES)
"""What only the acting team did."""

# A double holds 120 yards in trillionths exactly (1.2e14 < 2^53), and the variance of two carries a pitch
# apart is then right to 1e-10, well within the 1e-9 that is promised.
_TRILLION = 10**12


def window_statistics(events: DataFrame, watermark: str | None = None) -> DataFrame:
    """The contract's columns (`window_start` and `window_end` as timestamps) and `sequence_sum`.

    Args:
        events: parsed messages (`messages.parse`); bad ones, whose `event_ts` is null, do not count.
        watermark: how long a window of a stream stays open after the newest event, for example `3 hours`.
    """
    facts = _facts(events)
    if watermark is not None:
        # Here rows are small. It stands between operators that a GPU runs, and has to be handed every row.
        facts = facts.withWatermark("event_ts", watermark)
    # Both teams' rows see every event, the possession share of each rests on them all; what only the acting
    # team did is null for the other. So one aggregation serves, and each event renews both rows.
    sums = {
        "match_events": F.count("*"),
        "events": F.count("sequence"),
        SEQUENCE_SUM: F.sum("sequence"),
        "passes": F.count("passed"),
        "passes_completed": F.count("completed"),
        "possession": F.count("possession"),
    }
    for name in MEASURES:
        value = F.col(name)
        sums[f"{name}_count"] = F.count(value)
        sums[f"{name}_min"] = F.min(value)
        sums[f"{name}_max"] = F.max(value)
        sums[f"{name}_sum"] = F.sum(value)
        sums[f"{name}_squares"] = F.sum(value.cast("decimal(19,0)") * value.cast("decimal(19,0)"))
    minutes = (
        _both_teams(facts)
        .groupBy("match_id", "team_id", F.window("event_ts", "1 minute").alias("window"))
        .agg(*(column.alias(name) for name, column in sums.items()))
    )
    return minutes.where("events > 0").select(
        "match_id",
        "team_id",
        F.col("window.start").alias("window_start"),
        F.col("window.end").alias("window_end"),
        "events",
        "passes",
        "passes_completed",
        *(figure for name in MEASURES for figure in _figures(name)),
        (F.col("possession") / F.col("match_events")).alias("possession_share"),
        SEQUENCE_SUM,
    )


def _facts(events: DataFrame) -> DataFrame:
    """One event in flat columns."""
    start, end = F.col("event.location"), F.col("event.carry.end_location")
    distance = F.sqrt(F.pow(end[0] - start[0], F.lit(2.0)) + F.pow(end[1] - start[1], F.lit(2.0)))
    passed = F.when(F.col("event.type.id") == PASS, True)
    measures = {
        "pass_length": F.when(passed, F.col("event.pass.length")),
        "carry_distance": F.when(F.col("event.type.id") == CARRY, distance),
        "x": start[0],
        "y": start[1],
    }
    did = {
        "sequence": F.col("event.sequence"),
        "passed": passed,
        "completed": F.when(F.col("event.pass.outcome.id").isNull(), passed),
        **{name: F.rint(value * _TRILLION).cast("long") for name, value in measures.items()},
    }
    return events.select(
        "event_ts",
        "event.match_id",
        "event.home_team_id",
        "event.away_team_id",
        F.col("event.team.id").alias("acting"),
        F.col("event.possession_team.id").alias("possessing"),
        *(value.alias(name) for name, value in did.items()),
    )


def _both_teams(facts: DataFrame) -> DataFrame:
    """Each event twice, once for the home and once for the away team, null where the team did not act."""
    teams = F.explode(F.array("home_team_id", "away_team_id"))
    acts = F.col("acting") == F.col("team_id")
    return facts.withColumn("team_id", teams).select(
        "event_ts",
        "match_id",
        "team_id",
        F.when(F.col("possessing") == F.col("team_id"), True).alias("possession"),
        *(F.when(acts, F.col(name)).alias(name) for name in _DID),
    )


def _figures(name: str) -> list[Column]:
    count, total = F.col(f"{name}_count"), F.col(f"{name}_sum")
    whole = total.cast("decimal(38,0)")
    # n Σx² - (Σx)² is exact in decimals: at most 1e34 for the 100 events of a busy minute.
    spread = count.cast("decimal(10,0)") * F.col(f"{name}_squares") - whole * whole
    variance = spread.cast("double") / (count * (count - 1)) / float(_TRILLION) ** 2
    figures = {
        "min": F.col(f"{name}_min") / _TRILLION,
        "max": F.col(f"{name}_max") / _TRILLION,
        "mean": total / count / _TRILLION,
        "variance": F.when(count > 1, variance),
    }
    return [column.alias(f"{name}_{figure}") for figure, column in figures.items()]

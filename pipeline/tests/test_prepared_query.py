"""Queries that are planned once answer as if they were planned each time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pyspark.sql import DataFrame, SparkSession, Window
from pyspark.sql import functions as F

from golazo import kept_plan
from golazo.errors import InputError
from golazo.prepared_query import EACH, ONCE, PLANNED, PlannedEachTime, PlannedOnce, Query, prepared


@pytest.fixture(autouse=True)
def _settings_as_before(spark: SparkSession) -> Iterator[None]:
    before = str(spark.conf.get("spark.sql.adaptive.enabled"))
    yield
    spark.conf.set("spark.sql.adaptive.enabled", before)
    spark.conf.unset(PLANNED)


def minutes(spark: SparkSession, first: int, rows: int) -> DataFrame:
    numbers = spark.range(first, first + rows)
    table = numbers.select(
        (F.col("id") % 3).alias("match"), F.col("id").alias("minute"), (F.col("id") * 7 % 5).alias("goals")
    )
    return table.coalesce(1).localCheckpoint()


def so_far(table: DataFrame) -> DataFrame:
    until = Window.partitionBy("match").orderBy("minute").rowsBetween(Window.unboundedPreceding, 0)
    totals = table.withColumn("total", F.sum("goals").over(until)).where("goals > 0")
    return totals.select("match", "minute", (F.col("total") / 2).alias("half"))


def test_every_table_gets_the_answer_that_a_plan_of_its_own_gives(spark: SparkSession) -> None:
    query = PlannedOnce(so_far)
    for first, rows in ((0, 20), (100, 50), (7, 0), (3, 1)):
        table = minutes(spark, first, rows)
        expected = sorted(map(tuple, PlannedEachTime(so_far).of(table).collect()))
        assert sorted(map(tuple, query.of(table).collect())) == expected
        assert (rows == 0) == (expected == [])


def test_the_query_is_made_once(spark: SparkSession) -> None:
    made = []

    def query(table: DataFrame) -> DataFrame:
        made.append(table)
        return so_far(table)

    asked = PlannedOnce(query)
    for first in range(3):
        asked.of(minutes(spark, first, 5))
    assert len(made) == 1


def test_settings_are_afterwards_what_they_were_before(spark: SparkSession) -> None:
    spark.conf.set("spark.sql.adaptive.enabled", "true")
    PlannedOnce(so_far).of(minutes(spark, 0, 5))
    assert spark.conf.get("spark.sql.adaptive.enabled") == "true"


def written_in_three_runs(
    monkeypatch: pytest.MonkeyPatch, spark: SparkSession, writer: str, query: Query
) -> list[str]:
    """What the code was written of by one of `kept_plan`'s functions, each time it was."""
    written: list[str] = []
    write = getattr(kept_plan, writer)

    def listed(plan: Any) -> Any:
        written.append(plan.toString())
        return write(plan)

    monkeypatch.setattr(kept_plan, writer, listed)
    asked = PlannedOnce(query)
    for first in range(3):
        asked.of(minutes(spark, first, 5).withColumn("text", F.lit("{}")).localCheckpoint())
    return written


def test_the_code_of_a_stage_is_written_once(spark: SparkSession, monkeypatch: pytest.MonkeyPatch) -> None:
    written = written_in_three_runs(monkeypatch, spark, "_code", so_far)
    assert written
    assert len(written) == len(set(written))


def lists(table: DataFrame) -> DataFrame:
    # What Spark's stages do not hold: expressions with a function in them, and from_json.
    below = F.filter(F.sequence(F.lit(0), F.col("minute")), lambda number: number % 5 < F.col("goals"))
    listed = table.select("*", below.alias("below"), F.from_json("text", "match long", {}).alias("parsed"))
    return listed.select(
        "minute",
        F.size("below").alias("numbers"),
        F.transform("below", lambda number: number * 0.5).alias("halves"),
        F.coalesce(F.col("parsed.match"), F.lit(-1)).alias("parsed"),
        F.spark_partition_id().alias("partition"),
    )


@pytest.mark.parametrize("interpreted", [False, True])
def test_lists_and_json_are_read_like_in_a_plan_of_their_own(spark: SparkSession, interpreted: bool) -> None:
    query = PlannedOnce(lists, interpreted=interpreted)
    before = spark.conf.get("spark.sql.codegen.factoryMode")
    for first, rows in ((0, 20), (100, 50), (7, 0)):
        text = F.when(F.col("goals") > 1, F.to_json(F.struct("match"))).otherwise("no JSON")
        table = minutes(spark, first, rows).withColumn("text", text).repartition(3).localCheckpoint()
        expected = sorted(map(tuple, PlannedEachTime(lists).of(table).collect()))
        assert sorted(map(tuple, query.of(table).collect())) == expected
        assert (rows == 0) == (expected == [])
    assert spark.conf.get("spark.sql.codegen.factoryMode") == before


def test_the_code_that_goes_through_lists_is_written_once(
    spark: SparkSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(written_in_three_runs(monkeypatch, spark, "_projecting", lists)) == 2


def test_two_tables_are_joined_in_one_stage_like_in_a_plan_of_their_own(spark: SparkSession) -> None:
    def joined(one: DataFrame, other: DataFrame) -> DataFrame:
        return one.hint("merge").join(other.withColumnRenamed("goals", "others"), ["match", "minute"])

    query = PlannedOnce(joined)
    for first, rows in ((0, 20), (5, 10), (7, 0)):
        tables = (minutes(spark, first, rows), minutes(spark, 3, 9))
        expected = sorted(map(tuple, PlannedEachTime(joined).of(*tables).collect()))
        assert sorted(map(tuple, query.of(*tables).collect())) == expected
        assert (rows == 0) == (expected == [])


def test_two_tables_are_added_up_like_in_a_plan_of_their_own(spark: SparkSession) -> None:
    def added_up(one: DataFrame, other: DataFrame) -> DataFrame:
        return one.union(other).groupBy("match").agg(F.sum("goals").alias("goals")).coalesce(1)

    query = PlannedOnce(added_up)
    for first, rows in ((0, 20), (100, 50), (7, 0)):
        # In several partitions, as a stream's rows are.
        new = minutes(spark, first, rows).repartition(3).localCheckpoint()
        tables = (new, minutes(spark, 2 * first, 10))
        expected = sorted(map(tuple, PlannedEachTime(added_up).of(*tables).collect()))
        assert sorted(map(tuple, query.of(*tables).collect())) == expected


def test_a_query_that_broadcasts_a_table_is_refused(spark: SparkSession) -> None:
    asked = PlannedOnce(lambda one, other: one.join(F.broadcast(other.select("match")), "match"))
    with pytest.raises(ValueError, match="broadcasts no table: give its joins the hint merge"):
        asked.of(minutes(spark, 0, 5), minutes(spark, 3, 9))


def test_a_query_that_reads_something_else_is_refused(spark: SparkSession) -> None:
    table = minutes(spark, 0, 5)
    with pytest.raises(ValueError, match="reads nothing but its tables, and this one reads Range"):
        PlannedOnce(lambda rows: rows.join(spark.range(3), F.col("id") == F.col("match"))).of(table)
    with pytest.raises(ValueError, match="reads tables in memory, and this one is a Filter"):
        PlannedOnce(so_far).of(table.where("goals > 1"))


def test_a_setting_says_how_often_it_is_planned(spark: SparkSession) -> None:
    assert isinstance(prepared(spark, so_far), PlannedOnce)
    spark.conf.set(PLANNED, EACH)
    assert isinstance(prepared(spark, so_far), PlannedEachTime)
    spark.conf.set(PLANNED, ONCE)
    assert isinstance(prepared(spark, so_far), PlannedOnce)
    spark.conf.set(PLANNED, "twice")
    with pytest.raises(InputError, match=f'{PLANNED} is "twice": give once or each'):
        prepared(spark, so_far)

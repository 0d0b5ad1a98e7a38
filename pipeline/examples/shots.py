"""Shots, goals and expected goals of the busiest teams: a small job of one's own on Golazo's cluster."""

from __future__ import annotations

import argparse
from pathlib import Path

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from golazo import contracts, messages
from golazo.features import SHOT, SHOT_GOAL


def main() -> None:
    """Reads what is on the events topic now and prints five lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--master", required=True, help="Spark, for example spark://127.0.0.1:7077")
    parser.add_argument("--kafka", required=True, help="Kafka, HOST:PORT")
    parser.add_argument("--jars", type=Path, default=Path(".golazo/jars/spark-kafka"), help="the connector's")
    args = parser.parse_args()
    spark = (
        SparkSession.builder.appName("shots")
        .master(args.master)
        .config("spark.jars", ",".join(str(jar) for jar in args.jars.glob("*.jar")))
        # No more than a worker offers: a job that asks for more waits for ever.
        .config("spark.executor.memory", "1g")
        .config("spark.ui.showConsoleProgress", "false")
        .getOrCreate()
    )
    records = messages.read_topic(spark, args.kafka, contracts.topic("events"), streaming=False)
    events = messages.parse(records, matches=None).where(~F.col("bad")).select("event.*")
    shots = events.where(F.col("type.id") == SHOT)
    goals = F.count_if(F.col("shot.outcome.id") == SHOT_GOAL)
    table = (
        shots.groupBy("match_id", F.col("team.id").alias("team_id"))
        .agg(F.count("*").alias("shots"), goals.alias("goals"), F.sum("shot.statsbomb_xg").alias("xg"))
        .orderBy(F.desc("shots"), "match_id", "team_id")
    )
    for row in table.limit(5).collect():
        team = f"match {row.match_id}, team {row.team_id}"
        print(f"{team}: {row.shots} shots, {row.goals} scored, {row.xg:.2f} expected")
    spark.stop()


if __name__ == "__main__":
    main()

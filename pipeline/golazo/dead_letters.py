"""Bad records: to the dead-letter topic with the reason, counted and never dropped in silence."""

from __future__ import annotations

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.streaming.query import StreamingQuery

from golazo import kafka_sink, messages, micro_batches
from golazo.stream_config import StreamConfig


def write_dead_letters(parsed: DataFrame, config: StreamConfig) -> None:
    """Writes the bad rows of a micro-batch (`messages.parse`) to the dead-letter topic.

    The key is `partition:offset` of the bad record: a micro-batch that is tried again writes the same keys
    again, so dead letters are counted by distinct key (`count_dead_letters`). Costs a Spark job; call it
    when there are bad rows.
    """
    rows = messages.reasons(parsed.where("bad"), config.matches)
    letter = F.struct(
        "reason",
        F.lit(config.topic("events")).alias("topic"),
        "partition",
        "offset",
        "key",
        "value",
        F.unix_millis(F.current_timestamp()).alias("detected_at"),
    )
    records = rows.select(
        F.concat_ws(":", "partition", "offset").alias("key"), kafka_sink.json(letter).alias("value")
    )
    kafka_sink.write(records, config.topic("deadLetters"), config)


def count_dead_letters(spark: SparkSession, config: StreamConfig) -> int:
    """Different bad records on the dead-letter topic."""
    letters = messages.read_topic(
        spark, config.bootstrap, config.topic("deadLetters"), streaming=False, options=config.kafka_options
    )
    return letters.select("key").distinct().count()


class DeadLetterQuery:
    """A query of its own that does nothing but dead letters, for when `predict`, which does it in passing,
    does not run."""

    name = "dead-letters"

    def __init__(self, spark: SparkSession, config: StreamConfig) -> None:
        """Prepares the query; `start` starts it."""
        self._spark = spark
        self._config = config

    def start(self) -> StreamingQuery:
        """Starts the query, or goes on where its checkpoint ends."""
        raw = micro_batches.events(self._spark, self._config, self.name)
        parsed = messages.parse(raw, self._config.matches)
        self.query = micro_batches.launch(
            parsed.writeStream.foreachBatch(self._write), self.name, self._config
        )
        return self.query

    def _write(self, parsed: DataFrame, batch_id: int) -> None:
        if not parsed.where("bad").isEmpty():
            write_dead_letters(parsed, self._config)

    def finalise(self) -> dict[str, object]:
        """Nothing is left to do."""
        return {}

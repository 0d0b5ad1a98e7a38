"""The allow-list: what may stay on the CPU, where, and why. Whatever else does fails the check."""

from __future__ import annotations

from dataclasses import dataclass

HISTORY, TRAIN, STATS, PREDICT, DEAD_LETTERS = "history", "train", "stats", "predict", "dead-letters"
STATS_RESULTS, PREDICT_RESULTS = "stats results", "predict results"
PREDICT_START = "predict start"

STREAMS = (STATS, PREDICT, DEAD_LETTERS)
RESULTS = (STATS_RESULTS, PREDICT_RESULTS)


@dataclass(frozen=True)
class Allowed:
    """Something that may stay on the CPU in some queries."""

    what: str
    """Spark's class of an operator or expression, or words of the planner's reason."""
    queries: tuple[str, ...]
    why: str


_KAFKA_SINK = "The sink of Kafka takes rows: no events but what a micro-batch made of them, far fewer."
_KEPT = (
    "Rows kept in memory, so that they are worked out once: few, for events are added up before. NVIDIA's "
    "own cache is off on Spark 3.5.1 (its issue 10603)."
)
_SPARK_ML = (
    "The forest of Spark ML, which stands in for cuML's where there is no GPU: its vectors and functions are "
    "its own. It gets a row for each minute of a match, not for each event."
)

ALLOWED: tuple[Allowed, ...] = (
    Allowed(
        "MicroBatchScanExec", STREAMS, "Spark's source of Kafka has no GPU version: records come as rows."
    ),
    Allowed(
        "TextFileFormat", (HISTORY,), "The GPU reads no text files. Each line is a whole event, as in Kafka."
    ),
    Allowed("EventTimeWatermarkExec", (STATS,), "Only notes the newest time; Spark has no GPU version."),
    Allowed("StateStoreRestoreExec", (STATS,), "Spark's state lives in its executors' memory, row by row."),
    Allowed("StateStoreSaveExec", (STATS,), "Spark's state lives in its executors' memory, row by row."),
    Allowed(
        "RDDScanExec",
        (HISTORY, TRAIN, *STREAMS),
        "Rows that Spark hands to foreachBatch, or that the driver made: results of a micro-batch, matches.",
    ),
    Allowed("LocalTableScanExec", (TRAIN, STATS), "A few rows that the driver has already."),
    Allowed("InMemoryTableScanExec", (HISTORY, TRAIN, STATS, *RESULTS), _KEPT),
    Allowed("KafkaSourceProvider", STREAMS, _KAFKA_SINK),
    Allowed("the table creation provider cannot be replaced", STREAMS, _KAFKA_SINK),
    Allowed(
        "StructsToJson",
        STREAMS,
        "Beta, and off by default: numbers would not be written as Spark writes them, and the results of the "
        "architectures would differ. It writes what goes into the sink of Kafka.",
    ),
    Allowed(
        "DateFormatClass", (TRAIN, STATS), "The time in a record's key, and of a match in the model's card."
    ),
    *(
        Allowed(objects, (TRAIN, PREDICT_START), "Spark ML reads and writes a model's file as objects, once.")
        for objects in ("ObjectType(", "expressions.objects.", "ExternalRDDScanExec", "ObjectExec")
    ),
    Allowed("org.apache.spark.ml.", (TRAIN, PREDICT), _SPARK_ML),
)


def why_allowed(query: str, name: str, reason: str) -> str | None:
    """Why an operator or expression may stay on the CPU in a query for a reason; None when it may not."""
    for one in ALLOWED:
        if query in one.queries and (one.what == name or one.what in reason):
            return one.why
    return None

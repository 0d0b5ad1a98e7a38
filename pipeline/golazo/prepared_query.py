"""A query that Spark plans once and a stream runs in every micro-batch.

Spark analyses, optimises and plans every DataFrame anew. For the few hundred rows that a micro-batch changes,
that takes longer than computing them, and the plan comes out the same each time. So the physical plan of the
first micro-batch is kept, and the rows of the next ones are put in the place where its own were read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from pyspark import SparkContext
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import StructType

from golazo.errors import InputError

PLANNED = "spark.golazo.predict.planned"
"""Spark setting: whether a micro-batch's queries are planned `once` (what counts when it is absent) or in
`each`."""

ONCE, EACH = _WAYS = ("once", "each")

_SCAN = "RDDScanExec"
"""How Spark's physical plans read rows that are in memory."""

_PLANNING = {
    # The plan is whole from the beginning, as it is in a stream's session.
    "spark.sql.adaptive.enabled": "false",
}
"""What is set while a query is planned and run."""

_INTERPRETED = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    # Every task would look anew for expressions that are in others: it took a seventh of the processor time
    # (a copy of pipeline/benchmarks/prepared_query.py with both settings by turns, 2026-11-28).
    "spark.sql.subexpressionElimination.enabled": "false",
}
"""What is set besides where few rows are read: expressions are evaluated as they are."""


Query = Callable[..., DataFrame]
"""From tables to a table."""


class Asked(Protocol):
    """A query that is asked again and again."""

    def of(self, *tables: DataFrame) -> DataFrame:
        """The query's rows, in memory.

        Args:
            tables: each from `localCheckpoint`, or the rows of a stream's micro-batch as `foreachBatch` gives
                them; as many each time, with the same columns, in as many partitions if that is one.
        """


def prepared(spark: SparkSession, query: Query, *, many_rows: bool = False) -> Asked:
    """A query that is planned as the session's `PLANNED` says.

    Args:
        spark: the session.
        query: reads nothing but its tables.
        many_rows: whether it reads so many that Java code written for it pays. That code is written out in
            each micro-batch, if only to find that it has been compiled before; a few hundred rows are
            evaluated faster without.

    Raises InputError when the setting says neither.
    """
    return PlannedOnce(query, many_rows=many_rows) if plans_once(spark) else PlannedEachTime(query)


def plans_once(spark: SparkSession) -> bool:
    """What the session's `PLANNED` says; raises InputError when that is neither `once` nor `each`."""
    planned = spark.conf.get(PLANNED, ONCE)
    if planned not in _WAYS:
        raise InputError(f'{PLANNED} is "{planned}": give {" or ".join(_WAYS)}.')
    return planned == ONCE


def no_rows(spark: SparkSession, columns: StructType) -> DataFrame:
    """A table in memory that has columns only: a query can be planned with it before there is a row."""
    return spark.createDataFrame([], columns).localCheckpoint()


class PlannedEachTime:
    """A query as Spark runs it."""

    def __init__(self, query: Query) -> None:
        """`query` as `prepared` takes it."""
        self._query = query

    def of(self, *tables: DataFrame) -> DataFrame:
        """See `Asked`."""
        return self._query(*tables).localCheckpoint()


class PlannedOnce:
    """A query whose plan is made from the first tables that it is asked of."""

    def __init__(self, query: Query, *, many_rows: bool = False) -> None:
        """`query` and `many_rows` as `prepared` takes them."""
        self._query = query
        self._settings = _PLANNING if many_rows else {**_PLANNING, **_INTERPRETED}
        self._plan: Any = None
        self._schema: Any = None
        self._first: list[int] = []

    def of(self, *tables: DataFrame) -> DataFrame:
        """See `Asked`. Raises ValueError when the query reads something else."""
        session = tables[0].sparkSession
        settings = session.conf
        before = {name: str(settings.get(name)) for name in self._settings}
        for name, value in self._settings.items():
            settings.set(name, value)
        try:
            scans = [_scan_of(table) for table in tables]
            if self._plan is None:
                execution = self._query(*tables)._jdf.queryExecution()
                self._plan, self._schema = execution.executedPlan(), execution.analyzed().schema()
                self._first = [scan.rdd().id() for scan in scans]
            rows = _reading(self._plan, dict(zip(self._first, scans, strict=True))).execute()
            java: Any = session._jsparkSession
            return DataFrame(
                java.internalCreateDataFrame(rows, self._schema, False), session
            ).localCheckpoint()
        finally:
            for name, kept in before.items():
                settings.set(name, kept)


def _scan_of(table: DataFrame) -> Any:  # noqa: ANN401 - a Java object
    scan: Any = table._jdf.queryExecution().sparkPlan()
    if scan.getClass().getSimpleName() != _SCAN:
        raise ValueError(f"a prepared query reads tables in memory, and this one is a {scan.nodeName()}")
    return scan


def _reading(plan: Any, scans: Mapping[int, Any]) -> Any:  # noqa: ANN401 - Java objects
    """A physical plan that reads other tables where `plan` reads those it was made for.

    `scans`: by the id of the rows that `plan` was made for, the scan of the table to read instead.
    """
    context = SparkContext._active_spark_context
    assert context is not None and context._jvm is not None
    children = plan.children()
    if children.size() > 0:
        utils: Any = context._jvm.PythonUtils
        changed = [_reading(children.apply(i), scans) for i in range(children.size())]
        return plan.withNewChildren(utils.toSeq(changed))
    if plan.getClass().getSimpleName() != _SCAN or plan.rdd().id() not in scans:
        raise ValueError(
            f"a prepared query reads nothing but its tables, and this one reads {plan.nodeName()}"
        )
    scan = scans[plan.rdd().id()]
    return context._jvm.org.apache.spark.sql.execution.RDDScanExec(
        plan.output(), scan.rdd(), plan.name(), plan.outputPartitioning(), plan.outputOrdering()
    )

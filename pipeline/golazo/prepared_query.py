"""A query that Spark plans once and a stream runs in every micro-batch.

Spark analyses, optimises and plans every DataFrame anew. For the few hundred rows that a micro-batch changes,
that takes longer than computing them, and the plan comes out the same each time. So the physical plan of the
first micro-batch is kept, and the rows of the next ones are put in the place where its own were read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from pyspark import SparkContext
from pyspark.sql import DataFrame, SparkSession

from golazo.errors import InputError

PLANNED = "spark.golazo.predict.planned"
"""Spark setting: whether a micro-batch's queries are planned `once` (what counts when it is absent) or in
`each`."""

ONCE, EACH = _WAYS = ("once", "each")

_SCAN = "RDDScanExec"
"""How Spark's physical plans read rows that are in memory."""

_WITHOUT_GENERATED_CODE = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}
"""Settings with which expressions are evaluated as they are. Spark would else write them out in Java in every
micro-batch, be it only to find that it has compiled that before."""


Query = Callable[[DataFrame], DataFrame]


class Asked(Protocol):
    """A query that is asked again and again."""

    def of(self, table: DataFrame) -> DataFrame:
        """The query's rows, in memory.

        Args:
            table: from `localCheckpoint`, in one partition, with the same columns each time.
        """


def prepared(spark: SparkSession, query: Query) -> Asked:
    """A query that is planned as the session's `PLANNED` says.

    Args:
        spark: the session.
        query: depends on nothing but its table, and neither joins nor shuffles, so that its plan is a chain.

    Raises InputError when the setting says neither.
    """
    planned = spark.conf.get(PLANNED, ONCE)
    if planned not in _WAYS:
        raise InputError(f'{PLANNED} is "{planned}": give {" or ".join(_WAYS)}.')
    return PlannedOnce(query) if planned == ONCE else PlannedEachTime(query)


class PlannedEachTime:
    """A query as Spark runs it."""

    def __init__(self, query: Query) -> None:
        """`query` as `prepared` takes it."""
        self._query = query

    def of(self, table: DataFrame) -> DataFrame:
        """See `Asked`."""
        return self._query(table).localCheckpoint()


class PlannedOnce:
    """A query whose plan is made from the first table that it is asked of."""

    def __init__(self, query: Query) -> None:
        """`query` as `prepared` takes it."""
        self._query = query
        self._plan: Any = None
        self._schema: Any = None

    def of(self, table: DataFrame) -> DataFrame:
        """See `Asked`. Raises ValueError when the plan is no chain."""
        session = table.sparkSession
        settings = session.conf
        before = {name: str(settings.get(name)) for name in _WITHOUT_GENERATED_CODE}
        for name, value in _WITHOUT_GENERATED_CODE.items():
            settings.set(name, value)
        try:
            if self._plan is None:
                execution = self._query(table)._jdf.queryExecution()
                self._plan, self._schema = execution.executedPlan(), execution.analyzed().schema()
            rows = _reading(self._plan, table).execute()
            java: Any = session._jsparkSession
            return DataFrame(
                java.internalCreateDataFrame(rows, self._schema, False), session
            ).localCheckpoint()
        finally:
            for name, kept in before.items():
                settings.set(name, kept)


def _reading(plan: Any, table: DataFrame) -> Any:  # noqa: ANN401 - Java objects
    """A physical plan that reads `table` where `plan` reads the table it was made for."""
    context = SparkContext._active_spark_context
    assert context is not None and context._jvm is not None
    if plan.getClass().getSimpleName() == _SCAN:
        scan: Any = table._jdf.queryExecution().sparkPlan()
        return context._jvm.org.apache.spark.sql.execution.RDDScanExec(
            plan.output(), scan.rdd(), plan.name(), plan.outputPartitioning(), plan.outputOrdering()
        )
    children = plan.children()
    if children.size() != 1:
        raise ValueError(f"a prepared query reads one table in memory, and this plan has {plan.nodeName()}")
    utils: Any = context._jvm.PythonUtils
    return plan.withNewChildren(utils.toSeq([_reading(children.head(), table)]))

"""A query that Spark plans once and a stream runs in every micro-batch.

Spark analyses, optimises and plans every DataFrame anew. For the few hundred rows that a micro-batch changes,
that takes longer than computing them, and the plan comes out the same each time. So the physical plan of the
first micro-batch is kept, and the Java code with it (`golazo.kept_plan`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import StructType

from golazo.errors import InputError
from golazo.kept_plan import KeptPlan, rows_of

PLANNED = "spark.golazo.predict.planned"
"""Spark setting: whether a micro-batch's queries are planned `once` (what counts when it is absent) or in
`each`."""

ONCE, EACH = _WAYS = ("once", "each")

_ADAPTIVE = "spark.sql.adaptive.enabled"
"""Spark setting: off while a query is planned, so that the plan is whole from the beginning, as it is in a
stream's session."""

_CODE = "spark.sql.codegen.factoryMode"
"""Spark setting: what becomes of expressions outside the code that is kept. Spark writes code for them in
every task, or, with `NO_CODEGEN`, works them out as they are."""

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


def prepared(spark: SparkSession, query: Query, *, interpreted: bool = False) -> Asked:
    """A query that is planned as the session's `PLANNED` says.

    Args:
        spark: the session.
        query: reads nothing but its tables.
        interpreted: write no code in its tasks, where the plan is kept. It pays where expressions outside the
            code that is kept see few rows, and costs where they are a window's.

    Raises InputError when the setting says neither.
    """
    return PlannedOnce(query, interpreted=interpreted) if plans_once(spark) else PlannedEachTime(query)


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

    def __init__(self, query: Query, *, interpreted: bool = False) -> None:
        """`query` and `interpreted` as `prepared` takes them."""
        self._query = query
        self._settings = {_CODE: "NO_CODEGEN"} if interpreted else {}
        self._plan: KeptPlan | None = None
        self._schema: Any = None

    def of(self, *tables: DataFrame) -> DataFrame:
        """See `Asked`. Raises ValueError when the query reads something else, or broadcasts a table."""
        session = tables[0].sparkSession
        read = [rows_of(table) for table in tables]
        if self._plan is None:
            self._plan = self._made_of(session, tables, read)
        java: Any = session._jsparkSession
        with _set(session, self._settings):
            rows = java.internalCreateDataFrame(self._plan.rows(read), self._schema, False)
            return DataFrame(rows, session).localCheckpoint()

    def _made_of(self, session: SparkSession, tables: Sequence[DataFrame], read: Sequence[Any]) -> KeptPlan:
        with _set(session, {_ADAPTIVE: "false"}):
            execution = self._query(*tables)._jdf.queryExecution()
            self._schema = execution.analyzed().schema()
            return KeptPlan(execution.executedPlan(), read)


@contextmanager
def _set(session: SparkSession, settings: Mapping[str, str]) -> Iterator[None]:
    """Spark settings as they are to be for a while."""
    before = {name: str(session.conf.get(name)) for name in settings}
    for name, value in settings.items():
        session.conf.set(name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            session.conf.set(name, value)

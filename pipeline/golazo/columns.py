"""Columns that Spark's JVM is handed once and a query uses in every micro-batch."""

from __future__ import annotations

from pyspark import SparkContext
from pyspark.sql import Column, DataFrame
from pyspark.sql.column import _to_java_column, _to_seq


class Columns:
    """A list of columns that stays in Spark's JVM.

    PySpark hands over each column of each `select` and `agg` by a call of its own. A micro-batch of a few
    thousand events has hundreds of them, and they took a tenth of its time.
    """

    def __init__(self, *columns: Column | str) -> None:
        """Needs an active session."""
        context = SparkContext._active_spark_context
        assert context is not None
        self._all = _to_seq(context, columns, _to_java_column)
        self._first = _to_java_column(columns[0])
        self._rest = _to_seq(context, columns[1:], _to_java_column)

    def of(self, table: DataFrame) -> DataFrame:
        """`table.select(…)`."""
        return DataFrame(table._jdf.select(self._all), table.sparkSession)

    def per(self, keys: Columns, table: DataFrame) -> DataFrame:
        """`table.groupBy(keys).agg(…)`."""
        groups = table._jdf.groupBy(keys._all)
        return DataFrame(groups.agg(self._first, self._rest), table.sparkSession)

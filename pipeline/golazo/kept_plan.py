"""A physical plan of Spark's that is kept, and run again and again over other tables.

Two things that Spark does for each run are done once. It plans: here the rows of other tables are put in the
place where those of the first were read. And it writes Java code for the plan's stages, only to find that it
has been compiled before: 0.2 s in each micro-batch for the query of `predict` that reads events (2 cores,
2026-11-28). The code does not depend on the rows, so it is kept, and handed to Spark's own evaluator of it.

Projections with an expression that Spark's stages do not hold (`from_json`, `filter`) are made stages here.
Spark writes their code in each task: 45 ms of processor time for those of that query, where a task without a
row took 60 ms (the same day, another hour).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from pyspark import SparkContext
from pyspark.sql import DataFrame

_ROWS, _TABLE = "LogicalRDD", "RDDScanExec"
"""A table in memory as Spark analyses it, and how physical plans read it."""

_STAGE, _STAGE_READS = "WholeStageCodegenExec", "InputAdapter"
"""The operator that stands for one piece of Java code, and where in it the rows of another one come in."""

_PROJECTION = "ProjectExec"
"""Outside a stage: one with an expression that stages do not hold, such as `from_json`."""

_ROWS_PROJECTED = """
public Object generate(Object[] references) {{
  return new Projected(references);
}}

final class Projected extends org.apache.spark.sql.execution.BufferedRowIterator {{
  private Object[] references;
  private scala.collection.Iterator rows;
  {states}

  public Projected(Object[] references) {{
    this.references = references;
    {initial_states}
  }}

  public void init(int partitionIndex, scala.collection.Iterator[] inputs) {{
    this.partitionIndex = partitionIndex;
    rows = inputs[0];
    {partition}
  }}

  protected void processNext() throws java.io.IOException {{
    while (rows.hasNext()) {{
      append(projected((InternalRow) rows.next()));
      if (shouldStop()) return;
    }}
  }}

  private UnsafeRow projected(InternalRow {row}) {{
    {code}
    return {value};
  }}

  {functions}
}}
"""
"""A stage that only projects, around the code that Spark writes for the projection itself."""


def rows_of(table: DataFrame) -> Any:  # noqa: ANN401 - a Java object
    """The rows of a table in memory, as Spark's scans have them (an RDD).

    Raises ValueError for another table.
    """
    analysed: Any = table._jdf.queryExecution().analyzed()
    if _kind(analysed) != _ROWS:
        raise ValueError(f"a prepared query reads tables in memory, and this one is a {analysed.nodeName()}")
    return analysed.rdd()


class KeptPlan:
    """The plan and its code."""

    def __init__(self, plan: Any, tables: Sequence[Any]) -> None:  # noqa: ANN401 - Java objects
        """Writes the code.

        Args:
            plan: what Spark would execute, of a query of these tables.
            tables: the rows of the tables that the plan was made for (`rows_of`).

        Raises ValueError when it reads something else, or joins with a table that is broadcast.
        """
        self._root = _part(plan, [table.id() for table in tables])

    def rows(self, tables: Sequence[Any]) -> Any:  # noqa: ANN401 - Java objects
        """What executing the plan over these tables would give (Spark's rows, an RDD), not computed yet.

        `tables`: as many and of the same columns as it was made with.
        """
        return self._root.rows(tables)


class _Part(Protocol):
    """A part of a plan: an operator, or a stage of them, with all that is below."""

    def rows(self, tables: Sequence[Any]) -> Any:  # noqa: ANN401 - Java objects
        """What it makes of the tables."""

    def plan(self, tables: Sequence[Any]) -> Any:  # noqa: ANN401 - Java objects
        """A plan that makes the same, to be put below another operator."""


class _Scan:
    """How rows are read in the place of what a part of the plan makes."""

    def __init__(self, replaced: Any) -> None:  # noqa: ANN401 - a Java object
        self._of = replaced.output(), replaced.nodeName()
        self._kept = replaced.outputPartitioning(), replaced.outputOrdering()

    def over(self, rows: Any) -> Any:  # noqa: ANN401 - Java objects
        columns, name = self._of
        return _java().scan(columns, rows, name, *self._kept)


@dataclass(frozen=True)
class _Table:
    position: int
    scan: _Scan

    def rows(self, tables: Sequence[Any]) -> Any:  # noqa: ANN401 - Java objects
        return tables[self.position]

    def plan(self, tables: Sequence[Any]) -> Any:  # noqa: ANN401 - Java objects
        return self.scan.over(self.rows(tables))


@dataclass(frozen=True)
class _Operator:
    operator: Any
    below: Sequence[_Part]

    def rows(self, tables: Sequence[Any]) -> Any:  # noqa: ANN401 - Java objects
        return self.plan(tables).execute()

    def plan(self, tables: Sequence[Any]) -> Any:  # noqa: ANN401 - Java objects
        return self.operator.withNewChildren(_java().seq([part.plan(tables) for part in self.below]))


@dataclass(frozen=True)
class _Stage:
    evaluator: Any
    below: Sequence[_Part]
    scan: _Scan

    def rows(self, tables: Sequence[Any]) -> Any:  # noqa: ANN401 - Java objects
        read = [part.rows(tables) for part in self.below]
        if len(read) == 1:
            return read[0].mapPartitionsWithEvaluator(self.evaluator, _java().anything)
        # Spark lets one stage read no more than two.
        return read[0].zipPartitionsWithEvaluator(read[1], self.evaluator, _java().anything)

    def plan(self, tables: Sequence[Any]) -> Any:  # noqa: ANN401 - Java objects
        return self.scan.over(self.rows(tables))


def _part(plan: Any, tables: Sequence[int]) -> _Part:  # noqa: ANN401 - a Java object
    if _kind(plan) == _STAGE:
        below = _read_by(plan.child(), tables)
        if len(below) != plan.child().inputRDDs().length():
            # What is broadcast to a join becomes part of its code: it would be the first table's for ever.
            raise ValueError("a prepared query broadcasts no table: give its joins the hint merge")
        return _Stage(_evaluator(*_code(plan)), below, _Scan(plan))
    if _kind(plan) == _PROJECTION:
        return _Stage(_evaluator(*_projecting(plan)), [_part(plan.child(), tables)], _Scan(plan))
    below = [_part(child, tables) for child in _children(plan)]
    if below:
        return _Operator(plan, below)
    return _table(plan, tables)


def _read_by(operator: Any, tables: Sequence[int]) -> list[_Part]:  # noqa: ANN401 - a Java object
    """What the operators of a stage read, in the order in which its code takes them."""
    if _kind(operator) == _STAGE_READS:
        return [_part(operator.child(), tables)]
    children = _children(operator)
    if not children:
        return [_table(operator, tables)]
    return [part for child in children for part in _read_by(child, tables)]


def _table(plan: Any, tables: Sequence[int]) -> _Table:  # noqa: ANN401 - a Java object
    if _kind(plan) != _TABLE or plan.rdd().id() not in tables:
        raise ValueError(
            f"a prepared query reads nothing but its tables, and this one reads {plan.nodeName()}"
        )
    return _Table(tables.index(plan.rdd().id()), _Scan(plan))


def _code(stage: Any) -> tuple[Any, Any]:  # noqa: ANN401 - Java objects
    """The code of a stage, and what it refers to."""
    written = stage.doCodeGen()
    return written._2(), written._1()


def _projecting(projection: Any) -> tuple[Any, Any]:  # noqa: ANN401 - Java objects
    """The same for a projection, which Spark itself would write anew in every task."""
    expressions = _jvm().org.apache.spark.sql.catalyst.expressions
    read = getattr(expressions, "package$AttributeSeq")(projection.child().output())
    bound = _object(expressions, "BindReferences").bindReferences(projection.projectList(), read)
    context = expressions.codegen.CodegenContext()
    once_each = projection.conf().subexpressionEliminationEnabled()
    written = _object(expressions.codegen, "GenerateUnsafeProjection").createCode(context, bound, once_each)
    body = _ROWS_PROJECTED.format(
        states=context.declareMutableStates(),
        initial_states=context.initMutableStates(),
        partition=context.initPartition(),
        row=context.INPUT_ROW(),
        code=written.code().toString(),
        value=written.value().toString(),
        functions=context.declareAddedFunctions(),
    )
    return expressions.codegen.CodeAndComment(body, context.getPlaceHolderToComments()), context


def _evaluator(code: Any, context: Any) -> Any:  # noqa: ANN401 - Java objects
    referenced = context.references().toArray(_java().anything)
    return _jvm().org.apache.spark.sql.execution.WholeStageCodegenEvaluatorFactory(
        code, _unwatched(), referenced
    )


def _unwatched() -> Any:  # noqa: ANN401 - a Java object
    """Where Spark counts how long a stage works, for its web page, which shows no plan that is kept."""
    metrics = _object(_jvm().org.apache.spark.sql.execution.metric, "SQLMetrics")
    return metrics.createMetric(_context()._jsc.sc(), "duration")


def _object(package: Any, name: str) -> Any:  # noqa: ANN401 - Java objects
    """A Scala object."""
    return getattr(getattr(package, f"{name}$"), "MODULE$")


def _kind(plan: Any) -> str:  # noqa: ANN401 - a Java object
    return str(plan.getClass().getSimpleName())


def _children(plan: Any) -> list[Any]:  # noqa: ANN401 - Java objects
    children = plan.children()
    return [children.apply(i) for i in range(children.size())]


class _Java:
    """What every run of a plan needs of Spark's JVM by name: asking for it searches all of Spark's jars."""

    def __init__(self, jvm: Any) -> None:  # noqa: ANN401 - a Java object
        self.scan = jvm.org.apache.spark.sql.execution.RDDScanExec
        self.seq = jvm.PythonUtils.toSeq
        self.anything = jvm.scala.reflect.ClassTag.Any()


def _java() -> _Java:
    return _java_of(_context())


@cache
def _java_of(context: SparkContext) -> _Java:
    return _Java(context._jvm)


def _jvm() -> Any:  # noqa: ANN401 - a Java object
    return _context()._jvm


def _context() -> SparkContext:
    context = SparkContext._active_spark_context
    assert context is not None
    return context

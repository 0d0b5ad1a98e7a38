"""What NVIDIA's planner says, read and judged; in words of its own (RAPIDS 25.04 on Spark 3.5.1)."""

from __future__ import annotations

import pytest

from golazo.planner.plan_text import read_plan, transitions
from golazo.planner.verdict import judge

ON_GPU = """\
*Exec <HashAggregateExec> will run on GPU
  *Expression <AggregateExpression> sum(events#12L) will run on GPU
  *Exec <ShuffleExchangeExec> will run on GPU
    *Exec <HashAggregateExec> will run on GPU
      *Exec <FileSourceScanExec> will run on GPU
"""
WITH_JSON = """\
!Exec <ProjectExec> cannot run on GPU because not all expressions can be replaced
  !Expression <StructsToJson> to_json(a#1) cannot run on GPU because StructsToJson has been disabled
  @Expression <AttributeReference> a#1 could run on GPU
  ! <RDDScanExec> cannot run on GPU because GPU does not currently support the operator class RDDScanExec
"""
AGGREGATE = """\
  ! <ArrayAggregate> aggregate(a#1, 0) cannot run on GPU because GPU does not currently support ArrayAggregate
"""


def off(query: str, *said: str) -> dict[str, str | None]:
    return {row["operator"]: row["allowed"] for row in judge(query, said)["off_gpu"]}


def test_a_plan_that_the_gpu_runs_is_covered_and_changes_to_rows_once() -> None:
    judged = judge("history", [ON_GPU])
    assert (judged["coverage_percent"], judged["transitions"], judged["off_gpu"]) == (100, 1, [])
    assert {"operator": "HashAggregateExec", "kind": "operator", "count": 2} in judged["on_gpu"]


def test_what_the_planner_says_again_of_the_same_plan_counts_once() -> None:
    assert judge("history", [ON_GPU, ON_GPU.replace("#12L", "#77L")])["plans"] == 1


def test_an_expression_that_could_run_in_an_operator_that_cannot_is_not_on_the_gpu() -> None:
    judged = judge("stats", [WITH_JSON])
    assert judged["coverage_percent"] == 0
    assert "AttributeReference" not in off("stats", WITH_JSON)


def test_rows_and_columns_change_where_gpu_and_cpu_meet() -> None:
    above_the_gpu = WITH_JSON + "".join(f"  {line}\n" for line in ON_GPU.splitlines())
    (root,) = read_plan(above_the_gpu)
    assert transitions(root) == 1


def test_an_operator_may_stay_on_the_cpu_for_its_expressions_only_if_all_of_them_may() -> None:
    assert all(off("stats", WITH_JSON).values())
    both = off("stats", WITH_JSON.replace("  @Expr", f"{AGGREGATE}  @Expr"))
    assert (both["ArrayAggregate"], both["ProjectExec"]) == (None, None)
    assert both["StructsToJson"] is not None


def test_what_may_stay_on_the_cpu_in_one_query_may_not_in_another() -> None:
    assert off("predict", WITH_JSON)["StructsToJson"] is not None
    assert off("history", WITH_JSON)["StructsToJson"] is None


def test_a_sort_that_the_gpu_does_without_is_no_fallback() -> None:
    plan = (
        "*Exec <SortAggregateExec> will run on GPU\n"
        "  #Exec <SortExec> could run on GPU but is going to be removed because replacing sort aggregate\n"
        "    *Exec <FileSourceScanExec> will run on GPU\n"
    )
    judged = judge("stats results", [plan])
    assert (judged["coverage_percent"], judged["off_gpu"]) == (100, [])


def test_words_that_are_not_understood_are_not_passed_over() -> None:
    with pytest.raises(ValueError, match="not understood: a new kind of line"):
        read_plan(f"{ON_GPU}a new kind of line\n")

"""What the plans of a query add up to: on the GPU, off it and why, and whether that is allowed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TypedDict

from golazo.planner.allowed import why_allowed
from golazo.planner.plan_text import Kind, Node, read_plan, transitions

_FOLLOWS = re.compile(r"not all (expressions|commands|aggs|scans|data writing commands) can be replaced")
"""Reasons of an operator that are its expressions' reasons."""


class OnGpu(TypedDict):
    """An operator or expression the GPU would run."""

    operator: str
    kind: Kind
    count: int


class OffGpu(TypedDict):
    """An operator or expression that stays on the CPU."""

    operator: str
    kind: Kind
    count: int
    reason: str
    """The planner's own words."""
    example: str
    """One such expression as Spark writes it, shortened; empty for an operator."""
    allowed: str | None
    """Why it may stay there; None when it may not."""


class QueryPlan(TypedDict):
    """What the planner says of all plans of a query."""

    query: str
    plans: int
    coverage_percent: float
    """Operators and expressions that the GPU would run, of all there are."""
    transitions: int
    on_gpu: list[OnGpu]
    off_gpu: list[OffGpu]


_EXAMPLE_LENGTH = 160


def judge(query: str, said: Sequence[str]) -> QueryPlan:
    """Reads what the planner said of the plans of a query; one it said several times counts once."""
    # Numbers of columns tell the same plan apart from itself.
    plans = {tuple(_shape(root) for root in roots): roots for text in said if (roots := read_plan(text))}
    roots = [root for plan in plans.values() for root in plan]
    nodes = [node for root in roots for node in root.walk()]
    runs = Counter((node.name, node.kind) for node in nodes if node.runs)
    off: dict[tuple[str, str], OffGpu] = {}
    for operator in (node for node in nodes if node.kind == "operator"):
        for node in (operator, *operator.expressions()):
            if not node.reasons:
                continue
            reason, allowed = "; ".join(node.reasons), _allowed(query, node)
            row = off.get((node.name, reason))
            if row is None:
                off[node.name, reason] = {
                    "operator": node.name,
                    "kind": node.kind,
                    "count": 1,
                    "reason": reason,
                    "example": node.text[:_EXAMPLE_LENGTH],
                    "allowed": allowed,
                }
            else:
                row["count"] += 1
                row["allowed"] = row["allowed"] and allowed
    return {
        "query": query,
        "plans": len(plans),
        "coverage_percent": round(100 * sum(runs.values()) / len(nodes), 1) if nodes else 0.0,
        "transitions": sum(transitions(root) for root in roots),
        "on_gpu": [
            {"operator": name, "kind": kind, "count": count} for (name, kind), count in sorted(runs.items())
        ],
        "off_gpu": sorted(off.values(), key=lambda row: (row["allowed"] is not None, row["operator"])),
    }


def _allowed(query: str, node: Node) -> str | None:
    """Why a node may stay on the CPU; None when it may not, for any of its reasons."""
    whys: list[str] = []
    for reason in node.reasons:
        why = why_allowed(query, node.name, reason)
        if why is None and _FOLLOWS.fullmatch(reason):
            why = _because_of(query, node)
        if why is None:
            return None
        whys.append(why)
    return whys[0]


def _because_of(query: str, operator: Node) -> str | None:
    inside = [one for one in operator.expressions() if one.reasons]
    if not inside or not all(_allowed(query, one) for one in inside):
        return None
    return f"It holds {', '.join(sorted({one.name for one in inside}))}, which may stay there."


def _shape(node: Node) -> object:
    return (node.name, node.text, node.reasons, tuple(_shape(child) for child in node.children))

"""Reads what NVIDIA's planner says of a plan: a tree of operators and expressions, one a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

_LINE = re.compile(r"(?P<indent> *)(?P<mark>[^\w\s])(?P<kind> ?\w*) <(?P<name>[\w$]+)> (?P<rest>.*)")
_REASON = re.compile(r"cannot run on GPU because (?P<reason>.*)", re.DOTALL)
# Numbers that differ from one run to the next.
_PASSING = re.compile(r"#\d+L?|@[0-9a-f]{5,8}\b|\$\$Lambda\$\d+/0x[0-9a-f]+|(?<=[a-z]_)[0-9a-f]{12}\b")

Kind = Literal["operator", "expression"]


@dataclass
class Node:
    """An operator or an expression of a plan."""

    kind: Kind
    name: str
    """Spark's class, for example `ProjectExec` or `JsonToStructs`."""
    text: str
    """An expression as Spark writes it, without the numbers of its columns; empty for an operator."""
    runs: bool
    """Whether it would run on the GPU."""
    reasons: tuple[str, ...]
    """The planner's own words for why it cannot; none also for an expression that could, in an operator that
    cannot."""
    children: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """The node and everything below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    def operators(self) -> Iterator[Node]:
        """The nearest operators below it."""
        for child in self.children:
            if child.kind == "operator":
                yield child
            else:
                yield from child.operators()

    def expressions(self) -> Iterator[Node]:
        """The expressions of an operator, those inside others included."""
        for child in self.children:
            if child.kind == "expression":
                yield child
                yield from child.expressions()


def read_plan(text: str) -> list[Node]:
    """The roots of what the planner said of one plan, without what a GPU has no need of, a sort for example.

    Raises ValueError for a line that is not understood, so that nothing of a plan goes unseen.
    """
    top = Node("operator", "", "", runs=True, reasons=())
    above: list[tuple[int, Node]] = [(-1, top)]
    for line in text.splitlines():
        if not line.strip():
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise ValueError(f"the planner says something that is not understood: {line[:300]}")
        depth = len(match["indent"])
        while above[-1][0] >= depth:
            above.pop()
        parent = above[-1][1]
        if match["mark"] == "#":
            above.append((depth, parent))
            continue
        node = _node(match)
        parent.children.append(node)
        above.append((depth, node))
    return top.children


def _node(match: re.Match[str]) -> Node:
    name, rest = match["name"], _PASSING.sub("", match["rest"])
    is_operator = match["kind"].strip() == "Exec" or name.endswith("Exec")
    why = _REASON.search(rest)
    return Node(
        kind="operator" if is_operator else "expression",
        name=name,
        text="" if is_operator else re.split(r" ?(?:could|cannot|will) run on GPU", rest, maxsplit=1)[0],
        runs=match["mark"] == "*",
        # The planner gives several in any order.
        reasons=() if why is None else tuple(sorted(why["reason"].strip().split("; "))),
    )


def transitions(root: Node) -> int:
    """How often rows become columns, or columns rows, from what a plan reads to what it hands on.

    Files are read and written as columns where the GPU does it; all else leaves a plan as rows.
    """
    return _changes(root) + (root.runs and root.name != "DataWritingCommandExec")


def _changes(node: Node) -> int:
    return sum(_changes(child) + (child.runs != node.runs) for child in node.operators())

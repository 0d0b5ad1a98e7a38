"""Tables and numbers as a reader in Spanish expects them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from IPython.display import Markdown

NOT_MEASURED = "no medido"


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> Markdown:
    """A table; the first column holds names, the others figures."""
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return Markdown("\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines))


def number(value: float | None, digits: int = 0, unit: str = "") -> str:
    """A figure with a decimal comma and thin spaces between thousands; None is "no medido"."""
    if value is None:
        return NOT_MEASURED
    text = f"{value:,.{digits}f}".replace(",", "\u202f").replace(".", ",")
    return f"{text} {unit}".rstrip()


def spread(name: str, unit: str, of: Mapping[str, Any], digits: int = 0) -> list[str]:
    """A row of a table of distributions: name, median, 95th percentile and largest value."""
    return [name, *(number(of[key], digits, unit) for key in ("p50", "p95", "max"))]

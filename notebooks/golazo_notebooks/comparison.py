"""The notebook's rows of the GPU-against-CPU table, from the records of runs that were really made."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from IPython.display import Markdown

from golazo_notebooks.checkout import RUNS, CommandFailed, golazo
from golazo_notebooks.tables import NOT_MEASURED, number, table

_SIDES = ("gpu", "cpu")
_UNEQUAL = 1
"""Exit code of `golazo compare` when both sides computed different results; the report says so."""

_SHOWN = {"events/s": (1, 0, "eventos/s"), "bytes": (2**20, 1, "MiB"), "ms": (1, 0, "ms")}
"""Of a unit in a report: what a figure is divided by, digits after the comma, and the unit here."""


def comparison(rows: Sequence[tuple[str, str]], job: str, runs: Path = RUNS) -> Markdown:
    """The table's rows: of each architecture the newest run that succeeded and in which a job ran.

    How a figure is read from a record, and which runs may stand beside each other, is up to
    `golazo compare`.

    Args:
        rows: per row the figure's key in a comparison, and its name here.
        job: `train` or `stream`.
        runs: folder of the runs.
    """
    newest = {side: found for side in _SIDES if (found := _newest(runs, side, job)) is not None}
    figures, note = _compared(newest)
    lines = [
        [
            name,
            *(_value(figures.get(key), side) for side in ("a", "b")),
            _speedup(figures.get(key)),
        ]
        for key, name in rows
    ]
    shown = table(["", "GPU", "CPU", "GPU frente a CPU"], lines)
    named = "; ".join(f"{side.upper()}: `{folder.name}`" for side, folder in newest.items())
    sources = named or f"en `{runs.name}/` no hay ninguna ejecución con estas medidas"
    return Markdown(f"{shown.data}\n\nEjecuciones: {sources}.{note}")


def _newest(runs: Path, architecture: str, job: str) -> Path | None:
    for file in sorted(runs.glob("*/run.json"), reverse=True):
        record = json.loads(file.read_text(encoding="utf-8"))
        wanted = record["status"] == "succeeded" and record["architecture"] == architecture
        if wanted and record["jobs"][job] is not None:
            return file.parent
    return None


def _compared(newest: dict[str, Path]) -> tuple[dict[str, Any], str]:
    """The figures by key, side a is the GPU; and why there are none, if there are none."""
    if not newest:
        return {}, ""
    missing = [side for side in _SIDES if side not in newest]
    with TemporaryDirectory(prefix="golazo-compare-") as scratch:
        options = ["--out", str(Path(scratch) / "report"), *(["--not-run", missing[0]] if missing else [])]
        try:
            golazo("compare", *newest.values(), *options, quiet=True, allowed=(0, _UNEQUAL))
        except CommandFailed as refused:
            return {}, f" No se comparan: {refused}"
        report = json.loads((Path(scratch) / "report" / "report.json").read_text(encoding="utf-8"))
    return {row["key"]: row for part in ("main", "latency", "stages") for row in report[part]}, ""


def _value(figure: dict[str, Any] | None, side: str) -> str:
    if figure is None or figure[side]["spread"] is None:
        return NOT_MEASURED
    divisor, digits, unit = _SHOWN.get(figure["unit"], (1, 1, figure["unit"]))
    return number(figure[side]["spread"]["median"] / divisor, digits, unit)


def _speedup(figure: dict[str, Any] | None) -> str:
    if figure is None or figure["speedup"] is None:
        return NOT_MEASURED
    return f"{number(figure['speedup'], 2)} veces"

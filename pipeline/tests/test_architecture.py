"""No job knows on which architecture it runs, except by its Spark configuration."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import golazo

_PACKAGE = Path(golazo.__file__).parent
_OF_AN_ARCHITECTURE = re.compile(r"gpu|cuda|cuml|rapids|nvidia|nvml", re.IGNORECASE)

_OF_MEASURING = {
    "GpuSamples",
    "golazo.gpu_samples",
    "golazo.rapids_figures",
    "gpu",
    "gpu_sampler_cpu_ms",
    "gpus",
    "rapids",
    "rapids_figures",
}
"""Names of what is reported of a GPU; none of them can find one."""

_MAY_LOOK = {
    "gpu_sampler": "samples the GPUs that Spark gave an executor; started by gpu_samples alone",
    "gpu_samples": "samples where the configuration gives executors GPUs, and reports",
    "job_report": "says that nothing was sampled",
    "rapids_figures": "reads what the accelerator counted, out of Spark's REST API",
}
"""Modules that name an architecture besides, and what for: none of them changes what a job computes."""

_VARIABLES = {"GOLAZO_CONTRACTS"}
"""Environment variables that jobs read."""


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(_PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(_PACKAGE).with_suffix("").parts)
        yield name, ast.parse(path.read_text(encoding="utf-8"))


def _code_words(module: ast.Module) -> Iterator[str]:
    """Every name and text of a module that is code: texts that stand alone are documentation."""
    documentation = {
        id(node.value)
        for node in ast.walk(module)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.value
        elif isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.arg, ast.keyword, ast.alias)):
            yield (node.arg if isinstance(node, (ast.arg, ast.keyword)) else node.name) or ""
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_no_job_looks_for_an_architecture() -> None:
    naming: dict[str, set[str]] = {}
    for name, module in _modules():
        words = {word for word in _code_words(module) if _OF_AN_ARCHITECTURE.search(word)} - _OF_MEASURING
        if words and name not in _MAY_LOOK:
            naming[name] = words
    assert naming == {}


def test_what_is_sampled_is_decided_by_the_configuration() -> None:
    source = (_PACKAGE / "gpu_samples.py").read_text(encoding="utf-8")
    assert 'spark.conf.get("spark.executor.resource.gpu.amount"' in source


def test_no_job_reads_a_variable_that_could_tell_it() -> None:
    read = set()
    for name, module in _modules():
        for node in ast.walk(module):
            if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv"):
                around = ast.unparse(_statement_of(module, node))
                read |= set(re.findall(r"[\"']([A-Z][A-Z_]+)[\"']", around)) or {f"all, in {name}"}
    assert read == _VARIABLES


def _statement_of(module: ast.Module, wanted: ast.AST) -> ast.stmt:
    holding = [
        node for node in ast.walk(module) if isinstance(node, ast.stmt) and wanted in list(ast.walk(node))
    ]
    return holding[-1]

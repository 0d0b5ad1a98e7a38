"""No job finds out on which architecture it runs, except by its Spark configuration."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import golazo

_PACKAGE = Path(golazo.__file__).parent

_KNOWING = {
    "cuml_inference": "asks forests with cuML",
    "cuml_library": "looks whether cuML can be used, where the configuration names it",
    "cuml_training": "grows forests with cuML",
    "gpu_sampler": "samples GPUs; a process of its own, which gpu_samples starts",
    "treelite_forest": "what cuML makes, as Spark ML has it",
}
"""Modules that may use what only a machine with a GPU has, and for what."""

_LIBRARIES = re.compile(r"^(cudf|cuml|cupy|numba|pynvml|rmm|spark_rapids_ml|tensorrt|torch|treelite)\b")
_LOOKING = re.compile(r"nvidia-smi|/dev/nvidia|/proc/driver|libcuda|com\.nvidia")
"""What one looks for, or asks, to find a GPU or the accelerator."""

_VARIABLES = {"GOLAZO_CONTRACTS"}
"""Environment variables that jobs read."""


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(_PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(_PACKAGE).with_suffix("").parts)
        yield name, ast.parse(path.read_text(encoding="utf-8"))


def _imported(node: ast.AST) -> list[str]:
    """What a node imports, by full names; a text that names a module may be imported by it."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and "\n" not in node.value:
        return [node.value]
    return []


def _functions_with(module: ast.Module, wanted: ast.AST) -> list[ast.FunctionDef]:
    return [
        node
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef) and any(inner is wanted for inner in ast.walk(node))
    ]


def _code(module: ast.Module) -> Iterator[ast.AST]:
    """The nodes of a module but for texts that stand alone, which are documentation."""
    documentation = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    return (
        node
        for node in ast.walk(module)
        if not isinstance(node, ast.Constant) or id(node) not in documentation
    )


def test_no_job_looks_for_a_gpu() -> None:
    looking = {
        f"{name}: {word}"
        for name, module in _modules()
        if name not in _KNOWING
        for node in _code(module)
        for word in _imported(node)
        if (_LIBRARIES.search(word) and not isinstance(node, ast.Constant)) or _LOOKING.search(word)
    }
    # The planner's check is a job of its own, which asks NVIDIA's planner and says so.
    assert {one for one in looking if not one.startswith("planner.")} == set()


def test_what_knows_a_gpu_is_reached_only_where_the_configuration_names_a_library() -> None:
    reached = 0
    for name, module in _modules():
        if name in _KNOWING:
            continue
        for node in ast.walk(module):
            known = [word for word in _imported(node) if word.removeprefix("golazo.") in _KNOWING]
            if not known or isinstance(node, ast.Constant):
                continue
            functions = _functions_with(module, node)
            assert functions, f"{name} imports {known} whatever the configuration is"
            assert "library_of(" in ast.unparse(functions[-1]), f"{name} imports {known} without asking"
            reached += 1
    assert reached > 0
    chosen = next(
        node
        for node in ast.walk(dict(_modules())["forest"])
        if isinstance(node, ast.FunctionDef) and node.name == "library_of"
    )
    assert "spark.conf.get(setting" in ast.unparse(chosen)


def test_gpus_are_sampled_where_the_configuration_gives_executors_some() -> None:
    source = (_PACKAGE / "gpu_samples.py").read_text(encoding="utf-8")
    assert 'spark.conf.get("spark.executor.resource.gpu.amount"' in source


def test_no_job_reads_a_variable_that_could_tell_it() -> None:
    read = set()
    for name, module in _modules():
        for node in ast.walk(module):
            if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv"):
                statements = [
                    one
                    for one in ast.walk(module)
                    if isinstance(one, ast.stmt) and any(inner is node for inner in ast.walk(one))
                ]
                around = ast.unparse(statements[-1])
                read |= set(re.findall(r"[\"']([A-Z][A-Z_]+)[\"']", around)) or {f"all, in {name}"}
    assert read == _VARIABLES

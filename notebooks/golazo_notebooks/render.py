"""`python -m golazo_notebooks.render`: runs the notebooks and writes what they show to `docs/notebooks/`.

On synthetic matches: StatsBomb's data is not ours to pass on.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
import papermill
from nbconvert import MarkdownExporter

from golazo_notebooks.checkout import HOME

_NOTEBOOKS = HOME / "notebooks"
_PAGES = HOME / "docs" / "notebooks"


def main(arguments: Sequence[str] | None = None) -> None:
    """Renders all notebooks, in order: the second and third use what those before them have made."""
    parser = argparse.ArgumentParser(prog="golazo_notebooks.render", description=__doc__)
    parser.add_argument("--matches", type=int, default=120, metavar="N", help="to learn from (default 120)")
    parser.add_argument("--seconds", type=int, default=60, metavar="N", help="of each replay (default 60)")
    args = parser.parse_args(arguments)
    replay = ["--rate", "4096", "--seconds", str(args.seconds)]
    with TemporaryDirectory(prefix="golazo-render-") as scratch:
        model = str(Path(scratch) / "lwp_model")
        rendered: Mapping[str, Mapping[str, Any]] = {
            "02_Entrenamiento_Modelo_LWP": {
                "source": ["--source", "synthetic", "--limit", str(args.matches)],
                "model": model,
            },
            "03_Streaming_Estadisticas": {"replay": replay},
            "04_Streaming_Inferencia_LWP": {"replay": replay, "model": model},
        }
        for name, parameters in rendered.items():
            _render(name, parameters, Path(scratch))


def _render(name: str, parameters: Mapping[str, Any], scratch: Path) -> None:
    executed = scratch / f"{name}.ipynb"
    papermill.execute_notebook(
        _NOTEBOOKS / f"{name}.ipynb", executed, parameters, cwd=_NOTEBOOKS, progress_bar=False
    )
    write_page(name, executed, scratch)


def write_page(name: str, executed: Path, scratch: Path) -> None:
    """Writes the page of a notebook that ran, and its pictures.

    Args:
        name: of the notebook.
        executed: the notebook with its outputs.
        scratch: a folder of the run that no reader has.
    """
    exporter = MarkdownExporter(config={"CoalesceStreamsPreprocessor": {"enabled": True}})
    pictures = f"{name}_files"
    page, resources = exporter.from_notebook_node(
        nbformat.read(executed, as_version=4),
        resources={"unique_key": name, "output_files_dir": pictures},
    )
    _PAGES.mkdir(exist_ok=True)
    shutil.rmtree(_PAGES / pictures, ignore_errors=True)
    for picture, content in resources["outputs"].items():
        (_PAGES / picture).parent.mkdir(exist_ok=True)
        (_PAGES / picture).write_bytes(content)
    lines = [line.rstrip() for line in _elsewhere(page, scratch).splitlines()]
    (_PAGES / f"{name}.md").write_text("\n".join(lines).strip() + "\n", encoding="utf-8")
    print(f"docs/notebooks/{name}.md")


def _elsewhere(page: str, scratch: Path) -> str:
    """Without paths of the machine that it was rendered on."""
    return page.replace(f"{HOME}/", "").replace(f"{scratch}/", "models/")


if __name__ == "__main__":
    main()

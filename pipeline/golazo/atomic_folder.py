"""A folder of results that is there in full or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from golazo.errors import InputError


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """Gives a new empty folder beside `folder`, which takes its place when the block ends well.

    When the block fails, what was there before is left as it was.

    Raises InputError when the place cannot be written to.
    """
    fresh, old = (folder.with_name(f".{folder.name}.{state}") for state in ("new", "old"))
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        for left_over in (fresh, old):
            shutil.rmtree(left_over, ignore_errors=True)
        fresh.mkdir()
    except OSError as error:
        raise InputError(
            f"cannot write to {folder}: {error.strerror}. Name a folder you can write to."
        ) from error
    try:
        yield fresh
        if folder.exists():
            folder.rename(old)
        fresh.rename(folder)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    shutil.rmtree(old, ignore_errors=True)

"""Folders of results: writable before the work begins, and there in full or not at all."""

from __future__ import annotations

import os
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


def make_writable(folder: Path) -> None:
    """Makes a folder where there is none.

    Raises InputError when it cannot be made or written to, before any work has gone into what it is for.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"cannot write to {folder}: {error.strerror}. Name a folder you can write to."
        ) from error
    if not os.access(folder, os.W_OK):
        raise InputError(f"cannot write to {folder}: it is read-only. Name a folder you can write to.")


@contextmanager
def filling(folder: Path) -> Iterator[None]:
    """Makes a folder writable for a block; where it was not there and the block fails, it is not there after.

    Raises InputError as `make_writable` does.
    """
    new = not folder.exists()
    make_writable(folder)
    try:
        yield
    except BaseException:
        if new:
            shutil.rmtree(folder, ignore_errors=True)
        raise

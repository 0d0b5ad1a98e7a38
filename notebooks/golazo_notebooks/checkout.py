"""Where things are, and the `golazo` command."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
"""The checkout; in a container /opt/golazo."""

RUNS = HOME / "runs"
MODEL = HOME / "models" / "lwp_model"
"""The model that commands and notebooks share."""

_DONE = 0
_STEP_SIGNS = ("\u276f", "\u2714")
_PROGRESS = "\u203a"
"""What begins a line about a step, and one about its progress."""


class CommandFailed(RuntimeError):
    """A command of `golazo` that failed, in its own words."""


def golazo(*arguments: str | Path, quiet: bool = False, allowed: Iterable[int] = (_DONE,)) -> None:
    """Runs `golazo ARGUMENTS…` and shows what it says, unless `quiet`.

    Raises CommandFailed with its last line for any exit code that is not `allowed`.
    """
    last = ""
    with subprocess.Popen(
        [golazo_command(), *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=_without_colours(os.environ),
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            last = line.strip() or last
            if not quiet and not last.startswith(_STEP_SIGNS):
                # Progress in the place of the progress before it.
                passing = last.startswith(_PROGRESS)
                print(f"\r{last}" if passing else f"\r{last}\n", end="", flush=True)
    if process.returncode not in set(allowed):
        raise CommandFailed(last)


def _without_colours(environment: Mapping[str, str]) -> dict[str, str]:
    """A kernel asks for colours, which are in the way in a page."""
    return {**{name: value for name, value in environment.items() if name != "FORCE_COLOR"}, "NO_COLOR": "1"}


def golazo_command() -> str:
    """An image brings a command of its own, which installs nothing."""
    return "golazo" if os.environ.get("GOLAZO_INSTALLED") == "1" else str(HOME / "golazo")

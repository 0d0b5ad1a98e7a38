"""`python -m golazo.gpu_sampler FILE PROCESS GPU…`: a sample a second of each GPU, as lines of JSON.

It runs beside an executor, on the executor's machine, and asks NVML (the library of NVIDIA's driver that
`nvidia-smi` asks too). It ends when the file is taken away or the process, the executor's, is gone; so
nothing has to find and end it. What NVML does not tell is written into the file as a reason, once.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pynvml

_SECONDS = 1.0
_MILLIWATTS_PER_WATT = 1000


def main(arguments: Sequence[str]) -> None:
    """Samples until it is no longer wanted."""
    path, process, gpus = Path(arguments[0]), int(arguments[1]), arguments[2:]
    try:
        pynvml.nvmlInit()
        handles = {int(gpu): pynvml.nvmlDeviceGetHandleByIndex(int(gpu)) for gpu in gpus}
        _append(path, [_device(gpu, handle) for gpu, handle in handles.items()])
    except pynvml.NVMLError as error:
        _append(path, [{"not_measured": f"NVML does not answer: {error}"}])
        return
    told: set[str] = set()
    due = time.monotonic()
    wanted = True
    while wanted and _lives(process):
        lines = [line for gpu, handle in handles.items() for line in _sample(gpu, handle)]
        fresh = [line for line in lines if line.get("not_measured") not in told]
        told.update(line["not_measured"] for line in fresh if "not_measured" in line)
        wanted = _append(path, fresh)
        # Against the clock, not after the work: a late sample must not push back all that follow.
        due += _SECONDS
        time.sleep(max(0.0, due - time.monotonic()))


def _device(gpu: int, handle: object) -> dict[str, Any]:
    """What does not change."""
    return {
        "gpu": gpu,
        "name": pynvml.nvmlDeviceGetName(handle),
        "memory_bytes": int(pynvml.nvmlDeviceGetMemoryInfo(handle).total),
        "driver": pynvml.nvmlSystemGetDriverVersion(),
    }


def _sample(gpu: int, handle: object) -> list[dict[str, Any]]:
    """A sample, and the reason for everything in it that this GPU does not tell."""
    sample: dict[str, Any] = {"at": _now(), "gpu": gpu, "cpu_ms": round(time.process_time() * 1000)}
    reasons: list[dict[str, Any]] = []
    questions: dict[str, tuple[str, Callable[[], float]]] = {
        "utilisation_percent": (
            "utilisation",
            lambda: float(pynvml.nvmlDeviceGetUtilizationRates(handle).gpu),
        ),
        "memory_used_bytes": ("memory", lambda: int(pynvml.nvmlDeviceGetMemoryInfo(handle).used)),
        "power_watts": ("power", lambda: pynvml.nvmlDeviceGetPowerUsage(handle) / _MILLIWATTS_PER_WATT),
    }
    for field, (what, ask) in questions.items():
        try:
            sample[field] = ask()
        except pynvml.NVMLError as error:
            sample[field] = None
            reasons.append({"not_measured": f"GPU {gpu} does not tell its {what}: {error}"})
    return [sample, *reasons]


def _append(path: Path, lines: Sequence[dict[str, Any]]) -> bool:
    """Adds lines to the file; False when it is not there any more."""
    try:
        # Never created here: that the file is there says that samples are wanted.
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND)
    except FileNotFoundError:
        return False
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("".join(json.dumps(line) + "\n" for line in lines))
    return True


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _now() -> str:
    return dt.datetime.now(dt.timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


if __name__ == "__main__":
    main(sys.argv[1:])

"""What the executors' GPUs do while a job runs, sampled where they are and brought to the driver.

A short task on every executor starts a sampler beside it (`gpu_sampler`), which writes into the executor's
own folder; another short task brings the samples home when the job has done its work. So it takes no port,
no folder that machines share and no service more, and works alike on one machine, in containers and on
several hosts.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from py4j.protocol import Py4JJavaError
from pyspark import BarrierTaskContext
from pyspark.sql import SparkSession

_FILE = "gpu-samples.jsonl"
_ERRORS = "gpu-sampler.err"
_STEADY_SECONDS = 2.0
_PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class GpuFigures:
    """What was seen of the GPUs."""

    samples: list[dict[str, Any]] | None
    """As the contract `job-report` has them, in order of time; None when there are none."""
    not_measured: str | None
    """Why there are none, or not all; None when nothing is missing."""
    devices: list[dict[str, Any]] = field(default_factory=list)
    """The GPUs sampled, as the contract has them."""
    cpu_ms: float | None = None
    """Processor time of all samplers; None when there was none."""

    def of_report(self) -> dict[str, Any]:
        """The part `gpu` of a job report."""
        return {"devices": self.devices, "samples": self.samples, "not_measured": self.not_measured}


class GpuSamples:
    """Samples of all executors' GPUs, one a second from `start` to `stop`. No failure of it fails a job."""

    def __init__(self, spark: SparkSession) -> None:
        """Samples nothing yet."""
        self._spark = spark
        self._executors: set[str] = set()
        self._reason: str | None = None

    def start(self) -> None:
        """Starts a sampler beside each executor. Must not run while other work holds the cores."""
        if int(self._spark.conf.get("spark.executor.resource.gpu.amount", "0") or 0) == 0:
            self._reason = "the executors were given no GPU (spark.executor.resource.gpu.amount)"
            return
        try:
            self._wait_for_executors()
            self._executors = {name for name, _ in self._on_every_executor(_begin)}
        except Py4JJavaError as error:
            self._reason = f"the samplers could not be started: {_first_line(error)}"

    def stop(self) -> GpuFigures:
        """Ends the samplers and gives what they have seen."""
        if self._reason is not None:
            return GpuFigures(None, self._reason)
        try:
            answers = self._on_every_executor(_take)
        except Py4JJavaError as error:
            return GpuFigures(None, f"the samples could not be fetched: {_first_line(error)}")
        taken = {name: text for name, text in answers if text is not None}
        late = {name for name, _ in answers} - taken.keys()
        return put_together(taken, lost=self._executors - taken.keys(), late=late)

    def _on_every_executor(
        self, task: Callable[[Iterable[int]], Iterable[tuple[str, str | None]]]
    ) -> list[tuple[str, str | None]]:
        # A barrier stage starts all its tasks at once: one on each core, so every executor has some.
        slots = self._slots()
        if slots == 0:
            return []
        numbers = self._spark.sparkContext.parallelize(range(slots), slots)
        return list(numbers.barrier().mapPartitions(task).collect())

    def _slots(self) -> int:
        context = self._spark.sparkContext._jsc.sc()
        return int(context.maxNumConcurrentTasks(context.resourceProfileManager().defaultResourceProfile()))

    def _wait_for_executors(self) -> None:
        """They come by and by: waits until there are some and no more come."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        slots, since = self._slots(), time.monotonic()
        while time.monotonic() < deadline and (slots == 0 or time.monotonic() - since < _STEADY_SECONDS):
            time.sleep(0.1)
            if (now := self._slots()) != slots:
                slots, since = now, time.monotonic()


def put_together(taken: Mapping[str, str], lost: Collection[str], late: Collection[str]) -> GpuFigures:
    """The samples in what samplers wrote, by executor, and why those of others are missing."""
    lines = [(name, json.loads(line)) for name, text in taken.items() for line in text.splitlines()]
    samples = [
        {"executor": executor, **{name: value for name, value in line.items() if name != "cpu_ms"}}
        for executor, line in lines
        if "at" in line
    ]
    samples.sort(key=lambda sample: (sample["at"], sample["executor"], sample["gpu"]))
    reasons = [
        *(f"executor {name}: {line['not_measured']}" for name, line in lines if "not_measured" in line),
        *(f"executor {name} was lost, its samples with it" for name in sorted(lost)),
        *(f"executor {name} came when the sampling had begun" for name in sorted(late)),
    ]
    if not samples and not reasons:
        reasons.append("the job ended before the first sample")
    devices = [{"executor": name, **line} for name, line in lines if "name" in line]
    cpu_ms = {name: float(line["cpu_ms"]) for name, line in lines if "cpu_ms" in line}
    spent = sum(cpu_ms.values()) if cpu_ms else None
    return GpuFigures(samples or None, "; ".join(reasons) or None, devices, spent)


def _begin(_: Iterable[int]) -> Iterator[tuple[str, str | None]]:
    """On an executor: the first of its tasks starts the sampler."""
    context = BarrierTaskContext.get()
    # All are here before one can end: an executor with a core to spare could take another's task else.
    context.barrier()
    gpus = context.resources()["gpu"].addresses if "gpu" in context.resources() else []
    path = Path.cwd() / _FILE
    try:
        path.open("x").close()
    except FileExistsError:
        return
    with (Path.cwd() / _ERRORS).open("w") as errors:
        subprocess.Popen(
            [sys.executable, "-m", "golazo.gpu_sampler", str(path), str(_executor_process()), *gpus],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            # Python workers come and go; it stays as long as the executor.
            start_new_session=True,
        )
    yield _executor(), None


def _take(_: Iterable[int]) -> Iterator[tuple[str, str | None]]:
    """On an executor: the first of its tasks takes the samples, which ends the sampler."""
    BarrierTaskContext.get().barrier()
    taken = Path.cwd() / f"{_FILE}.taken"
    try:
        (Path.cwd() / _FILE).rename(taken)
    except FileNotFoundError:
        # Another task of this executor has it, or there never was a sampler.
        yield _executor(), None
        return
    lines = taken.read_text(encoding="utf-8")
    if errors := (Path.cwd() / _ERRORS).read_text(encoding="utf-8").splitlines():
        lines += json.dumps({"not_measured": f"the sampler failed: {errors[-1]}"}) + "\n"
    yield _executor(), lines


def _executor() -> str:
    """Spark's number of this executor: Standalone runs it in a folder of that name."""
    return Path.cwd().name


def _executor_process() -> int:
    """The executor's JVM: it has started the daemon that has forked this worker."""
    status = Path(f"/proc/{os.getppid()}/stat").read_text(encoding="utf-8")
    # The name, in brackets, may hold spaces; the parent is the second field after it.
    return int(status.rpartition(")")[2].split()[1])


def _first_line(error: Py4JJavaError) -> str:
    return str(error.java_exception).splitlines()[0]

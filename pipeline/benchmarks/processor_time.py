"""Processor time that work took: on a machine that others use as well, it says more than the clock does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from pyspark.sql import SparkSession


def java_process(spark: SparkSession) -> int:
    """The process id of the session's JVM, which does the work of `local[n]`."""
    assert spark._jvm is not None
    return int(spark._jvm.java.lang.ProcessHandle.current().pid())


def cpu_milliseconds(java: int) -> float:
    """CPU time so far of this process, Spark's JVM and its Python workers."""

    def family(process: int) -> Iterator[int]:
        yield process
        for task in Path(f"/proc/{process}/task").iterdir():
            try:
                children = (task / "children").read_text().split()
            except FileNotFoundError:
                # The thread has ended since it was listed.
                continue
            for child in children:
                yield from family(int(child))

    ticks = 0
    for process in {os.getpid(), *family(java)}:
        fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks * 1000 / os.sysconf("SC_CLK_TCK")

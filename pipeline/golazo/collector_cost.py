"""What measuring costs: processor time of what collects figures, against that of the application."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pyspark.sql import SparkSession

_NANOSECONDS_PER_MS = 1_000_000
_LISTENERS = ("spark-listener-group-appStatus", "spark-listener-group-eventLog")
"""Spark's threads that feed its REST API and its event log."""


class CollectorCost:
    """From `begin` to `end`: how much of the driver's and the tasks' processor time went into measuring.

    Processor time and not throughput, because it can be told from the noise of a busy machine in one run.
    """

    def __init__(self, spark: SparkSession) -> None:
        """Counts nothing yet."""
        self._java = _JavaClocks(spark)
        self._asking_ns = 0

    def begin(self) -> None:
        """Counts from now on."""
        self._started = self._java.process_ns() + time.process_time_ns()
        self._listeners = self._java.threads_ns(_LISTENERS)
        self._asking_ns = 0

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Counts what this thread, and the thread of the JVM that answers it, do in the block."""
        mine, theirs = time.thread_time_ns(), self._java.answering_ns()
        try:
            yield
        finally:
            self._asking_ns += time.thread_time_ns() - mine + self._java.answering_ns() - theirs

    def end(self) -> None:
        """Counts until now."""
        self._driver_ns = self._java.process_ns() + time.process_time_ns() - self._started
        self._listeners_ns = self._java.threads_ns(_LISTENERS) - self._listeners

    def figures(
        self, spark: Mapping[str, Any], gpu_sampler_cpu_ms: float | None, reading_ms: float
    ) -> dict[str, Any]:
        """The part `collector` of a job report; `spark` is its part of that name, of the same time."""
        if spark["measured"] is None:
            reason = f"the processor time of tasks is missing: {spark['not_measured']}"
            return {"measured": None, "not_measured": reason}
        asking, listening = (ns / _NANOSECONDS_PER_MS for ns in (self._asking_ns, self._listeners_ns))
        tasks_ms: int = spark["measured"]["stages"]["executor_cpu_ms"]
        sampling = gpu_sampler_cpu_ms or 0.0
        application = self._driver_ns / _NANOSECONDS_PER_MS + tasks_ms
        measured = {
            "progress_cpu_ms": round(asking, 1),
            "listener_cpu_ms": round(listening, 1),
            "gpu_sampler_cpu_ms": gpu_sampler_cpu_ms,
            "application_cpu_ms": round(application, 1),
            "share_percent": round(100 * (asking + listening + sampling) / application, 3),
            "reading_ms": round(reading_ms, 1),
        }
        return {"measured": measured, "not_measured": None}


class _JavaClocks:
    """The processor clocks of the driver's JVM.

    Java keeps them in classes that may not be called from outside; their public interfaces may.
    """

    def __init__(self, spark: SparkSession) -> None:
        jvm = spark._jvm
        gateway = spark.sparkContext._gateway
        assert jvm is not None and gateway is not None
        self._jvm = jvm
        self._gateway = gateway
        factory = jvm.java.lang.management.ManagementFactory
        self._threads = factory.getThreadMXBean()
        self._system = factory.getOperatingSystemMXBean()
        of_threads = jvm.java.lang.Class.forName("java.lang.management.ThreadMXBean")
        of_system = jvm.java.lang.Class.forName("com.sun.management.OperatingSystemMXBean")
        self._nothing = gateway.new_array(jvm.java.lang.Object, 0)
        no_types = gateway.new_array(jvm.java.lang.Class, 0)
        one_long = gateway.new_array(jvm.java.lang.Class, 1)
        one_long[0] = jvm.java.lang.Long.TYPE
        self._answering = of_threads.getMethod("getCurrentThreadCpuTime", no_types)
        self._of_thread = of_threads.getMethod("getThreadCpuTime", one_long)
        self._process = of_system.getMethod("getProcessCpuTime", no_types)

    def process_ns(self) -> int:
        return int(self._process.invoke(self._system, self._nothing))

    def answering_ns(self) -> int:
        """Of the thread that answers this one: Python's threads have one each."""
        return int(self._answering.invoke(self._threads, self._nothing))

    def threads_ns(self, names: tuple[str, ...]) -> int:
        threads = [one for one in self._jvm.Thread.getAllStackTraces().keySet() if one.getName() in names]
        return sum(self._thread_ns(one.getId()) for one in threads)

    def _thread_ns(self, number: int) -> int:
        argument = self._gateway.new_array(self._jvm.java.lang.Object, 1)
        argument[0] = number
        return int(self._of_thread.invoke(self._threads, argument))

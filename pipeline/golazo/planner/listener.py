"""Hears what NVIDIA's planner says of each plan that Spark makes."""

from __future__ import annotations

from contextlib import AbstractContextManager
from types import TracebackType

from pyspark.sql import SparkSession

_LOGGER = "com.nvidia.spark.rapids.GpuOverrides"
_APPENDER = "golazo-planner"
_RECORD_END = "\x1e"
"""ASCII's record separator, which no plan holds: messages are many lines long."""


class PlannerListener(AbstractContextManager["PlannerListener"]):
    """Hears the planner while it is open; it is silent in the job's log meanwhile.

    Everything that Spark plans goes past it, also what runs inside of a micro-batch or of a sink, so nothing
    that runs is missed. The session must have `spark.rapids.sql.explain` = ALL.
    """

    def __init__(self, spark: SparkSession) -> None:
        """Hears the planner of this session."""
        assert spark._jvm is not None
        self._jvm = spark._jvm
        self._written = self._jvm.java.io.StringWriter()

    def __enter__(self) -> PlannerListener:
        """Begins to listen."""
        core = self._jvm.org.apache.logging.log4j.core
        self._context = self._jvm.org.apache.logging.log4j.LogManager.getContext(False)
        layout = core.layout.PatternLayout.newBuilder().withPattern(f"%m{_RECORD_END}").build()
        appender = core.appender.WriterAppender.createAppender(
            layout, None, self._written, _APPENDER, False, False
        )
        appender.start()
        level = self._jvm.org.apache.logging.log4j.Level.WARN
        logger = core.config.LoggerConfig(_LOGGER, level, False)
        logger.addAppender(appender, level, None)
        self._context.getConfiguration().addLogger(_LOGGER, logger)
        self._context.updateLoggers()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stops listening."""
        self._context.getConfiguration().removeLogger(_LOGGER)
        self._context.updateLoggers()

    def heard(self) -> list[str]:
        """What the planner has said since the last call, one text for each plan."""
        buffer = self._written.getBuffer()
        text = str(buffer.toString())
        buffer.setLength(0)
        return [one for one in text.split(_RECORD_END) if one.strip()]

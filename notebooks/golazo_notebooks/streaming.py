"""A streaming query of `golazo` and the replay it reads, watched from a notebook to the end."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from golazo import micro_batches, topics
from golazo.gpu_samples import GpuFigures, GpuSamples
from golazo.metrics import Progress, of_progress
from golazo.micro_batches import MicroBatchQuery
from golazo.spark_figures import spark_figures
from golazo.stream_config import StreamConfig

from golazo_notebooks.checkout import golazo_command
from golazo_notebooks.session import NotebookSession

_LOOK_SECONDS = 0.5

Watch = Callable[[Sequence[Progress]], None]
"""Is told all micro-batches so far, every few seconds."""


class ReplayFailed(RuntimeError):
    """The producer ended badly; its last lines say why."""


@dataclass(frozen=True)
class Replay:
    """What to play: `./golazo produce` with these options."""

    options: Sequence[str]

    def start(self, folder: Path) -> RunningReplay:
        """Starts to play; manifest and log go to `folder`."""
        manifest, log = folder / "manifest.json", folder / "logs" / "producer.log"
        with log.open("w", encoding="utf-8") as output:
            process = subprocess.Popen(
                [golazo_command(), "produce", *self.options, "--manifest", str(manifest)],
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        return RunningReplay(process, manifest, log)


@dataclass(frozen=True)
class RunningReplay:
    """A producer at work."""

    process: subprocess.Popen[bytes]
    manifest_file: Path
    log: Path

    def has_ended(self) -> bool:
        """Whether all is on the topic. Raises ReplayFailed when it never will be."""
        code = self.process.poll()
        if code not in (None, 0):
            said = self.log.read_text(encoding="utf-8").splitlines()
            raise ReplayFailed("\n".join(said[-5:]))
        return code == 0

    def stop(self) -> None:
        """Ends it; what was sent stays on the topic."""
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait()

    def manifest(self) -> dict[str, Any]:
        """What was played, as `contracts/schemas/replay-manifest.schema.json` has it."""
        told: dict[str, Any] = json.loads(self.manifest_file.read_text(encoding="utf-8"))
        return told


@dataclass(frozen=True)
class Watched:
    """What was seen of a query and its replay."""

    manifest: Mapping[str, Any]
    progress: Sequence[Progress]
    """All micro-batches, as Spark reports them."""
    figures: Mapping[str, Any]
    """What `golazo.metrics.of_progress` makes of them."""
    results: Mapping[str, Any]
    """What the query says when it has put its results together."""
    spark: Mapping[str, Any]
    """Spark's own figures of that time, or why there are none."""
    gpu: GpuFigures
    since: dt.datetime

    @property
    def acknowledged(self) -> int:
        """Events that Kafka has acknowledged."""
        return sum(int(match["events_acknowledged"]) for match in self.manifest["matches"])

    @property
    def counted(self) -> int:
        """Events that the query has counted."""
        return sum(int(match["events"]) for match in self.results["accounting"].values())


def watch(
    session: NotebookSession,
    query: MicroBatchQuery,
    config: StreamConfig,
    replay: Replay,
    tell: Watch,
    every_seconds: float = 3.0,
) -> Watched:
    """Starts the query, plays the replay, and waits until the query has read all of it.

    Whatever happens, query and producer have ended afterwards. Raises what ended the query, or ReplayFailed.
    """
    gpus = GpuSamples(session.spark)
    gpus.start()
    since = dt.datetime.now(dt.timezone.utc)
    running = query.start()
    playing: RunningReplay | None = None
    try:
        while running.isActive and not running.status["message"].startswith("Waiting for"):
            time.sleep(_LOOK_SECONDS)
        playing = replay.start(session.folder)
        told_at = time.monotonic()
        while not (playing.has_ended() and _has_read_all(session, query, config)):
            if (error := running.exception()) is not None:
                raise error
            time.sleep(_LOOK_SECONDS)
            if time.monotonic() - told_at >= every_seconds:
                told_at = time.monotonic()
                tell(running.recentProgress)
        while running.isActive and running.status["isTriggerActive"]:
            # A micro-batch that only lets go of old windows: let it end.
            time.sleep(_LOOK_SECONDS)
    finally:
        if playing is not None:
            playing.stop()
        running.stop()
    until = dt.datetime.now(dt.timezone.utc)
    progress = running.recentProgress
    tell(progress)
    return Watched(
        manifest=playing.manifest(),
        progress=progress,
        figures=of_progress(progress, config.trigger_of(query.name)),
        gpu=gpus.stop(),
        spark=spark_figures(session.spark, since, until),
        results=query.finalise(),
        since=since,
    )


def _has_read_all(session: NotebookSession, query: MicroBatchQuery, config: StreamConfig) -> bool:
    done = micro_batches.committed(config, query.name)
    _, ends = topics.offsets(session.spark, config, "events")
    return done is not None and all(done.offsets.get(one, 0) >= end for one, end in ends.items())

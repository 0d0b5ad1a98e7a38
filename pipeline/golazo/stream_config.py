"""What both streaming queries need to know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from golazo import contracts
from golazo.storage import SHARED_FOLDERS, Place, Storage


@dataclass(frozen=True)
class StreamConfig:
    """Settings of one `stream` job, shared by its queries."""

    bootstrap: str
    """Kafka, HOST:PORT."""
    matches: Sequence[int] | None
    """Match ids of the replay's plan; None accepts every match."""
    out: Path
    """Results for people: `window-stats/`, `predictions/`."""
    checkpoint: Place
    """One folder per query below it; a job started again with the same folder goes on where it was."""
    model: Path
    """Folder of the trained model, read by `predict`."""
    storage: Storage = SHARED_FOLDERS
    """How executors come to what is in `out` and `model`."""
    queries: int = 1
    """How many queries share the cores."""
    trigger_ms: int = 1000
    """Time from one micro-batch's start to the next, milliseconds; 0 starts the next at once."""
    stats_trigger_ms: int = 10000
    """The same for `stats`: its windows last a minute, so nobody waits for them as for a prediction, and each
    micro-batch takes time from `predict` for its planning alone."""
    available_now: bool = False
    """True: read what is on the topic now, then end."""
    max_offsets_per_trigger: int | None = None
    """Most records per micro-batch; None takes all there are."""
    topic_prefix: str = ""
    """Put before every topic's name; a rehearsal has topics of its own."""
    console: bool = True
    """Whether `stats` prints its newest windows."""
    kafka_options: Mapping[str, str] = field(default_factory=dict)
    """More options of the Kafka source and sink, for example `kafka.security.protocol`."""

    def tasks_of(self, query: str, cores: int) -> int:
        """How many tasks read the topic for a query, on a cluster of so many cores.

        A task costs the same whether it reads one partition of the topic or four, so there are no more than
        cores. And a running task is not interrupted: `stats` leaves cores to `predict`, which would otherwise
        wait for a whole micro-batch of it.
        """
        return max(1, cores // self.queries) if query == "stats" else cores

    def trigger_of(self, query: str) -> int:
        """Milliseconds from one micro-batch's start to the next of a query by its name."""
        return self.stats_trigger_ms if query == "stats" else self.trigger_ms

    def topic(self, role: str) -> str:
        """The name of a topic by its role in `contracts/topics.json`."""
        return self.topic_prefix + contracts.topic(role)

    def checkpoint_of(self, query: str) -> Place:
        """Spark's checkpoint of one query."""
        return self.checkpoint / query / "spark"

    def batches_of(self, query: str) -> Place:
        """Where a query keeps one folder `batch=N` per micro-batch: beside its checkpoint, because the two
        only mean something together."""
        return self.checkpoint / query / "batches"

    def minutes_of(self, query: str) -> Place:
        """Where a query keeps its snapshots of live matches, beside its checkpoint for the same reason."""
        return self.checkpoint / query / "minutes"

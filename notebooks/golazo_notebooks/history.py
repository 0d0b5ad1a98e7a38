"""The matches that notebook 02 learns from: from the source to game states, and their messages for a look."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from golazo import messages
from golazo.features import PASS, event_facts
from golazo.frames import FRAME_SUMS
from IPython.display import Markdown
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from golazo_notebooks.checkout import golazo
from golazo_notebooks.session import NotebookSession, new_folder
from golazo_notebooks.tables import number, table

_FEWEST_PLAYERS = 8
_MIDFIELD = (45.0, 75.0)
_PASS_YARDS = 18.0
"""A pass that is worth a picture goes at least so far up the pitch."""


@dataclass(frozen=True)
class History:
    """Finished matches in two forms."""

    folder: Path
    """Game states, as the `history` job writes them."""
    messages: Path
    """The matches' events, one message a line."""

    @property
    def facts(self) -> dict[str, Any]:
        """What the `history` job says of what it read."""
        told: dict[str, Any] = json.loads((self.folder / "history.json").read_text(encoding="utf-8"))
        return told

    def events(self, session: NotebookSession) -> DataFrame:
        """All events, parsed as every job parses them."""
        return messages.parse(messages.read_files(session.spark, self.messages, session.storage), None)

    def forget(self) -> None:
        """Deletes the messages, which take room; the model knows what it needs."""
        shutil.rmtree(self.messages)


def read_matches(source: Sequence[str]) -> History:
    """Reads the matches of a source (options of `./golazo history`) and makes game states of them.

    It is a job of its own on the cluster, so it must have ended before a notebook's session is opened.
    """
    folder = new_folder("notebook-history")
    history = History(folder / "history", folder / "matches")
    golazo("history", *source, "--out", history.folder, "--messages", history.messages)
    return history


def check(events: DataFrame) -> Markdown:
    """What should be seen of data before anything is learned from it."""
    event = F.col("event")
    seen = events.agg(
        F.count("*").alias("events"),
        F.countDistinct("event.match_id").alias("matches"),
        F.sum(F.col("bad").cast("int")).alias("bad"),
        (F.count("*") - F.countDistinct(event["match_id"], event["sequence"])).alias("repeated"),
        F.sum(event["freeze_frame"].isNotNull().cast("int")).alias("framed"),
        F.avg(F.size(F.when(event["freeze_frame"].isNotNull(), event["freeze_frame"]))).alias("players"),
    ).first()
    assert seen is not None
    share = 100 * seen["framed"] / seen["events"]
    return table(
        ["Comprobación", "Resultado"],
        [
            ["Partidos", number(seen["matches"])],
            ["Eventos", number(seen["events"])],
            ["Registros que incumplen el contrato", number(seen["bad"])],
            ["Eventos repetidos (mismo partido y número)", number(seen["repeated"])],
            ["Eventos con fotograma 360", number(share, 1, "%")],
            ["Jugadores visibles por fotograma, de media", number(seen["players"], 1)],
        ],
    )


def framed_pass(events: DataFrame) -> tuple[dict[str, Any], dict[str, Any]]:
    """A completed pass up the pitch whose frame shows many players, and its 360 features as jobs see them."""
    one = F.col("event")
    forward = one["pass"]["end_location"][0] - one["location"][0] >= _PASS_YARDS
    midfield = one["location"][0].between(*_MIDFIELD)
    completed = (one["type"]["id"] == PASS) & one["pass"]["outcome"]["id"].isNull()
    found = (
        events.where(
            ~F.col("bad") & completed & midfield & forward & (F.size(one["freeze_frame"]) >= _FEWEST_PLAYERS)
        )
        .orderBy(F.desc(F.size(one["freeze_frame"])), one["match_id"], one["sequence"])
        .limit(1)
    )
    facts = event_facts(found, F.col("event")).select("event", *FRAME_SUMS[1:]).first()
    if facts is None:
        raise LookupError("ninguno de estos partidos trae un pase con fotograma 360: prueba con otra fuente")
    values = facts.asDict(recursive=True)
    return values.pop("event"), values

"""Streams in pictures and tables: rates and durations of micro-batches, windows, probabilities, latency."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import matplotlib.pyplot as plt
from golazo.gpu_samples import GpuFigures
from golazo.metrics import Distribution, Progress, distribution
from IPython.display import DisplayHandle, Markdown, display
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from pyspark.sql import DataFrame, Row
from pyspark.sql import functions as F

from golazo_notebooks.colours import AWAY, DRAW, HOME
from golazo_notebooks.streaming import Watched
from golazo_notebooks.tables import NOT_MEASURED, number, spread, table

_MIB = 2**20
_SHOWN_WINDOWS = 8


def live(draw: Callable[[Sequence[Progress]], Figure | None]) -> Callable[[Sequence[Progress]], None]:
    """Shows a picture that is drawn anew, in the same place, whenever there is news."""
    shown: list[DisplayHandle] = []

    def tell(progress: Sequence[Progress]) -> None:
        figure = draw(progress)
        if figure is None:
            return
        if shown:
            shown[0].update(figure)
        elif (handle := display(figure, display_id=True)) is not None:
            shown.append(handle)
        # Not shown a second time when the cell ends.
        plt.close(figure)

    return tell


def rates_chart(progress: Sequence[Progress]) -> Figure | None:
    """Input and process rate, and the duration of every micro-batch that had rows; None before the first."""
    busy = [one for one in progress if one["numInputRows"] > 0]
    if not busy:
        return None
    figure, (rates, durations) = plt.subplots(1, 2, figsize=(10, 3.4), layout="constrained")
    batches = [one["batchId"] for one in busy]
    for field, name, colour in (
        ("inputRowsPerSecond", "entrada", HOME),
        ("processedRowsPerSecond", "proceso", AWAY),
    ):
        rates.plot(batches, [one.get(field) for one in busy], "o-", ms=3, color=colour, label=name)
    rates.set(title="Ritmo de entrada y de proceso", xlabel="microlote", ylabel="eventos/s", ylim=(0, None))
    for axes in (rates, durations):
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    rates.legend(frameon=False)
    durations.bar(batches, [one["durationMs"]["triggerExecution"] for one in busy], color=DRAW)
    durations.set(title="Duración de cada microlote", xlabel="microlote", ylabel="ms")
    _plain(figure)
    return figure


def stream_table(watched: Watched) -> Markdown:
    """The figures of a query: rates, durations, delay, and what Spark shuffled and spilled."""
    figures, spark = watched.figures, watched.spark["measured"]
    rows = [
        spread("Ritmo de entrada", "eventos/s", figures["input_rows_per_second"]),
        spread("Ritmo de proceso", "eventos/s", figures["processed_rows_per_second"]),
        spread("Duración del microlote", "ms", figures["batch_ms"]),
        spread("Retraso de planificación", "ms", figures["scheduling_delay_ms"]),
        spread("Eventos en espera (lag)", "", figures["lag_records"]),
    ]
    shown = table(["", "Mediana", "Percentil 95", "Máximo"], rows)
    if spark is None:
        return Markdown(f"{shown.data}\n\nShuffle y spill: {NOT_MEASURED} ({watched.spark['not_measured']}).")
    sizes = (
        ("Shuffle leído", "shuffle_read_bytes"),
        ("Shuffle escrito", "shuffle_write_bytes"),
        ("Spill en memoria", "memory_spill_bytes"),
        ("Spill a disco", "disk_spill_bytes"),
    )
    totals = [[name, number(spark["stages"][key] / _MIB, 1, "MiB")] for name, key in sizes]
    return Markdown(f"{shown.data}\n\n{table(['En todas las etapas', 'Total'], totals).data}")


def reconciliation(watched: Watched) -> Markdown:
    """What was produced against what was counted."""
    return table(
        ["", "Eventos"],
        [
            ["Confirmados por Kafka", number(watched.acknowledged)],
            ["Contados por la consulta", number(watched.counted)],
            ["Diferencia", number(watched.acknowledged - watched.counted)],
        ],
    )


def longest_match(rows: DataFrame) -> int:
    """The match of which there is most to see."""
    first = rows.groupBy("match_id").count().orderBy(F.desc("count"), "match_id").first()
    assert first is not None
    return int(first["match_id"])


def windows_table(windows: DataFrame, match: int) -> Markdown:
    """The newest windows of one match."""
    newest = windows.where(F.col("match_id") == match).orderBy(F.desc("window_start"), "team_id")
    clock = F.date_format("window_start", "HH:mm")
    rows = [
        [
            row["clock"],
            row["team_id"],
            number(row["events"]),
            f"{row['passes_completed']} de {row['passes']}",
            number(row["pass_length_mean"], 1, "yd"),
            number(100 * row["possession_share"], 0, "%"),
        ]
        for row in newest.limit(_SHOWN_WINDOWS).withColumn("clock", clock).collect()
    ]
    return table(["Minuto", "Equipo", "Eventos", "Pases", "Pase medio", "Posesión"], rows)


def windows_chart(windows: DataFrame, match: int) -> Figure:
    """One match, minute by minute: passes of both teams and who had the ball."""
    rows = windows.where(F.col("match_id") == match).orderBy("window_start").collect()
    teams = sorted({row["team_id"] for row in rows})
    figure, (passes, possession) = plt.subplots(2, 1, figsize=(9, 5), sharex=True, layout="constrained")
    for team, colour in zip(teams, (HOME, AWAY), strict=False):
        own = {round(_minute(row, rows[0])): row for row in rows if row["team_id"] == team}
        # At half-time there are no windows: nobody passes, and nobody has the ball.
        minutes = range(min(own), max(own) + 1)
        counts = [own[minute]["passes"] if minute in own else 0 for minute in minutes]
        shares = [100 * own[minute]["possession_share"] if minute in own else math.nan for minute in minutes]
        passes.step(minutes, counts, where="mid", color=colour, label=f"equipo {team}")
        possession.plot(minutes, shares, "o-", ms=3, color=colour)
    passes.set_title(f"Partido {match}, ventanas de un minuto", loc="left")
    passes.set(ylabel="pases")
    passes.legend(frameon=False, ncols=2, loc="lower right", bbox_to_anchor=(1, 0.97))
    possession.set(ylabel="posesión, %", xlabel="minuto del reloj del partido", ylim=(0, 100))
    _plain(figure)
    return figure


def probabilities_chart(predictions: DataFrame, match: int) -> Figure:
    """How a match's three probabilities moved."""
    rows = predictions.where(F.col("match_id") == match).orderBy("period", "minute").collect()
    figure, axes = plt.subplots(figsize=(9, 3.8), layout="constrained")
    names = ("gana el local", "empate", "gana el visitante")
    shares = [[100 * row[name] for row in rows] for name in ("p_home", "p_draw", "p_away")]
    minutes = [_minute(row, rows[0], "event_time") for row in rows]
    for values, name, colour in zip(shares, names, (HOME, DRAW, AWAY), strict=True):
        axes.plot(minutes, values, "o-", ms=2.5, color=colour, label=name)
    axes.set(title=f"Partido {match}", xlabel="minuto", ylabel="probabilidad, %", ylim=(0, 100))
    axes.legend(frameon=False, ncols=3, loc="upper center")
    _plain(figure)
    return figure


def latency_table(watched: Watched, arrival: Distribution) -> Markdown:
    """What the model costs in a micro-batch, and how long an event waits for its prediction."""
    steps: Mapping[str, Distribution] = watched.results["step_ms"]
    nothing = distribution([])
    return table(
        ["", "Mediana", "Percentil 95", "Máximo"],
        [
            spread("Microlote con el modelo", "ms", steps.get("with_model", nothing)),
            spread("Microlote sin el modelo", "ms", steps.get("without_model", nothing)),
            spread("Solo el modelo", "ms", steps.get("model", nothing)),
            spread("Del evento a su predicción en el topic", "ms", arrival),
        ],
    )


def gpu_table(gpu: GpuFigures) -> Markdown:
    """How busy the executors' GPUs were while the query ran; without one, why there is nothing to say."""
    told = (one.get("utilisation_percent") for one in gpu.samples or [])
    busy = [float(share) for share in told if share is not None]
    if not busy:
        return Markdown(f"Utilización de la GPU: **{NOT_MEASURED}** (`{gpu.not_measured}`).")
    return table(
        ["Utilización de la GPU durante la inferencia", ""],
        [["Media", number(sum(busy) / len(busy), 0, "%")], ["Máximo", number(max(busy), 0, "%")]],
    )


def _minute(row: Row, first: Row, time: str = "window_start") -> float:
    return float((row[time] - first[time]).total_seconds()) / 60


def _plain(figure: Figure) -> None:
    for axes in figure.axes:
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(axis="y", lw=0.5, alpha=0.5)

"""What a trained model is worth: figures, what it looks at, whether its probabilities mean what they say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
from golazo.evaluation_report import EVALUATION, SERVED
from IPython.display import Markdown
from matplotlib.figure import Figure

from golazo_notebooks.colours import AWAY, DRAW, HOME, INK
from golazo_notebooks.tables import number, table

_OUTCOMES = (("home", "gana el local", HOME), ("draw", "empate", DRAW), ("away", "gana el visitante", AWAY))
_MODELS = {
    SERVED: "**El modelo**",
    "poisson": "Poisson",
    "logistic": "Regresión logística",
    "prior": "Siempre las frecuencias",
}
_SHOWN_INPUTS = 15


def read_evaluation(folder: Path) -> dict[str, Any]:
    """What the `train` job wrote with `--out`."""
    told: dict[str, Any] = json.loads((folder / EVALUATION).read_text(encoding="utf-8"))
    return told


def model_table(folder: Path) -> Markdown:
    """What a model's card says of it."""
    card = json.loads((folder / "model-card.json").read_text(encoding="utf-8"))
    train, test = card["split"]["train"], card["split"]["test"]
    measured = card["metrics"]["model"]
    return table(
        ["El modelo", ""],
        [
            ["Entrenado", card["trained_at"]],
            ["Con", card["data"]["description"]],
            ["Partidos de entrenamiento y de prueba", f"{train['matches']} y {test['matches']}"],
            ["Árboles", number(card["parameters"]["trees"])],
            ["Acierto en la prueba", number(100 * measured["accuracy"], 1, "%")],
            ["RPS en la prueba", number(measured["rps"], 3)],
        ],
    )


def metrics_table(evaluation: dict[str, Any]) -> Markdown:
    """Accuracy, F1, RPS and calibration error of the model and of what it has to beat, on unseen matches."""
    rows = []
    for key, name in _MODELS.items():
        of = evaluation["models"][key]
        low, high = of["intervals"]["rps"]
        rps = f"{number(of['rps'], 3)} (de {number(low, 3)} a {number(high, 3)})"
        rows.append([name, number(100 * of["accuracy"], 1, "%"), number(of["macro_f1"], 3), rps])
        rows[-1].append(number(of["ece"], 3))
    return table(["", "Acierto", "F1 (media de las tres)", "RPS (intervalo del 95 %)", "ECE"], rows)


def reliability_chart(evaluation: dict[str, Any]) -> Figure:
    """Said against happened, of each result; on the diagonal a probability means what it says."""
    figure, panels = plt.subplots(1, 3, figsize=(10, 3.8), sharey=True, layout="constrained")
    for axes, (outcome, name, colour) in zip(panels, _OUTCOMES, strict=True):
        bins = evaluation["models"][SERVED]["reliability"][outcome]
        most = max(one["rows"] for one in bins)
        axes.plot([0, 1], [0, 1], ls="--", lw=1, color=INK)
        said, happened = ([one[key] for one in bins] for key in ("said", "happened"))
        axes.plot(said, happened, color=colour, lw=1.5)
        axes.scatter(
            said, happened, s=[20 + 160 * one["rows"] / most for one in bins], color=colour, clip_on=False
        )
        axes.set(title=name, xlim=(0, 1), ylim=(0, 1), xlabel="probabilidad que dijo", aspect="equal")
    panels[0].set_ylabel("frecuencia con que ocurrió")
    return figure


def importance_chart(evaluation: dict[str, Any]) -> Figure:
    """What the forest splits on, the inputs that bring most."""
    shares = list(evaluation["feature_importance"].items())[:_SHOWN_INPUTS]
    figure, axes = plt.subplots(figsize=(8, 4.6), layout="constrained")
    names, values = zip(*reversed(shares), strict=True)
    axes.barh(names, [100 * value for value in values], color=HOME)
    axes.set_xlabel("parte de la ganancia de pureza del bosque, %")
    axes.spines[["top", "right"]].set_visible(False)
    return figure

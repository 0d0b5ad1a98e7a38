"""The `train` job: game states in, the win-probability model, its card and what it is worth out."""

from __future__ import annotations

import argparse
import datetime as dt
import platform
import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from golazo import baselines, calibration, learning, model, strength, training_data
from golazo.atomic_folder import filling
from golazo.baselines import Baselines
from golazo.errors import InputError
from golazo.evaluation import OUTCOMES, Floats
from golazo.evaluation_report import SERVED, Answers, ask, without_360, write
from golazo.forest import ForestParameters
from golazo.forest_inputs import FEATURES, IMPUTED, INPUTS
from golazo.game_state import FEATURES_360
from golazo.game_state_table import NO_SEASON
from golazo.learning import Learned
from golazo.split import Match, refuse_leak
from golazo.storage import SHARED_FOLDERS, Storage
from golazo.training_data import TrainingData

_PARTITIONS = 4
"""Rows are dealt out by match into this many parts, so that the same seed grows the same forest on any
cluster."""

CARD_METRICS = (
    *("accuracy", "macro_f1", "draw_f1", "log_loss", "rps", "ece"),
    *("rps_last10", "ece_last10"),
)
"""Figures of each model that the card holds."""

LIMITS = (
    "Knows of the teams what their earlier results say, and nothing of line-ups or injuries.",
    "The result after extra time is learned; penalty shoot-outs are never part of it.",
    "How much stoppage time is still to come is expected, not known.",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the job's options."""
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--history", type=Path, metavar="DIR", help="folder the history job wrote")
    source.add_argument(
        "--game-states", type=Path, metavar="FILE", help="game-state table: .csv, .csv.gz or .parquet"
    )
    parser.add_argument(
        "--test-game-states",
        type=Path,
        metavar="FILE",
        help="table to test on (default: the last quarter of the matches of --game-states)",
    )
    parser.add_argument(
        "--model",
        type=Path,
        required=True,
        metavar="DIR",
        help="model folder to write; replaces what was there",
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="folder for evaluation.json and predictions.parquet",
    )
    parser.add_argument(
        "--evaluate", action="store_true", help="also train without 360 features, to see what they bring"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="seed of the forest (default 1)")


def run(spark: SparkSession, args: argparse.Namespace, storage: Storage = SHARED_FOLDERS) -> model.ModelCard:
    """Trains on one part of the matches, measures on the other, saves the model and returns its card.

    Raises InputError when the game states cannot be read, hold too few matches, or lack one of the three
    results among the matches to train on."""
    if args.test_game_states is not None and args.game_states is None:
        raise InputError("--test-game-states needs --game-states: name the table to train on as well.")
    out = filling(args.out) if args.out is not None else nullcontext()
    with out, TemporaryDirectory(prefix="golazo-train-") as scratch:
        if args.history is not None:
            data = training_data.of_history(spark, args.history, storage)
        else:
            data = training_data.of_tables(
                spark, args.game_states, args.test_game_states, Path(scratch), storage
            )
        return _Training(data, args.seed).run(args, storage)


class _Training:
    """Training on one set of data."""

    def __init__(self, data: TrainingData, seed: int) -> None:
        self._data, self._seed = data, seed
        self._started = time.monotonic()
        self._train, self._test = (_dealt(rows).cache() for rows in (data.train, data.test))
        refuse_leak(self._train, self._test)
        self._shares = _class_shares(self._train, len(data.matches))

    def run(self, args: argparse.Namespace, storage: Storage) -> model.ModelCard:
        parameters = ForestParameters()
        learned = self._learn(parameters)
        seconds = time.monotonic() - self._started
        self._say("fitting the baselines")
        base = baselines.fit(learning.thinned(self._train), self._shares)
        predictor = model.Predictor(learned.model)
        self._say("testing")
        answers = ask(predictor, base, self._test)
        measured = answers.measure()
        card = self._card(learned, measured, seconds)
        model.save(learned.model, card, self._data.ratings, args.model, storage)
        if args.out is not None:
            evaluation = {
                "schema_version": 1,
                **{name: card[name] for name in ("data", "seed", "split", "feature_importance")},
                "models": measured,
                "differences": answers.differences(),
                "without_360": self._without_360(parameters, base, answers) if args.evaluate else None,
            }
            write(args.out, evaluation, predictor.predict(self._test), storage)
        _tell(card, measured)
        for side in (self._train, self._test):
            side.unpersist()
        return card

    def _learn(self, parameters: ForestParameters, without: Sequence[str] = ()) -> Learned:
        return learning.learn(learning.thinned(self._train), parameters, self._seed, self._say, without)

    def _say(self, step: str) -> None:
        print(f"{time.monotonic() - self._started:6.0f} s  {step}", flush=True)

    def _without_360(self, parameters: ForestParameters, base: Baselines, answers: Answers) -> dict[str, Any]:
        """What 360 features bring; the model without them is trained only where a test row has some."""
        framed = self._test.where(F.col("has_360") == 1).count()
        found = without_360(answers, framed, self._blind(parameters, base) if framed else None)
        self._say(found["summary"])
        return found

    def _blind(self, parameters: ForestParameters, base: Baselines) -> Floats:
        """What the same model, trained without 360 features, says of the test side."""
        self._say("training again without 360 features")
        learned = self._learn(parameters, FEATURES_360)
        return ask(model.Predictor(learned.model), base, self._test).said[SERVED]

    def _card(self, learned: Learned, measured: dict[str, dict[str, Any]], seconds: float) -> model.ModelCard:
        data = self._data
        by_id = {match.match_id: match for match in data.matches}
        named = {SERVED: "model"}
        return {
            "schema_version": 1,
            "data": data.about,
            "seed": self._seed,
            "features": dict(FEATURES),
            "forest_inputs": dict(INPUTS),
            "imputed": dict(IMPUTED),
            "parameters": {"algorithm": learned.algorithm, **asdict(learned.parameters)},
            "poisson": {side: dict(rate) for side, rate in learned.rates.items()},
            "calibration": {
                "method": calibration.METHOD,
                "weights": dict(zip(calibration.WEIGHTS, learned.weights, strict=True)),
            },
            "strength": {**strength.ABOUT, "teams": len(data.ratings)},
            "split": {
                "rule": data.sides.rule,
                "train": _side([by_id[id_] for id_ in sorted(data.sides.train)], self._train),
                "test": _side([by_id[id_] for id_ in sorted(data.sides.test)], self._test),
            },
            "metrics": {
                named.get(name, name): {figure: of[figure] for figure in ("rows", *CARD_METRICS)}
                for name, of in measured.items()
            },
            "feature_importance": model.feature_importance(learned.model),
            "training_seconds": round(seconds, 3),
            "trained_at": dt.datetime.now(dt.timezone.utc).isoformat(timespec="seconds"),
            "versions": {"spark": self._train.sparkSession.version, "python": platform.python_version()},
            "limits": list(LIMITS),
        }


def _dealt(rows: DataFrame) -> DataFrame:
    return rows.repartition(_PARTITIONS, "match_id").sortWithinPartitions("match_id", "period", "minute")


def _class_shares(train: DataFrame, matches: int) -> tuple[float, ...]:
    """Each outcome's share of the training rows, in the order of OUTCOMES."""
    counts = {row["label"]: row["count"] for row in train.groupBy("label").count().collect()}
    absent = [outcome for label, outcome in enumerate(OUTCOMES) if not counts.get(label)]
    if absent:
        raise InputError(
            f"none of the matches to train on ended with the result {absent[0]}; home, draw and away are all "
            f"needed. Add matches ({matches} now)."
        )
    return tuple(counts[label] / sum(counts.values()) for label in range(len(OUTCOMES)))


def _side(matches: list[Match], rows: DataFrame) -> dict[str, Any]:
    kick_offs = sorted(match.kick_off for match in matches)
    return {
        "matches": len(matches),
        "rows": rows.count(),
        "seasons": sorted({match.season_id for match in matches} - {NO_SEASON}),
        "first_kick_off": kick_offs[0],
        "last_kick_off": kick_offs[-1],
    }


def _tell(card: model.ModelCard, measured: dict[str, dict[str, Any]]) -> None:
    sides = card["split"]
    print(
        f"Trained on {sides['train']['matches']} matches ({sides['train']['rows']} rows), "
        f"{card['data']['description']}\n"
        f"Tested on {sides['test']['matches']} matches ({sides['test']['rows']} rows): {sides['rule']}\n"
        f"{'':10}"
        + "".join(f"{name:>12}" for name in CARD_METRICS)
        + "\n"
        + "\n".join(
            f"{name:10}"
            + "".join("           -" if of[m] is None else f"{of[m]:12.4f}" for m in CARD_METRICS)
            for name, of in measured.items()
        ),
        flush=True,
    )

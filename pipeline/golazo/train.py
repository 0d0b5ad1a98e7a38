"""The `train` job: a history of game states in, the win-probability model and its card out."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import platform
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from golazo import evaluation, model
from golazo.errors import InputError
from golazo.evaluation import OUTCOMES
from golazo.forest import ForestParameters
from golazo.game_state import FEATURES
from golazo.history import FACTS, GAME_STATES
from golazo.split import Match, split
from golazo.storage import SHARED_FOLDERS, Storage

_MATCH_FIELDS = ("match_id", "source_match_id", "competition_id", "season_id", "kick_off")

_PARTITIONS = 4
"""Rows are dealt out by match into this many parts, so that the same seed grows the same forest on any
cluster."""

LIMITS = (
    "Knows nothing of the teams before kick-off: only what happens on the pitch tells matches apart.",
    "Probabilities are the forest's own votes and are not calibrated.",
    "The result after extra time is learned; penalty shoot-outs are never part of it.",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the job's options."""
    parser.add_argument(
        "--history", type=Path, required=True, metavar="DIR", help="folder the history job wrote"
    )
    parser.add_argument(
        "--model",
        type=Path,
        required=True,
        metavar="DIR",
        help="model folder to write; replaces what was there",
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="seed of the forest (default 1)")


def run(spark: SparkSession, args: argparse.Namespace, storage: Storage = SHARED_FOLDERS) -> model.ModelCard:
    """Trains on one part of the matches, measures on the other, saves the model and returns its card.

    Raises InputError when the history cannot be read, holds too few matches, or lacks one of the three
    results among the matches to train on.
    """
    facts, table = _read_history(spark, args.history, storage)
    matches = _matches(table)
    sides = split(matches)
    train, test = (_rows_of(table, ids).cache() for ids in (sides.train, sides.test))
    shares = _class_shares(train, facts)
    parameters = ForestParameters().fitted_to(train.count())

    started = time.monotonic()
    fitted, algorithm = model.fit(train, parameters, args.seed)
    seconds = time.monotonic() - started

    metrics = {
        "model": evaluation.measure(model.predict(fitted, test)),
        "prior": evaluation.measure(evaluation.with_prior(test, shares)),
    }
    by_id = {match.match_id: match for match in matches}
    card: model.ModelCard = {
        "schema_version": 1,
        "data": {
            "description": _description(facts),
            "synthetic": facts["source"]["synthetic"],
            **_source(facts),
        },
        "seed": args.seed,
        "features": dict(FEATURES),
        "imputed": dict(model.IMPUTED),
        "parameters": {"algorithm": algorithm, **asdict(parameters)},
        "split": {
            "rule": sides.rule,
            "train": _side([by_id[id_] for id_ in sorted(sides.train)], train),
            "test": _side([by_id[id_] for id_ in sorted(sides.test)], test),
        },
        "metrics": metrics,
        "feature_importance": model.feature_importance(fitted),
        "training_seconds": round(seconds, 3),
        "trained_at": dt.datetime.now(dt.timezone.utc).isoformat(timespec="seconds"),
        "versions": {"spark": spark.version, "python": platform.python_version()},
        "limits": list(LIMITS),
    }
    model.save(fitted, card, args.model, storage)
    for side in (train, test):
        side.unpersist()
    _tell(card)
    return card


def _read_history(spark: SparkSession, folder: Path, storage: Storage) -> tuple[dict[str, Any], DataFrame]:
    path = folder / FACTS
    try:
        facts = dict(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise InputError(f"there is no history in {folder}. Make one with ./golazo history.") from error
    except (OSError, ValueError, TypeError) as error:
        raise InputError(f"{path} cannot be read. Make the history again with ./golazo history.") from error
    if not (folder / GAME_STATES / "_SUCCESS").exists():
        raise InputError(
            f"{folder / GAME_STATES} is not complete. Make the history again with ./golazo history."
        )
    table = spark.read.parquet(storage.readable(folder / GAME_STATES))
    missing = [name for name in (*_MATCH_FIELDS, "label", *FEATURES) if name not in table.columns]
    if missing:
        raise InputError(
            f"the history in {folder} has no column {missing[0]}: another version made it. "
            "Make it again with ./golazo history."
        )
    if table.isEmpty():
        raise InputError(f"the history in {folder} is empty. Make it again with ./golazo history.")
    return facts, table


def _matches(table: DataFrame) -> list[Match]:
    kick_off = F.date_format("kick_off", "yyyy-MM-dd'T'HH:mm:ss'Z'").alias("kick_off")
    rows = table.select(*_MATCH_FIELDS[:-1], kick_off).distinct().collect()
    return [Match(**row.asDict()) for row in rows]


def _rows_of(table: DataFrame, matches: frozenset[int]) -> DataFrame:
    return (
        table.where(F.col("match_id").isin(list(matches)))
        .repartition(_PARTITIONS, "match_id")
        .sortWithinPartitions("match_id", "period", "minute")
    )


def _class_shares(train: DataFrame, facts: dict[str, Any]) -> list[float]:
    """Each outcome's share of the training rows, in the order of OUTCOMES."""
    counts = {row["label"]: row["count"] for row in train.groupBy("label").count().collect()}
    absent = [outcome for label, outcome in enumerate(OUTCOMES) if not counts.get(label)]
    if absent:
        raise InputError(
            f"none of the matches to train on ended with the result {absent[0]}; home, draw and away are all "
            f"needed. Add matches to the history ({facts['matches']} now)."
        )
    return [counts[label] / sum(counts.values()) for label in range(len(OUTCOMES))]


def _side(matches: list[Match], rows: DataFrame) -> dict[str, Any]:
    kick_offs = sorted(match.kick_off for match in matches)
    return {
        "matches": len(matches),
        "rows": rows.count(),
        "seasons": sorted({match.season_id for match in matches}),
        "first_kick_off": kick_offs[0],
        "last_kick_off": kick_offs[-1],
    }


def _source(facts: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": facts["source"]["kind"],
        "source_seed": facts["source"]["seed"],
        "matches": facts["matches"],
    }


def _description(facts: dict[str, Any]) -> str:
    kind = "synthetic matches" if facts["source"]["synthetic"] else "real matches"
    return f"{facts['matches']} {kind}, {facts['rows']} game states: {facts['source']['description']}"


def _tell(card: model.ModelCard) -> None:
    scores, prior, sides = card["metrics"]["model"], card["metrics"]["prior"], card["split"]
    print(
        f"Trained on {sides['train']['matches']} matches ({sides['train']['rows']} rows), "
        f"{card['data']['description']}\n"
        f"Tested on {sides['test']['matches']} matches ({sides['test']['rows']} rows): {sides['rule']}\n"
        f"{'':10}{'accuracy':>10}{'macro F1':>10}{'log loss':>10}{'RPS':>10}\n"
        + "\n".join(
            f"{name:10}{m['accuracy']:>10.3f}{m['macro_f1']:>10.3f}{m['log_loss']:>10.3f}{m['rps']:>10.4f}"
            for name, m in (("forest", scores), ("prior", prior))
        ),
        flush=True,
    )

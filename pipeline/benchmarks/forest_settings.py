"""Settings of the forest tried on matches that come after those it learned from. Run from the checkout:

    PYTHONPATH=pipeline .golazo/venv/bin/python pipeline/benchmarks/forest_settings.py --game-states FILE

The matches that training tests on, the last quarter in time, take no part. What is left is cut in time into
four quarters: the first two train and the third says what a setting is worth, then the first three train and
the fourth says it. So no match is on both sides and none is judged by matches after it. Means over both.
"""

from __future__ import annotations

import argparse
import itertools
import tempfile
from pathlib import Path

from local_session import local_session
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from golazo import baselines, learning, model, training_data
from golazo.evaluation_report import SERVED, ask
from golazo.forest import ForestParameters
from golazo.storage import SHARED_FOLDERS

SEED = 1
FIGURES = ("rps", "log_loss", "ece", "draw_f1", "rps_last10", "ece_last10")

ANY_SHARES = (1 / 3, 1 / 3, 1 / 3)
"""Of the class prior, which is not reported."""

Fold = tuple[DataFrame, DataFrame]


def folds(data: training_data.TrainingData) -> list[Fold]:
    """Rows to train on and rows to judge by, twice."""
    matches = sorted(
        (match for match in data.matches if match.match_id in data.sides.train),
        key=lambda match: (match.kick_off, match.match_id),
    )
    cuts = [len(matches) * quarter // 4 for quarter in range(5)]

    def rows(first: int, end: int) -> DataFrame:
        ids = [match.match_id for match in matches[cuts[first] : cuts[end]]]
        part = data.train.where(F.col("match_id").isin(ids)).repartition(4, "match_id")
        return part.sortWithinPartitions("match_id", "period", "minute").cache()

    return [(rows(0, quarter), rows(quarter, quarter + 1)) for quarter in (2, 3)]


def judged(fold: Fold, parameters: ForestParameters) -> dict[str, dict[str, float]]:
    """The figures of the served model and of the Poisson baseline on a fold."""
    known, unseen = fold
    thinned = learning.thinned(known)
    learned = learning.learn(thinned, parameters, SEED, lambda _: None)
    base = baselines.fit(thinned, ANY_SHARES)
    measured = ask(model.Predictor(learned.model), base, unseen).measure()
    return {name: {figure: measured[name][figure] for figure in FIGURES} for name in (SERVED, "poisson")}


def main() -> None:
    """Prints a line for the Poisson baseline and one for each setting."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--game-states", type=Path, required=True, metavar="FILE")
    for name, kind, tried in (
        ("trees", int, [50]),
        ("depth", int, [10]),
        ("leaf-rows", int, [100, 200, 400]),
        ("features-per-split", str, ["onethird"]),
    ):
        parser.add_argument(f"--{name}", type=kind, nargs="+", default=tried, metavar="N")
    args = parser.parse_args()
    spark = local_session()
    with tempfile.TemporaryDirectory() as scratch:
        data = training_data.of_tables(spark, args.game_states, None, Path(scratch), SHARED_FOLDERS)
        parted = folds(data)
        print(f"{'':40}" + "".join(f"{figure:>12}" for figure in FIGURES), flush=True)
        told = False
        for setting in itertools.product(args.trees, args.depth, args.leaf_rows, args.features_per_split):
            trees, depth, leaf_rows, per_split = setting
            parameters = ForestParameters(trees, depth, leaf_rows, features_per_split=per_split)
            found = [judged(fold, parameters) for fold in parted]
            if not told:
                _tell("Poisson baseline", [of["poisson"] for of in found])
                told = True
            name = f"{trees} trees, depth {depth}, leaf {leaf_rows}, {per_split}"
            _tell(name, [of[SERVED] for of in found])
    spark.stop()


def _tell(name: str, found: list[dict[str, float]]) -> None:
    means = (sum(of[figure] for of in found) / len(found) for figure in FIGURES)
    print(f"{name:40}" + "".join(f"{mean:12.4f}" for mean in means), flush=True)


if __name__ == "__main__":
    main()

"""The calibration error of a model that is never wrong: what chance alone makes of it. Run from the checkout:

    PYTHONPATH=pipeline .golazo/venv/bin/python pipeline/benchmarks/calibration_noise.py [--matches N ...]

Matches are played minute by minute with goals at constant rates (Poisson), and the probabilities of every
minute are the very ones that the match goes on with. The rows of a match share one result, so a season is
a few hundred draws, however many rows it has. Printed are, over many seasons of so many matches, the mean
of the error and its 5th and 95th percentile, overall and from minute 81 on.
"""

from __future__ import annotations

import argparse

import numpy as np

from golazo.evaluation import LAST_TENTH_FROM, Floats, UnseenRows

MINUTES = 90
GOALS = (1.5, 1.2)
"""Goals of home and away in 90 minutes that are expected of average teams: near those of Europe's leagues."""

SPREAD = 0.35
"""Standard deviation of the logarithm of each side's rate: some matches are decided before they begin."""

MOST_GOALS = 15
"""More goals than this of one side are not worked out: 1 in 90,000 where it is expected to score 4.3 (three
standard deviations above GOALS), 1 in 10¹¹ where 1.5."""


def probabilities(ahead: Floats, home: Floats, away: Floats) -> Floats:
    """Of home win, draw and away win, a row for each score difference and the goals expected to come."""

    def counts(expected: Floats) -> Floats:
        shares = [np.exp(-expected)]
        for goals in range(1, MOST_GOALS + 1):
            shares.append(shares[-1] * expected / goals)
        return np.stack(shares, axis=-1)

    joint = counts(home)[:, :, None] * counts(away)[:, None, :]
    goals = np.arange(MOST_GOALS + 1)
    final = ahead[:, None, None] + goals[:, None] - goals[None, :]
    found = np.stack(
        [(joint * side).sum(axis=(1, 2)) for side in (final > 0, final == 0, final < 0)], axis=-1
    )
    return np.asarray(found / found.sum(axis=1, keepdims=True), dtype=np.float64)


def season(matches: int, rng: np.random.Generator) -> tuple[float, float]:
    """Calibration error of one season, overall and from minute 81 on."""
    rates = np.array(GOALS) * np.exp(rng.normal(0, SPREAD, (matches, 2)))
    scored = rng.poisson(rates[:, None, :] / MINUTES, (matches, MINUTES, 2)).cumsum(axis=1)
    score = np.concatenate([np.zeros((matches, 1, 2)), scored], axis=1)
    ahead = score[..., 0] - score[..., 1]
    left = (MINUTES - np.arange(MINUTES + 1)) / MINUTES
    to_come = (rates[:, None, :] * left[None, :, None]).reshape(-1, 2)
    said = probabilities(ahead.ravel(), to_come[:, 0], to_come[:, 1])
    label = 1 - np.sign(ahead[:, -1]).astype(np.int64)
    match, minute = np.divmod(np.arange(matches * (MINUTES + 1)), MINUTES + 1)
    measured = UnseenRows(match, minute, label[match]).measure(said)
    return measured["ece"], measured["ece_last10"]


def main() -> None:
    """Plays the seasons and prints their errors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--matches", type=int, nargs="+", default=[306, 361, 380])
    parser.add_argument("--seasons", type=int, default=100)
    args = parser.parse_args()
    rng = np.random.default_rng(1)
    for matches in args.matches:
        errors = np.array([season(matches, rng) for _ in range(args.seasons)])
        for name, of in zip(("overall", f"from minute {LAST_TENTH_FROM} on"), errors.T, strict=True):
            low, high = np.percentile(of, [5, 95])
            print(f"{matches} matches, {name}: mean {of.mean():.4f}, 5 to 95 %: {low:.4f} to {high:.4f}")


if __name__ == "__main__":
    main()

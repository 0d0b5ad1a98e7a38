"""Pre-match strength: Elo ratings from earlier matches only.

A rating starts at `START`. After each match the home team gains, and the away team loses,
K · G · (result − expected), where the result is 1, ½ or 0 and expected = 1 / (1 + 10^(−(home − away + H) /
400)) (A. Elo, The Rating of Chessplayers, 1978; for football L. M. Hvattum and H. Arntzen, International
Journal of Forecasting 26, 2010). G weighs the goal difference as eloratings.net does: 1, 1.5 for two, (11 +
d) / 8 for more. As in chess, a new team's first matches move its rating more: K = K_SETTLED · (1 +
PROVISIONAL / (1 + n)) after n matches of the team that played fewer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from golazo.errors import InputError

START = 1500.0
"""Rating of a team of which nothing is known."""

HOME_ADVANTAGE = 65.0
"""H: what playing at home is worth, in rating points."""

K_SETTLED, PROVISIONAL = 20.0, 8.0

FEATURES: dict[str, str] = {
    "strength_difference": "home less away team's Elo rating before the match, from earlier matches only; "
    "null when a team is unknown"
}
"""What the model knows of the two teams: name and definition."""

ABOUT: dict[str, Any] = {
    "method": "Elo ratings from earlier matches only, weighted by goal difference",
    "start": START,
    "home_advantage": HOME_ADVANTAGE,
    "k": K_SETTLED,
    "provisional": PROVISIONAL,
}
"""How ratings were made, for the model card."""

_RATINGS = "ratings.json"


@dataclass(frozen=True)
class Fixture:
    """A finished match, as far as ratings go by it."""

    match_id: int
    kick_off: str
    """ISO 8601, UTC, so that text order is time order."""
    home_team_id: int
    away_team_id: int
    home_score: int
    away_score: int


@dataclass(frozen=True)
class Rating:
    """A team's rating and the number of matches it rests on."""

    rating: float
    matches: int


Ratings = Mapping[int, Rating]
"""By team id."""

_NEW = Rating(START, 0)


def rate(fixtures: Sequence[Fixture]) -> tuple[dict[int, float], Ratings]:
    """Plays through matches in time.

    Returns:
        The strength difference of every match at its kick-off, by match id (teams without an earlier match
        count as `START`), and every team's rating after its last match. Matches that kick off together do not
        know of each other.
    """
    ratings: dict[int, Rating] = {}
    differences: dict[int, float] = {}
    for match in sorted(fixtures, key=lambda match: (match.kick_off, match.match_id)):
        home, away = (ratings.get(team, _NEW) for team in (match.home_team_id, match.away_team_id))
        differences[match.match_id] = home.rating - away.rating
        gain = _gain(home, away, match.home_score - match.away_score)
        ratings[match.home_team_id] = Rating(home.rating + gain, home.matches + 1)
        ratings[match.away_team_id] = Rating(away.rating - gain, away.matches + 1)
    return differences, ratings


def with_strength(states: DataFrame, ratings: Ratings) -> DataFrame:
    """Adds `strength_difference` to states that have `home_team_id` and `away_team_id`.

    It is null, and the model takes the teams for equals, where a team has no rating.
    """
    return states.withColumn("strength_difference", difference(ratings))


def difference(ratings: Ratings) -> Column:
    """What `with_strength` adds, as a column.

    The ratings are looked up in a map inside the plan: to join them would cost a stream two queries in every
    micro-batch.
    """
    if not ratings:
        return F.lit(None).cast("double")
    pairs = ((F.lit(team).cast("long"), F.lit(known.rating)) for team, known in ratings.items())
    of_team = F.create_map(*(column for pair in pairs for column in pair))
    return F.element_at(of_team, F.col("home_team_id")) - F.element_at(of_team, F.col("away_team_id"))


def save(ratings: Ratings, folder: Path) -> None:
    """Writes the ratings into a model's folder."""
    teams = {str(team): [round(known.rating, 3), known.matches] for team, known in sorted(ratings.items())}
    (folder / _RATINGS).write_text(json.dumps(teams) + "\n", encoding="utf-8")


def load(folder: Path) -> Ratings:
    """The ratings in a model's folder.

    Raises InputError when they cannot be read.
    """
    path = folder / _RATINGS
    try:
        teams: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return {int(team): Rating(float(rating), int(matches)) for team, (rating, matches) in teams.items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise InputError(
            f"the model in {folder} is damaged: {path} cannot be read. Train it again with ./golazo train."
        ) from error


def _gain(home: Rating, away: Rating, lead: int) -> float:
    expected = 1 / (1 + 10 ** (-(home.rating - away.rating + HOME_ADVANTAGE) / 400))
    result = 1.0 if lead > 0 else 0.5 if lead == 0 else 0.0
    margin = abs(lead)
    weight = 1.0 if margin <= 1 else 1.5 if margin == 2 else (11 + margin) / 8
    return _k(min(home.matches, away.matches)) * weight * (result - expected)


def _k(matches: int) -> float:
    return K_SETTLED * (1 + PROVISIONAL / (1 + matches))

"""The predict query with files in Kafka's place: every micro-batch is one file, what goes to topics is
kept."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import made_events as made
import pytest
import real_matches
from made_events import AWAY, correction, deletion, event
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from golazo import contracts, kafka_sink, messages, micro_batches, model, strength
from golazo.evaluation import PROBABILITIES
from golazo.features import event_facts, minutes
from golazo.game_state import game_states
from golazo.messages import parse
from golazo.micro_batches import Committed
from golazo.predict import PredictQuery
from golazo.served_model import ServedModel
from golazo.storage import SHARED_FOLDERS
from golazo.stream_config import StreamConfig

Places = Mapping[int, tuple[int, int]]
RAW = "key string, value string, partition int, offset long"
GOAL = {"outcome": {"id": 97}, "statsbomb_xg": 0.25}


class Stage:
    """A topic of files, and the records written to topics."""

    def __init__(
        self,
        spark: SparkSession,
        root: Path,
        model_folder: Path,
        served: ServedModel,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        self._spark = spark
        self._served = served
        self._records = 0
        self.topic = root / "topic"
        self.topic.mkdir()
        self.sent: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
        self.config = StreamConfig(
            bootstrap="127.0.0.1:1",
            matches=[7, 8],
            out=root / "out",
            checkpoint=root / "checkpoint",
            model=model_folder,
            trigger_ms=0,
            stats_trigger_ms=0,
        )
        self.config.out.mkdir()
        monkeypatch.setattr(micro_batches, "events", self._events)
        monkeypatch.setattr(micro_batches, "committed", self._committed)
        monkeypatch.setattr(kafka_sink, "write", self._write)
        monkeypatch.setattr(messages, "read_again", self._again)

    def put(self, *records: dict[str, Any] | str) -> None:
        """One more micro-batch on the topic."""
        lines = []
        for record in records:
            key = str(record["match_id"]) if isinstance(record, dict) else None
            value = json.dumps(record) if isinstance(record, dict) else record
            lines.append(json.dumps({"key": key, "value": value, "partition": 0, "offset": self._records}))
            self._records += 1
        (self.topic / f"{self._records:06}.json").write_text("\n".join(lines))

    def play(self) -> PredictQuery:
        """Starts a query, lets it read everything, and stops it."""
        query = PredictQuery(self._spark, self.config, self._served)
        query.start().processAllAvailable()
        query.query.stop()
        return query

    def _events(self, spark: SparkSession, _config: StreamConfig, _name: str) -> DataFrame:
        return spark.readStream.schema(RAW).option("maxFilesPerTrigger", 1).json(str(self.topic))

    def _again(
        self, spark: SparkSession, _bootstrap: str, _topic: str, places: Places, _options: Any
    ) -> DataFrame:
        ((partition, (first, end)),) = places.items()
        assert partition == 0
        return spark.read.schema(RAW).json(str(self.topic)).where(f"offset >= {first} and offset < {end}")

    def _committed(self, config: StreamConfig, name: str) -> Committed:
        return Committed(
            max(int(path.name) for path in (config.checkpoint_of(name) / "commits").glob("[0-9]*")), {}
        )

    def _write(self, records: DataFrame, topic: str, _config: StreamConfig) -> None:
        self.sent[topic] += [(row["key"], json.loads(row["value"])) for row in records.collect()]


@pytest.fixture(scope="module")
def served(spark: SparkSession, trained: dict[str, Any]) -> ServedModel:
    """The model, which all streams of this module ask, as those of one job do."""
    return ServedModel(spark, trained["model"], SHARED_FOLDERS)


@pytest.fixture
def stage(
    spark: SparkSession,
    tmp_path: Path,
    trained: dict[str, Any],
    served: ServedModel,
    monkeypatch: pytest.MonkeyPatch,
) -> Stage:
    return Stage(spark, tmp_path, trained["model"], served, monkeypatch)


def match(number: int) -> list[dict[str, Any]]:
    """A short match in which the away team scores in minute 3."""
    before = [event(43, minute=minute, match=number) for minute in range(4)]
    goal = event(16, AWAY, minute=3, match=number, shot=GOAL)
    return [*before, goal, *(event(43, minute=minute, match=number) for minute in (4, 5))]


def told(stage: Stage) -> list[tuple[str, dict[str, Any]]]:
    return stage.sent[contracts.topic("predictions")]


def in_batch(
    spark: SparkSession, folder: Path, events: Sequence[dict[str, Any]]
) -> dict[tuple[int, int, int], list[float]]:
    states = game_states(minutes(event_facts(parse(made.raw(spark, *events), None))))
    known = strength.with_strength(states, strength.load(folder))
    rows = model.predict(model.load(folder)[0], known).collect()
    key = ("match_id", "period", "minute")
    return {tuple(row[name] for name in key): [row[name] for name in PROBABILITIES] for row in rows}


def test_the_stream_says_what_the_batch_says_and_its_last_word_is_kept(
    spark: SparkSession, stage: Stage
) -> None:
    # GIVEN two matches, whose events arrive in micro-batches
    events = [one for pair in zip(match(7), match(8), strict=True) for one in pair]
    for start in range(0, len(events), 5):
        stage.put(*events[start : start + 5])
    # WHEN they are played
    figures = stage.play().finalise()
    # THEN each minute's last prediction is what the model says of the whole match
    kept = spark.read.parquet(str(stage.config.out / "predictions")).collect()
    expected = in_batch(spark, stage.config.model, events)
    assert {(row["match_id"], row["period"], row["minute"]) for row in kept} == set(expected)
    for row in kept:
        assert [row[name] for name in PROBABILITIES] == pytest.approx(
            expected[row["match_id"], row["period"], row["minute"]], abs=1e-9
        )
    # AND what went to the topic keeps the contract, with probabilities that sum to 1
    for key, prediction in told(stage):
        jsonschema.validate(prediction, contracts.schema("prediction"))
        assert key == f"{prediction['match_id']}:{prediction['period']}:{prediction['minute']}"
        assert sum(prediction[name] for name in PROBABILITIES) == pytest.approx(1, abs=1e-9)
        assert prediction["latency_ms"] == prediction["predicted_at"] - prediction["produced_at"]
    # AND every event is accounted for
    sums = {str(number): sum(e["sequence"] for e in events if e["match_id"] == number) for number in (7, 8)}
    assert figures["accounting"] == {
        number: {"events": 7, "sequence_sum": sums[number]} for number in ("7", "8")
    }
    assert figures["rows"] == len(expected)
    assert figures["step_ms"]["total"]["count"] == 3


def test_a_query_started_again_goes_on_where_it_was(spark: SparkSession, stage: Stage) -> None:
    events = match(7)
    stage.put(*events[:3])
    stage.play()
    stage.put(*events[3:])
    figures = stage.play().finalise()
    assert figures["accounting"]["7"]["events"] == len(events)
    last = spark.read.parquet(str(stage.config.out / "predictions")).orderBy(F.desc("minute")).first()
    expected = in_batch(spark, stage.config.model, events)
    assert last is not None
    assert [last[name] for name in PROBABILITIES] == pytest.approx(expected[7, 1, 5], abs=1e-9)


def test_a_correction_changes_the_predictions_from_its_minute_on(spark: SparkSession, stage: Stage) -> None:
    # GIVEN a match whose away team has scored in minute 3, all of it predicted
    events = match(7)
    stage.put(*events)
    stage.play()
    before = len(told(stage))
    # WHEN the next message says that it was no goal
    goal = next(one for one in events if one["type"]["id"] == 16)
    undone = correction(goal, shot={"outcome": {"id": 100}, "statsbomb_xg": 0.25})
    stage.put(undone)
    figures = stage.play().finalise()
    # THEN minutes 3 to 5 are predicted once more, as the model sees a match with the right message only
    again = {prediction["minute"]: prediction for _, prediction in told(stage)[before:]}
    expected = in_batch(spark, stage.config.model, [undone if one is goal else one for one in events])
    assert sorted(again) == [3, 4, 5]
    for minute, prediction in again.items():
        found = [prediction[name] for name in PROBABILITIES]
        assert found == pytest.approx(expected[7, 1, minute], abs=1e-9)
    # AND all eight messages are accounted for
    assert figures["accounting"]["7"]["events"] == len(events) + 1
    assert figures["corrections"] == {"superseded": 1, "not_found": 0}


def test_a_correction_of_a_message_that_is_not_there_is_named_and_counted(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    events = match(7)
    stage.put(*events, correction(events[2], id="another"))
    figures = stage.play().finalise()
    assert figures["corrections"] == {"superseded": 0, "not_found": 1}
    assert "1 of 1 messages that corrections supersede are not on the topic" in capsys.readouterr().err


def test_an_event_corrected_in_the_micro_batch_it_comes_in_counts_as_corrected(
    spark: SparkSession, stage: Stage
) -> None:
    events = match(7)
    goal = next(one for one in events if one["type"]["id"] == 16)
    stage.put(*events, deletion(goal))
    stage.play()
    expected = in_batch(spark, stage.config.model, [one for one in events if one is not goal])
    last = {prediction["minute"]: prediction for _, prediction in told(stage)}[5]
    assert [last[name] for name in PROBABILITIES] == pytest.approx(expected[7, 1, 5], abs=1e-9)


def test_real_matches_replayed_after_a_restart_have_the_probabilities_of_the_batch(
    spark: SparkSession, stage: Stage
) -> None:
    real_matches.need_real_data()
    # GIVEN both real matches on the topic, in micro-batches that cut through minutes
    stage.config = replace(stage.config, matches=real_matches.REAL_MATCHES)
    events = real_matches.at_once()
    for start in range(0, 6000, 2000):
        stage.put(*events[start : start + 2000])
    stage.play()
    # WHEN the query is started again for the rest
    stage.put(*events[6000:])
    figures = stage.play().finalise()
    # THEN every minute of both has the probabilities of the batch
    expected = in_batch(spark, stage.config.model, events)
    kept = spark.read.parquet(str(stage.config.out / "predictions")).collect()
    assert len(kept) == len(expected) > 180
    for row in kept:
        found = [row[name] for name in PROBABILITIES]
        assert found == pytest.approx(expected[row["match_id"], row["period"], row["minute"]], abs=1e-9)
        assert sum(found) == pytest.approx(1, abs=1e-9)
    # AND they move Italy's way when Italy first scores, and end with Italy
    rows = [row for row in kept if row["match_id"] == real_matches.TURKEY_ITALY]
    italy = {(row["period"], row["minute"]): row for row in rows}
    before, after = italy[2, 51], italy[2, 52]
    assert after["p_away"] > before["p_away"] and after["p_home"] < before["p_home"]
    assert italy[max(italy)]["p_away"] > 0.5
    # AND all events are accounted for
    counted = {match: account["events"] for match, account in figures["accounting"].items()}
    assert counted == {str(real_matches.TURKEY_ITALY): 3803, str(real_matches.BARCELONA_GIRONA): 4027}


def test_an_abandoned_match_keeps_the_last_word_that_was_said_of_it_while_another_goes_on(
    spark: SparkSession, stage: Stage
) -> None:
    # GIVEN match 7, which ends in minute 5 with one goal scored, and match 8, which is played on
    abandoned, goes_on = match(7), match(8)
    whistle = event(34, minute=93, period=2, match=8)
    stage.put(*abandoned, *goes_on)
    stage.put(*(event(43, minute=minute, period=2, match=8) for minute in (60, 75)))
    stage.put(whistle)
    figures = stage.play().finalise()
    # THEN its last prediction is that of its last minute, a match still to be decided, as the batch says too
    kept = spark.read.parquet(str(stage.config.out / "predictions")).where("match_id = 7").collect()
    expected = in_batch(spark, stage.config.model, abandoned)
    last = max(kept, key=lambda row: (row["period"], row["minute"]))
    assert (len(kept), last["period"], last["minute"]) == (6, 1, 5)
    assert [last[name] for name in PROBABILITIES] == pytest.approx(expected[7, 1, 5], abs=1e-9)
    assert max(last[name] for name in PROBABILITIES) < 0.99
    # AND all its events are accounted for, and nothing more is said of it when others go on
    assert figures["accounting"]["7"]["events"] == len(abandoned)
    assert [p["minute"] for _, p in told(stage) if p["match_id"] == 7] == list(range(6))


def test_bad_records_become_dead_letters_and_the_rest_is_predicted(stage: Stage) -> None:
    stage.put(*match(7), "nonsense", event(43, match=99))
    figures = stage.play().finalise()
    letters = stage.sent[contracts.topic("deadLetters")]
    assert sorted(letter["reason"] for _, letter in letters) == ["not a JSON object", "unknown match 99"]
    assert figures["bad_records"] == 2
    assert list(figures["accounting"]) == ["7"]
    assert {prediction["match_id"] for _, prediction in told(stage)} == {7}

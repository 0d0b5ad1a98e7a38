"""An object store as Hadoop sees it; a `file:` address stands for the bucket."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import made_events as made
import pytest
from made_events import event
from made_history import arguments
from pyspark.sql import SparkSession

from golazo import micro_batches, model, train
from golazo.errors import InputError
from golazo.features import event_facts, one_by_one
from golazo.live_minutes import LiveMinutes
from golazo.messages import parse, read_files
from golazo.micro_batches import Committed
from golazo.storage import SHARED_FOLDERS, ObjectStore, Place, StoredFolder, delete, names_in, storage_at
from golazo.stream_config import StreamConfig


@pytest.fixture
def bucket(tmp_path: Path) -> Path:
    return tmp_path / "bucket"


@pytest.fixture
def store(spark: SparkSession, bucket: Path) -> ObjectStore:
    return ObjectStore(spark, bucket.as_uri())


def files_of(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("remote", [False, True])
def test_a_folder_is_used_in_the_same_way_wherever_it_is(
    spark: SparkSession, tmp_path: Path, remote: bool
) -> None:
    (tmp_path / "log" / "commits").mkdir(parents=True)
    (tmp_path / "log" / "commits" / "0").write_text("märz\n")
    log: Place = StoredFolder(spark, f"{tmp_path.as_uri()}/log/") if remote else tmp_path / "log"
    assert names_in(log / "commits") == ["0"]
    assert (log / "commits" / "0").read_text("utf-8") == "märz\n"
    delete(log)
    assert ((tmp_path / "log").exists(), log.exists(), names_in(log)) == (False, False, [])
    # Deleting again is no mistake.
    delete(log)


def test_without_an_address_every_machine_sees_the_same_folders(spark: SparkSession, tmp_path: Path) -> None:
    storage = storage_at(spark, None)
    assert storage is SHARED_FOLDERS
    assert (storage.place(str(tmp_path)), storage.readable(tmp_path)) == (tmp_path, str(tmp_path))
    with storage.filling(tmp_path / "out") as place:
        assert place == str(tmp_path / "out")


def test_what_executors_read_is_copied_up_once_and_goes_with_the_job(
    spark: SparkSession, store: ObjectStore, tmp_path: Path, bucket: Path
) -> None:
    messages = tmp_path / "an export" / "messages"
    messages.mkdir(parents=True)
    (messages / "7.jsonl").write_text(json.dumps(event(43)) + "\n")
    assert read_files(spark, tmp_path / "an export", store).count() == 1
    assert store.readable(messages) == store.readable(messages)
    assert [Path(file).name for file in files_of(bucket) if not file.endswith(".crc")] == ["7.jsonl"]
    store.close()
    assert files_of(bucket) == []


def test_what_executors_write_is_copied_down_when_it_is_whole(
    spark: SparkSession, store: ObjectStore, tmp_path: Path, bucket: Path
) -> None:
    with pytest.raises(KeyError), store.filling(tmp_path / "half"):
        raise KeyError
    with store.filling(tmp_path / "out") as place:
        assert place.startswith("file:/")
        spark.range(3).coalesce(1).write.parquet(place)
    assert not (tmp_path / "half").exists()
    assert spark.read.parquet(str(tmp_path / "out")).count() == 3
    assert not [file for file in files_of(tmp_path / "out") if file.endswith(".crc")]
    assert files_of(bucket) == []


def test_the_same_seed_trains_the_same_model_through_the_store_and_it_is_loaded_through_it(
    spark: SparkSession, store: ObjectStore, trained: dict[str, Any], tmp_path: Path, bucket: Path
) -> None:
    # GIVEN a model trained in folders, WHEN one is trained on the same history through the store
    card = train.run(spark, arguments(tmp_path / "model", history=trained["history"]), store)
    # THEN it is the same model
    assert card["metrics"] == trained["card"]["metrics"]
    assert card["feature_importance"] == trained["card"]["feature_importance"]
    # AND is loaded from where it was saved, and from nowhere else
    fitted, loaded = model.load(tmp_path / "model", store)
    assert loaded == card
    assert model.feature_importance(fitted) == card["feature_importance"]
    with pytest.raises(InputError, match="is damaged"):
        (tmp_path / "model" / "pipeline").rename(tmp_path / "elsewhere")
        model.load(tmp_path / "model", ObjectStore(spark, bucket.as_uri()))


def test_snapshots_and_the_checkpoint_are_found_in_the_store(
    spark: SparkSession, store: ObjectStore, tmp_path: Path
) -> None:
    checkpoint = store.place(f"{tmp_path.as_uri()}/checkpoint")
    config = StreamConfig("none", None, tmp_path / "out", checkpoint, tmp_path, store)
    assert micro_batches.committed(config, "predict") is None
    events = one_by_one(event_facts(parse(made.raw(spark, event(43)), None))).localCheckpoint()
    for batch in (0, 1):
        live = LiveMinutes(config.minutes_of("predict"))
        live.add(events, batch)
        live.keep(batch)
    assert [row["events"] for row in live.read(spark, 1).collect()] == [2]
    for log, text in (("offsets", 'v1\n{}\n{"statsbomb-360-events":{"0":10}}'), ("commits", "v1\n{}")):
        folder = tmp_path / "checkpoint" / "predict" / "spark" / log
        folder.mkdir(parents=True)
        (folder / "1").write_text(text)
    assert micro_batches.committed(config, "predict") == Committed(1, {0: 10})


@pytest.mark.parametrize(
    ("address", "wrong"),
    [
        ("bucket/prefix", "bucket/prefix is not an address: give --storage one like s3a://bucket/prefix"),
        ("file:///proc/golazo", "cannot write to file:///proc/golazo: .*Name a bucket that is there"),
        ("nowhere://bucket", 'cannot write to nowhere://bucket: .*No FileSystem for scheme "nowhere"'),
    ],
)
def test_a_storage_that_cannot_be_used_is_refused_in_one_line(
    spark: SparkSession, address: str, wrong: str
) -> None:
    with pytest.raises(InputError, match=wrong) as refused:
        storage_at(spark, address)
    assert "\n" not in str(refused.value)


def test_a_checkpoint_that_executors_do_not_see_is_refused(store: ObjectStore, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="executors do not see the folder"):
        store.place(str(tmp_path))
    with pytest.raises(InputError, match="is not a folder: name a folder, or the storage with --storage"):
        SHARED_FOLDERS.place("s3a://bucket/checkpoint")

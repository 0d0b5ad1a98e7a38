from __future__ import annotations

import pytest
from pyspark.sql.types import StructType

from golazo import contracts
from golazo.errors import InputError
from golazo.messages import OPTIONAL_FIELDS


def test_a_pruned_schema_holds_what_was_asked_for_in_the_contracts_order() -> None:
    schema = contracts.spark_schema(
        "event-message", ["freeze_frame.location", "pass.length", "team", "location", "match_id"]
    )
    assert schema.simpleString() == (
        "struct<match_id:bigint,team:struct<id:bigint,name:string>,location:array<double>,"
        "pass:struct<length:double>,freeze_frame:array<struct<location:array<double>>>>"
    )


def test_the_whole_contract_of_a_prediction_becomes_a_spark_schema() -> None:
    assert contracts.spark_schema("prediction").simpleString() == (
        "struct<match_id:bigint,period:bigint,minute:bigint,event_time:string,p_home:double,p_draw:double,"
        "p_away:double,produced_at:bigint,predicted_at:bigint,latency_ms:bigint>"
    )


def test_a_field_that_may_be_null_keeps_its_type() -> None:
    schema = contracts.spark_schema("dead-letter")
    assert schema["key"].dataType.simpleString() == "string"


def test_every_field_may_be_null_because_records_come_from_outside() -> None:
    def nullable(schema: StructType) -> bool:
        return all(
            field.nullable and (not isinstance(field.dataType, StructType) or nullable(field.dataType))
            for field in schema
        )

    assert nullable(contracts.spark_schema("event-message"))


def test_what_is_required_of_an_object_is_what_it_requires_itself() -> None:
    required = contracts.required("event-message")
    assert {"match_id", "sequence", "team.id", "possession_team.id"} <= set(required)
    assert "team" not in required


def test_the_jobs_read_no_field_that_the_contract_does_not_have() -> None:
    contracts.spark_schema("event-message", [*contracts.required("event-message"), *OPTIONAL_FIELDS])
    with pytest.raises(KeyError, match="event-message has no field pas"):
        contracts.spark_schema("event-message", ["pas.length"])


def test_topics_are_known_by_their_role() -> None:
    assert contracts.topic("events") == "statsbomb-360-events"


def test_a_contracts_folder_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOLAZO_CONTRACTS", "/nowhere")
    contracts.schema.cache_clear()
    try:
        with pytest.raises(InputError, match=r"/nowhere.*GOLAZO_CONTRACTS"):
            contracts.schema("event-message")
    finally:
        contracts.schema.cache_clear()

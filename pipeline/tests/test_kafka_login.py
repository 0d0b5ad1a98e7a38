"""The login to MSK: what the options name is in the jars, and Kafka's own clients take it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from conftest import JARS, REPOSITORY
from pyspark.sql import SparkSession

OPTIONS = json.loads((REPOSITORY / "spark-conf" / "kafka-msk-iam.json").read_text(encoding="utf-8"))

pytestmark = pytest.mark.skipif(
    not any((JARS / "msk").glob("*.jar")),
    reason="NO aws-msk-iam-auth in .golazo/jars/msk: ./golazo test brings it",
)


@pytest.fixture
def settings(spark: SparkSession) -> Any:
    jvm = spark._jvm
    assert jvm is not None
    settings = jvm.java.util.HashMap()
    settings.put("bootstrap.servers", "127.0.0.1:1")
    for option, value in OPTIONS.items():
        settings.put(option.removeprefix("kafka."), value)
    return settings


def test_a_client_of_kafka_is_made_with_the_classes_of_the_login(spark: SparkSession, settings: Any) -> None:
    jvm = spark._jvm
    assert jvm is not None
    # Making a client makes its login: module and callback handler are loaded and configured, nothing is sent.
    admin = jvm.org.apache.kafka.clients.admin.AdminClient.create(settings)
    admin.close()
    handler = jvm.java.lang.Class.forName(OPTIONS["kafka.sasl.client.callback.handler.class"])
    source = handler.getProtectionDomain().getCodeSource().getLocation().getPath()
    assert source.startswith(str(JARS / "msk"))


def test_the_jar_brings_no_library_in_place_of_one_of_sparks(spark: SparkSession) -> None:
    jvm = spark._jvm
    assert jvm is not None
    for name in (
        "com.fasterxml.jackson.databind.ObjectMapper",
        "io.netty.channel.Channel",
        "org.apache.http.client.HttpClient",
        "org.slf4j.Logger",
    ):
        source = jvm.java.lang.Class.forName(name).getProtectionDomain().getCodeSource().getLocation()
        assert "/pyspark/jars/" in source.getPath(), name

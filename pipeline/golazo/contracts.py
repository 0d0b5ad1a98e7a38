"""The contracts of `contracts/` as Spark sees them: schemas derived from JSON Schema, topic names."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, cast

from pyspark.sql.types import (
    ArrayType,
    BooleanType,
    DataType,
    DoubleType,
    LongType,
    StringType,
    StructField,
    StructType,
)

from golazo.errors import InputError

JsonSchema = Mapping[str, object]

_SCALARS: dict[str, type[DataType]] = {
    "integer": LongType,
    "number": DoubleType,
    "string": StringType,
    "boolean": BooleanType,
}


def contracts_folder() -> Path:
    """The folder with `schemas/` and `topics.json`: GOLAZO_CONTRACTS, else `contracts/` of the checkout."""
    named = os.environ.get("GOLAZO_CONTRACTS")
    return Path(named) if named else Path(__file__).resolve().parents[2] / "contracts"


def _read(path: Path) -> JsonSchema:
    try:
        return cast(JsonSchema, json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise InputError(
            f"cannot read the contract {path}: {error}. Set GOLAZO_CONTRACTS to the contracts folder."
        ) from error


@cache
def schema(name: str) -> JsonSchema:
    """The JSON Schema of one contract, for example `event-message`.

    Raises InputError when the file is missing or is not JSON.
    """
    return _read(contracts_folder() / "schemas" / f"{name}.schema.json")


@cache
def topic(role: str) -> str:
    """The name of a Kafka topic by its role in `topics.json`, for example `deadLetters`."""
    return str(_topics()[role]["name"])


def topic_partitions() -> dict[str, int]:
    """How many partitions each topic has, by its role in `topics.json`."""
    return {role: int(settings["partitions"]) for role, settings in _topics().items()}


def _topics() -> Mapping[str, Mapping[str, Any]]:
    return cast(Mapping[str, Mapping[str, Any]], _read(contracts_folder() / "topics.json"))


def required(name: str) -> list[str]:
    """The contract's required fields as dotted paths; an object counts through its own required fields.

    `required("event-message")` holds `match_id` and `team.id`, because `team` must have an `id`.
    """
    return list(_required(schema(name), schema(name), ""))


def properties(name: str) -> Mapping[str, JsonSchema]:
    """The contract's top-level properties, `$ref` resolved."""
    root = schema(name)
    return {field: _resolve(child, root) for field, child in _children(root).items()}


def spark_schema(name: str, only: Sequence[str] | None = None) -> StructType:
    """The Spark schema of a contract, every field nullable, in the contract's own order.

    Integers become longs, numbers doubles. `only` prunes to the dotted paths named and what is below them:
    `["match_id", "pass.length", "freeze_frame.location"]`; a path through an array prunes its items. Parsing
    is the dearest step of every job, so each asks for what it reads.

    Raises KeyError when a path of `only` is not in the contract.
    """
    root = schema(name)
    paths = None if only is None else [path.split(".") for path in only]
    return cast(StructType, _spark_type(root, root, paths, name))


def _children(node: JsonSchema) -> Mapping[str, JsonSchema]:
    return cast(Mapping[str, JsonSchema], node.get("properties", {}))


def _resolve(node: JsonSchema, root: JsonSchema) -> JsonSchema:
    reference = node.get("$ref")
    if reference is None:
        return node
    target = root
    for part in str(reference).removeprefix("#/").split("/"):
        target = cast(JsonSchema, target[part])
    return target


def _type_name(node: JsonSchema) -> str:
    named = node.get("type")
    if isinstance(named, list):
        return next(str(one) for one in named if one != "null")
    return str(named)


def _required(node: JsonSchema, root: JsonSchema, prefix: str) -> Iterable[str]:
    for field in cast(Sequence[str], node.get("required", ())):
        child = _resolve(_children(node)[field], root)
        if _type_name(child) == "object" and child.get("required"):
            yield from _required(child, root, f"{prefix}{field}.")
        else:
            yield f"{prefix}{field}"


def _spark_type(node: JsonSchema, root: JsonSchema, only: list[list[str]] | None, where: str) -> DataType:
    node = _resolve(node, root)
    kind = _type_name(node)
    if kind in _SCALARS:
        return _SCALARS[kind]()
    if kind == "array":
        items = _spark_type(cast(JsonSchema, node["items"]), root, only, where)
        return ArrayType(items, containsNull=True)
    if kind != "object":
        raise KeyError(f"{where} has the type {kind}, which no Spark type stands for")
    children = _children(node)
    wanted = list(children) if only is None else [path[0] for path in only]
    unknown = [field for field in wanted if field not in children]
    if unknown:
        raise KeyError(f"{where} has no field {unknown[0]}")
    fields = []
    for field, child in children.items():
        if field in wanted:
            below = None if only is None else [path[1:] for path in only if path[0] == field]
            pruned = None if below is None or [] in below else below
            fields.append(StructField(field, _spark_type(child, root, pruned, f"{where}.{field}"), True))
    return StructType(fields)

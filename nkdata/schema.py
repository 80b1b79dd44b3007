"""The model, read from the Table Schemas in ``schemas/``: no column is described elsewhere.

The files follow the Data Package standard, version 2. A coded column lists its values under
``categories``, each with an explanation as its label; properties beside ``value`` and ``label`` are
facts that rules read (which PLOVER types a mode is legal for, which labels a claim may lie in).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from nkdata.errors import BrokenPackageError, UnknownTableError
from nkdata.paths import schemas_dir

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

TABLES = (
    "articles",
    "actors",
    "events",
    "claims",
    "segments",
    "actor_names",
    "questions",
    "attributions",
    "event_participants",
    "mentions",
    "claim_relations",
    "disputes",
)
CURATED = ("articles", "actors", "events", "questions", "claims")
"""The tables whose ids people write, and the ledger keeps."""


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A column whose values are primary keys of another table, or of its own."""

    column: str
    table: str


@cache
def table_schema(table: str) -> dict[str, Any]:
    """Return the table's Table Schema, as published.

    Its ``enum`` constraints are filled in from ``categories``, which today's validators pass over.

    Raises:
        UnknownTableError: there is no such table.
        BrokenPackageError: the file cannot be read.
    """
    if table not in TABLES:
        raise UnknownTableError(table, TABLES)
    path = schemas_dir() / f"{table}.json"
    try:
        document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        remedy = f"the schema cannot be read ({error}); reinstall nkdata"
        raise BrokenPackageError(f"{path}: {remedy}") from error
    for field in document["fields"]:
        if "categories" in field:
            field.setdefault("constraints", {})["enum"] = [c["value"] for c in field["categories"]]
    return document


@cache
def fields(table: str) -> Mapping[str, dict[str, Any]]:
    """Return the table's fields by name, in order."""
    return {field["name"]: field for field in table_schema(table)["fields"]}


@cache
def columns(table: str) -> tuple[str, ...]:
    """Return the names of the table's columns, in order."""
    return tuple(fields(table))


def primary_key(table: str) -> str:
    """Return the name of the table's primary key column."""
    return str(table_schema(table)["primaryKey"][0])


@cache
def foreign_keys(table: str) -> tuple[ForeignKey, ...]:
    """Return the table's foreign keys."""
    keys = table_schema(table).get("foreignKeys", ())
    return tuple(
        ForeignKey(key["fields"][0], key["reference"].get("resource", table)) for key in keys
    )


def is_required(table: str, column: str) -> bool:
    """Tell whether the column must be filled in every row."""
    return bool(fields(table)[column].get("constraints", {}).get("required"))


@cache
def codes(table: str, column: str) -> Mapping[Any, dict[str, Any]]:
    """Return the allowed values of a coded column, each with its category.

    A category has a label, and facts that rules read.
    """
    return {category["value"]: category for category in fields(table)[column].get("categories", ())}


@cache
def date_stems(table: str) -> tuple[str, ...]:
    """Return ``x`` for each date of the table: ``x_edtf``, ``x_earliest``, ``x_latest``."""
    names = columns(table)
    return tuple(n.removesuffix("_edtf") for n in names if n.endswith("_edtf"))


@cache
def arrow_schema(table: str) -> pa.Schema:
    """Return the table's Arrow schema, with titles and descriptions in the metadata."""
    import pyarrow as pa

    listed = [
        pa.field(
            name,
            _arrow_type(field["type"]),
            nullable=not is_required(table, name),
            metadata=_texts(field),
        )
        for name, field in fields(table).items()
    ]
    return pa.schema(listed, metadata=_texts(table_schema(table)))


def _arrow_type(kind: str) -> pa.DataType:
    import pyarrow as pa

    if kind == "datetime":
        return pa.timestamp("us", tz="UTC")
    names = {"integer": "int64", "number": "float64", "boolean": "bool", "date": "date32"}
    return pa.type_for_alias(names.get(kind, kind))


def _texts(thing: Mapping[str, Any]) -> dict[str, str]:
    return {name: thing[name] for name in ("description", "title")}

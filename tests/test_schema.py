"""The model: the files of schemas/, each promise over every table and every field."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from nkdata.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable

    Field = dict[str, Any]

ROOT = Path(__file__).resolve().parents[1]
STANDARD_TYPES = {"string", "integer", "number", "boolean", "date", "datetime"}
"""Scalars only: every reader has them, and each becomes one Arrow type."""
OTHER_SCHEMAS = {"changes", "report"}
"""Schemas of files that are no tables."""


@cache
def schema(table: str) -> dict[str, Any]:
    """Return a table's schema file as it lies there."""
    document: dict[str, Any] = json.loads(
        (ROOT / "schemas" / f"{table}.json").read_text(encoding="utf-8")
    )
    return document


def broken(table: str, holds: Callable[[Field], bool], key: str = "name") -> list[str]:
    """Return the names of the table's fields with some key for which something does not hold."""
    return [
        field["name"]
        for field in schema(table)["fields"]
        if key in {**field, **field.get("constraints", {})} and not holds(field)
    ]


def test_every_table_has_a_schema() -> None:
    """The tables of the code and the schema files are the same, other files' schemas aside."""
    assert {path.stem for path in (ROOT / "schemas").glob("*.json")} == set(TABLES) | OTHER_SCHEMAS
    assert len(TABLES) == len(set(TABLES))


@pytest.mark.parametrize("table", TABLES)
def test_schema_names_and_describes_its_table(table: str) -> None:
    """A schema has its table's name, title, description, the standard's version, unique fields."""
    document = schema(table)
    assert document["name"] == table
    assert document["$schema"].endswith("/2.0/tableschema.json")
    assert document["title"].strip()
    assert document["description"].strip().endswith(".")
    assert document["missingValues"] == [""]
    assert "fieldsMatch" not in document
    names = [field["name"] for field in document["fields"]]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("table", TABLES)
def test_primary_key_is_one_required_unique_column(table: str) -> None:
    """The primary key is the first column, required and unique, and has a pattern."""
    document = schema(table)
    first = document["fields"][0]
    assert document["primaryKey"] == [first["name"]]
    assert first["type"] == "string"
    assert first["constraints"]["required"] is True
    assert first["constraints"]["unique"] is True
    assert "pattern" in first["constraints"]


@pytest.mark.parametrize("table", TABLES)
def test_foreign_keys_point_at_primary_keys(table: str) -> None:
    """A foreign key is one column, and names the primary key of a table, of the same type."""
    columns = {field["name"]: field for field in schema(table)["fields"]}
    for key in schema(table).get("foreignKeys", ()):
        (column,) = key["fields"]
        resource = key["reference"].get("resource")
        target = schema(resource or table)
        assert resource != table, "a table refers to itself without naming itself"
        assert columns[column]["type"] == "string"
        assert key["reference"]["fields"] == target["primaryKey"]


@pytest.mark.parametrize("table", TABLES)
def test_columns_that_look_like_keys_are_keys(table: str) -> None:
    """Every column named like an id is a key, save those of other catalogues."""
    document = schema(table)
    keys = {*document["primaryKey"], *(key["fields"][0] for key in document.get("foreignKeys", ()))}
    named = {field["name"] for field in document["fields"] if field["name"].endswith("_id")}
    assert named - {"wikidata_id"} <= keys


@pytest.mark.parametrize("table", TABLES)
def test_fields_are_explained(table: str) -> None:
    """Every field has a title of its own, which is not its name, and a description."""

    def explained(field: Field) -> bool:
        return bool(
            re.fullmatch(r"[a-z][a-z0-9_]*", field["name"])
            and field["title"].strip() not in {"", field["name"]}
            and field["description"].strip().endswith((".", ")"))
        )

    assert broken(table, explained) == []
    titles = [field["title"] for field in schema(table)["fields"]]
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("table", TABLES)
def test_fields_are_safe_for_stock_tools(table: str) -> None:
    """Columns suit stock tools: scalars, integers always filled, no bounds where null may stand."""
    bounds = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}

    def safe(field: Field) -> bool:
        constraints = field.get("constraints", {})
        optional = not constraints.get("required")
        bounded = field["type"] in {"number", "datetime"} and constraints.keys() & bounds
        return (
            field["type"] in STANDARD_TYPES
            and "bytes" not in field
            and not (optional and (field["type"] == "integer" or bounded))
        )

    assert broken(table, safe) == []


@pytest.mark.parametrize("table", TABLES)
def test_codes_are_explained(table: str) -> None:
    """Every allowed value stands once, has the column's type, and is explained."""
    types = {"string": str, "integer": int}

    def explained(field: Field) -> bool:
        codes = {each["value"]: each["label"].strip() for each in field["categories"]}
        return (
            len(codes) == len(field["categories"]) > 0
            and {type(code) for code in codes} == {types[field["type"]]}
            and "" not in codes  # an empty string is null
            and all(label not in {"", str(code)} for code, label in codes.items())
        )

    assert broken(table, explained, "categories") == []


@pytest.mark.parametrize("table", TABLES)
def test_patterns_mean_the_same_to_both_engines(table: str) -> None:
    """A pattern means the same to Python's engine and to RE2, with `^` and `$` around it."""

    def alike(field: Field) -> bool:
        pattern = field["constraints"]["pattern"]
        re.compile(f"^{pattern}$")
        pc.match_substring_regex(pa.array(["x"]), pattern=f"^{pattern}$")
        bare = re.sub(r"\\.|\[(?:\\.|[^\]\\])*\]", "", pattern)
        while "(" in bare:
            bare = re.sub(r"\([^()]*\)", "", bare)
        # explicit classes, for the engines differ on Unicode; and (?:a|b), for a bare alternative
        # is not anchored
        unicode = re.search(r"\\[AbBdDsSwWZ]", pattern)
        return field["type"] == "string" and not unicode and "|" not in bare

    assert broken(table, alike, "pattern") == []


@pytest.mark.parametrize("table", TABLES)
def test_dates_are_triples(table: str) -> None:
    """Every date is three neighbouring columns: an EDTF string and two bounds, perhaps open."""
    columns = schema(table)["fields"]
    names = [field["name"] for field in columns]
    stems = {name.removesuffix("_edtf") for name in names if name.endswith("_edtf")}
    assert stems == {n.rsplit("_", 1)[0] for n in names if n.endswith(("_earliest", "_latest"))}
    for stem in stems:
        at = names.index(f"{stem}_edtf")
        triple = columns[at : at + 3]
        assert [field["name"] for field in triple] == [
            f"{stem}_edtf",
            f"{stem}_earliest",
            f"{stem}_latest",
        ]
        assert [field["type"] for field in triple] == ["string", "date", "date"]
        assert not any(field.get("constraints", {}).get("required") for field in triple[1:])

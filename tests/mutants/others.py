"""What others catch: pandera alone, and the Table Schemas alone as frictionless reads them."""

from __future__ import annotations

import contextlib
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import frictionless
import pyarrow as pa
from narwhals.exceptions import (
    NarwhalsError,  # what pandera lets through of the library that it reads tables with
)
from pandera.config import ValidationDepth, config_context
from pandera.errors import SchemaErrors

from mutants.judge import DATA, sound
from mutants.packages import copied
from nkdata.checks.shape import pandera_schema
from nkdata.schema import TABLES, foreign_keys, primary_key, table_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mutants.model import Files


def caught_by_pandera(touched: Mapping[str, pa.Table | None]) -> bool:
    """Tell whether pandera, by schemas made of the Table Schemas, refuses one of the tables."""
    for table, data in touched.items():
        try:
            if data is not None:
                with config_context(
                    validation_enabled=True, validation_depth=ValidationDepth.SCHEMA_AND_DATA
                ):
                    pandera_schema(table).validate(data, lazy=True)
        except (SchemaErrors, NarwhalsError, pa.ArrowException, TypeError):
            return True
    return False


def caught_by_schema(touched: Mapping[str, pa.Table | None]) -> bool:
    """Tell whether frictionless, by the Table Schemas, refuses cells, keys or references.

    Of tables that were not touched only the keys are looked at, and those that have nothing to do
    with the touched ones not at all.
    """
    if None in touched.values():
        return True
    near = {
        *(f.table for t in touched for f in foreign_keys(t)),
        *(t for t in TABLES for f in foreign_keys(t) if f.table in touched),
    }
    concerned = {*touched, *near}
    resources = [
        _inline(table, touched.get(table), concerned) for table in TABLES if table in concerned
    ]
    with contextlib.suppress(frictionless.FrictionlessException):
        return not frictionless.Package(resources=resources).validate().valid
    return True


def _inline(table: str, data: pa.Table | None, known: set[str]) -> frictionless.Resource:
    schema = json.loads(json.dumps(table_schema(table)))
    schema["foreignKeys"] = [
        k for k in schema.get("foreignKeys", ()) if k["reference"].get("resource", table) in known
    ]
    if data is None:
        keys = {primary_key(table), *(k["fields"][0] for k in schema["foreignKeys"])}
        data = sound()[table].select([name for name in sound()[table].column_names if name in keys])
        schema["fields"] = [field for field in schema["fields"] if field["name"] in keys]
    cells = (
        zip(*(column.to_pylist() for column in data.columns), strict=True)
        if data.num_columns
        else ()
    )
    inline = [data.column_names, *map(list, cells)]
    return frictionless.Resource(
        name=table, data=inline, schema=frictionless.Schema.from_descriptor(schema)
    )


def stock_finds_fault(mutant: Files) -> bool:
    """Tell whether frictionless, as it comes, refuses a package."""
    with tempfile.TemporaryDirectory() as where:
        folder = copied(DATA, Path(where) / "data")
        mutant.harm(folder)
        with contextlib.suppress(Exception):
            return not frictionless.validate(str(folder / "datapackage.json")).valid
        return True

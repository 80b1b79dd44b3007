"""Shape: types, required cells, codes, patterns, ranges and keys, all derived from the Table Schemas.

Each constraint is an Arrow kernel over a column, which gives the rows that break it. Tests hold
them against pandera, whose schema is derived here as well, and against frictionless.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache, partial
from itertools import repeat
from typing import TYPE_CHECKING, Any

import numpy as np

from nkdata.checks.kernels import constraint_faults, text_faults
from nkdata.checks.registry import breach
from nkdata.errors import BrokenPackageError, MissingExtraError, suggestion
from nkdata.reports.problems import Problem
from nkdata.schema import (
    TABLES,
    arrow_schema,
    columns,
    fields,
    foreign_keys,
    is_required,
    primary_key,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pandera.pyarrow as pap
    import pyarrow as pa

    from nkdata.checks.columns import Data, Numbers
    from nkdata.checks.kernels import Fault
    from nkdata.checks.registry import View

FREE_TEXT = frozenset(
    {
        ("articles", "text"),
        ("articles", "body"),
        ("articles", "title"),
        ("articles", "author"),
        ("claims", "quote"),
        ("claims", "value_text"),
        ("mentions", "quote"),
        ("event_participants", "title_as_stated"),
    }
)
"""Columns that hold a page's own characters, whatever these are."""

_COMPARISONS = 1_000_000
"""Comparisons of keys in search of those that were meant, for each foreign key: a second's worth."""


@cache
def pandera_schema(table: str) -> pap.DataFrameSchema:
    """Return the table's pandera schema over Arrow, derived from its Table Schema. Raises MissingExtraError."""
    try:
        import pandera.pyarrow as pap
    except ImportError as error:
        raise MissingExtraError("pandera", "checks") from error
    arrow = arrow_schema(table)
    made = {
        name: pap.Column(
            arrow.field(name).type,
            checks=[check(pap.Check) for check in _column_checks(field)],
            nullable=not is_required(table, name),
            unique=bool(field.get("constraints", {}).get("unique")),
        )
        for name, field in fields(table).items()
    }
    return pap.DataFrameSchema(made, strict=True, ordered=True)


def _column_checks(field: Mapping[str, Any]) -> Iterator[Any]:
    constraints = field.get("constraints", {})
    if "enum" in constraints:
        yield lambda check: check.isin(constraints["enum"])
    if "pattern" in constraints:
        # anchored here: pandera leaves `a|b` unanchored, and `$` would accept a trailing newline
        yield lambda check: check.str_matches(rf"^(?:{constraints['pattern']})$")
    if "minimum" in constraints:
        yield lambda check: check.ge(constraints["minimum"])
    if "maximum" in constraints:
        yield lambda check: check.le(constraints["maximum"])


def check_by_pandera(tables: Mapping[str, pa.Table]) -> Iterator[Problem]:
    """Yield what pandera finds wrong with tables, which is what `check_shape` finds, told by code that is not ours.

    Switches in the environment turn pandera's checks off in silence; the context forces them on.
    Raises MissingExtraError.
    """
    schemas = {table: pandera_schema(table) for table in tables}
    import pandera.errors
    from pandera.config import ValidationDepth, config_context

    with config_context(validation_enabled=True, validation_depth=ValidationDepth.SCHEMA_AND_DATA):
        for table, data in tables.items():
            try:
                schemas[table].validate(data, lazy=True)
            except pandera.errors.SchemaErrors as found:
                for error in found.schema_errors:
                    yield Problem("pandera", str(error), table=table, column=str(error.schema.name))


def check_shape(tables: Mapping[str, Data], expected: Iterable[str] = TABLES) -> Iterator[Problem]:
    """Yield the problems of each expected table by itself."""
    for table in expected:
        try:
            yield from _table_problems(table, tables)
        except BrokenPackageError as error:
            yield Problem("file-unreadable", str(error), table=table)


def _table_problems(table: str, tables: Mapping[str, Data]) -> Iterator[Problem]:
    if table not in tables:
        yield Problem("table-missing", "the table is not there", table=table)
    elif not tables[table].schema.equals(arrow_schema(table)):
        yield from _type_problems(table, tables[table].schema)
    else:
        yield from _row_problems(table, tables[table])


def _type_problems(table: str, found: pa.Schema) -> Iterator[Problem]:
    expected = arrow_schema(table)
    for name in found.names:
        if name not in expected.names:
            yield Problem(
                "column-type",
                f"the schema has no column {name!r}{suggestion(name, expected.names)}",
                table=table,
                column=name,
            )
    for field in expected:
        if found.names.count(field.name) != 1:
            yield Problem(
                "column-type", "the column is not there once", table=table, column=field.name
            )
        elif not found.field(field.name).equals(field):
            message = f"{_type(found.field(field.name))} instead of {_type(field)}"
            yield Problem("column-type", message, table=table, column=field.name)
    if sorted(found.names) == sorted(expected.names) and found.names != expected.names:
        yield Problem(
            "column-type",
            f"the columns are out of order: expected {', '.join(expected.names)}",
            table=table,
        )


def _type(field: pa.Field[Any]) -> str:
    return f"{field.type}{'' if field.nullable else ' not null'}"


def _row_problems(table: str, data: Data) -> Iterator[Problem]:
    if not len(data) and table in ("articles", "actors", "claims"):
        yield Problem("empty-table", "the table has no rows", table=table)
    texts: list[Problem] = []
    with (
        ThreadPoolExecutor(2) as pool
    ):  # Arrow reads and compares without Python's lock: two columns take little more time than one
        for found, free in pool.map(partial(_column_problems, table, data), columns(table)):
            yield from found
            texts += free
    yield from texts


def _column_problems(table: str, data: Data, name: str) -> tuple[list[Problem], list[Problem]]:
    """Return the problems of a column that its constraints name, and the others."""
    column, field = data.column(name), fields(table)[name]
    found = [
        problem
        for rule, rows in constraint_faults(field.get("constraints", {}), column)
        for problem in _problems(
            table, name, data, rows, repeat((rule, constraint_message(table, name, rule)))
        )
    ]
    kind, free = field["type"], (table, name) in FREE_TEXT
    return found, list(
        _problems(
            table,
            name,
            data,
            *text_faults(column, kind, free=free, optional=not is_required(table, name)),
        )
    )


def _problems(
    table: str, column: str, data: Data, rows: Numbers, faults: Iterable[Fault]
) -> Iterator[Problem]:
    if not len(rows):  # for Arrow takes no row in as long a time as some
        return
    keys, values = (
        data.column(name).take(rows).to_pylist() for name in (primary_key(table), column)
    )
    for row, key, value, (rule, message) in zip(rows.tolist(), keys, values, faults, strict=False):
        yield Problem(rule, message, table=table, key=key, column=column, value=value, row=row)


def constraint_message(table: str, column: str, rule: str) -> str:
    """Return what a cell that breaks a rule of shape is told."""
    constraints = fields(table)[column].get("constraints", {})
    if rule == "code":
        return f"no such code; the codes are {', '.join(str(code) for code in constraints['enum'])}"
    if rule == "pattern":
        return f"does not match {constraints['pattern']}"
    if rule == "range":
        return (
            f"must be at least {constraints.get('minimum')}"
            if "minimum" in constraints
            else f"must be at most {constraints['maximum']}"
        )
    return {"required": "is null and must not be", "unique": "stands in more than one row"}.get(
        rule, "does not fit the schema"
    )


def check_keys(view: View) -> Iterator[Problem]:
    """Yield a problem for each reference to a row that does not exist; absent tables are passed over."""
    links = [
        (table, key) for table in view.rows for key in foreign_keys(table) if key.table in view.rows
    ]
    with ThreadPoolExecutor(2) as pool:
        parents = pool.map(lambda link: view.parents(link[0], link[1].column), links)
        for (table, foreign), found in zip(links, parents, strict=True):
            keys = view.coded(table, foreign.column)
            nearest = _Nearest(view, foreign.table)
            for row in view.at(table, np.flatnonzero((found < 0) & (keys.codes != keys.null))):
                message = f"{foreign.table} has no such row{nearest.to(str(row[foreign.column]))}"
                yield replace(breach(table, row, foreign.column, message), rule="foreign-key")


class _Nearest:
    """Suggests the key that was meant, as long as that takes no more comparisons than anybody would wait for."""

    def __init__(self, view: View, table: str) -> None:
        self.view, self.table = view, table
        self.known: dict[str, str] = {}
        self.left = _COMPARISONS

    def to(self, key: str) -> str:
        if key not in self.known:
            self.left -= len(self.view.rows[self.table])
            keys = self.view.values(self.table, primary_key(self.table)) if self.left >= 0 else ()
            self.known[key] = suggestion(key, sorted(str(one) for one in keys))
        return self.known[key]

"""Shape: types, required cells, codes, patterns, ranges and keys, all derived from the Table Schemas.

A build holds what is found here against pandera, whose schema is derived from the same files; tests
hold both against frictionless.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from nkdata.checks.cells import NO_WORDS, text_problem
from nkdata.checks.columns import is_ascending
from nkdata.checks.engine import Fault, Tables, pl
from nkdata.errors import BrokenPackageError, MissingExtraError, suggestion
from nkdata.reports.problems import Problem
from nkdata.schema import (
    TABLES,
    arrow_schema,
    fields,
    foreign_keys,
    is_required,
    primary_key,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pandera.pyarrow as pap
    import pyarrow as pa

    from nkdata.checks.engine import Data, Table

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


def check_shape(
    tables: Mapping[str, Data], read: Tables, expected: Iterable[str] = TABLES
) -> Iterator[Problem]:
    """Yield the problems of each expected table by itself; ``read`` holds the columns for the rules that come after."""
    for table in expected:
        try:
            if table not in tables:
                yield Problem("table-missing", "the table is not there", table=table)
            elif not tables[table].schema.equals(arrow_schema(table)):
                yield from _type_problems(table, tables[table].schema)
            else:
                yield from _row_problems(table, getattr(read, table))
                read.trim()
        except BrokenPackageError as error:
            yield Problem("file-unreadable", str(error), table=table)


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


def _row_problems(name: str, table: Table) -> Iterator[Problem]:
    if not table.height and name in ("articles", "actors", "claims"):
        yield Problem("empty-table", "the table has no rows", table=name)
    suspects = [*_suspects(name, table)]
    # one look over all columns: of most tables nothing more is asked
    asked = (when.any().alias(str(number)) for number, (_, _, when) in enumerate(suspects))
    for (column, rule, when), met in zip(suspects, table.frame(*asked).row(0), strict=True):
        if met and rule:
            found = table.breaks(when, column, constraint_message(name, column, rule))
            yield from (replace(problem, rule=rule) for problem in found)
        elif met:
            yield from _text_problems(name, column, table, when)
    key = primary_key(name)
    doubled = table.breaks(
        _doubled(table.series(key)), key, constraint_message(name, key, "unique")
    )
    yield from (replace(problem, rule="unique") for problem in doubled)


def _suspects(name: str, table: Table) -> Iterator[tuple[str, str, pl.Expr]]:
    """Yield a column, a rule that its cells may break, and the condition; no rule where Python has to judge texts."""
    for column, field in fields(name).items():
        cell: pl.Expr = getattr(table, column)
        for rule, when in _broken(cell, field.get("constraints", {})):
            yield column, rule, when
        if field["type"] == "number":
            yield column, "range", ~cell.is_finite()
        elif field["type"] == "string":
            yield column, "", _doubtful(name, column, cell)


def _broken(cell: pl.Expr, constraints: Mapping[str, Any]) -> Iterator[tuple[str, pl.Expr]]:
    """Yield each rule that a column may break by a cell alone, with the condition."""
    if constraints.get("required"):
        yield "required", cell.is_null()
    if "enum" in constraints:
        yield "code", ~cell.is_in(constraints["enum"])
    if "pattern" in constraints:  # anchored here: `a|b` is not by itself
        yield "pattern", ~cell.str.contains(rf"\A(?:{constraints['pattern']})\z")
    if "minimum" in constraints:
        yield "range", cell < constraints["minimum"]
    if "maximum" in constraints:
        yield "range", cell > constraints["maximum"]


def _doubled(keys: pl.Series) -> pl.Series:
    """Return the positions of keys that stand again below; that a table is sorted by its key proves that none does."""
    if is_ascending(keys):
        return pl.Series(dtype=pl.UInt32)
    return (keys.is_not_null() & keys.is_duplicated() & keys.is_first_distinct()).arg_true()


def _doubtful(name: str, column: str, cell: pl.Expr) -> pl.Expr:
    """Return the condition that a text may break what no constraint names; its characters tell of most that it does not."""
    doubtful = cell == ""
    if (name, column) in FREE_TEXT:
        return doubtful
    if not is_required(name, column):
        doubtful |= cell.is_in(sorted(NO_WORDS))
    return doubtful | cell.str.contains(r"[^ -~]|&|[?]{3}|\A | \z")


def _text_problems(name: str, column: str, table: Table, doubtful: pl.Expr) -> Iterator[Problem]:
    free, optional = (name, column) in FREE_TEXT, not is_required(name, column)
    at = table.rows(doubtful)
    for row, text in zip(at, table.series(column, at), strict=True):
        fault = text_problem(text, free=free, optional=optional)
        for problem in table.problems([row], [Fault(column, fault[1])]) if fault else ():
            yield replace(problem, rule=fault[0] if fault else "")


def constraint_message(table: str, column: str, rule: str) -> str:
    """Return what a cell that breaks a rule of shape is told."""
    constraints = fields(table)[column].get("constraints", {})
    if rule == "code":
        return f"no such code; the codes are {', '.join(str(code) for code in constraints['enum'])}"
    if rule == "pattern":
        return f"does not match {constraints['pattern']}"
    if rule == "range" and "minimum" in constraints:
        return f"must be at least {constraints['minimum']}"
    if rule == "range" and "maximum" in constraints:
        return f"must be at most {constraints['maximum']}"
    return _MESSAGES[rule]


_MESSAGES = {
    "required": "is null and must not be",
    "unique": "stands in more than one row",
    "range": "is not a finite number",
}


def check_keys(tables: Tables) -> Iterator[Problem]:
    """Yield a problem for each reference to a row that does not exist; absent tables are passed over."""
    for name in tables:
        table: Table = getattr(tables, name)
        for key in foreign_keys(name):
            if key.table not in tables:
                continue
            target: Table = getattr(tables, key.table)
            places, own = table.places(key.column), table.series(key.column)
            at = (places.is_null() & own.is_not_null()).arg_true()
            nearest = _Nearest(target.series(primary_key(key.table)), key.table)
            lost = (f"{key.table} has no such row{nearest.to(text)}" for text in own.gather(at))
            faults = [Fault(key.column, message) for message in lost]
            yield from (replace(p, rule="foreign-key") for p in table.problems(at, faults))


class _Nearest:
    """Suggests the key that was meant, as long as that takes no more comparisons than anybody would wait for."""

    def __init__(self, keys: pl.Series, table: str) -> None:
        self.keys, self.table = keys, table
        self.known: dict[str, str] = {}
        self.left = _COMPARISONS

    def to(self, key: str) -> str:
        if key not in self.known:
            self.left -= len(self.keys)
            keys = self.keys.unique().sort().to_list() if self.left >= 0 else []
            self.known[key] = suggestion(key, keys)
        return self.known[key]

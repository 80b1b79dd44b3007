"""Shape: types, required cells, codes, patterns, ranges and keys, all derived from the Table Schemas.

Rows are gated by pandera on Arrow, which needs no pandas; what it does not enforce (field nullability, string against
large_string, control characters, foreign keys) is asserted here.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

from nkdata.errors import MissingExtraError, suggestion
from nkdata.report import About, Problem, declared
from nkdata.schema import TABLES, arrow_schema, columns, fields, foreign_keys, is_required, primary_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pandera.pyarrow as pap
    import pyarrow as pa

    from nkdata.records import Rows

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

RULES = declared(
    {
        "table-missing": About(
            "Every table of the schema is there.",
            "Code written for these tables stops at the first join with the one that is absent.",
            "completeness",
        ),
        "column-type": About(
            "A table has the schema's columns, in order, with the schema's types.",
            "Programs that rely on these names and types would stop, or take figures for texts and sort 1000 before 200.",
            "conformity",
        ),
        "required": About(
            "A required cell is filled.",
            "Code counts on the cell: joins and filters drop a row with a gap in it without a word.",
            "completeness",
        ),
        "unique": About(
            "A primary key stands in one row.",
            "A key that stands twice doubles rows in every join, and with them all counts and sums.",
            "uniqueness",
        ),
        "code": About(
            "A coded cell holds one of its codes.",
            "A misspelt code belongs to no category, and its row vanishes from every selection and total by code.",
            "conformity",
        ),
        "pattern": About(
            "A cell matches its pattern as a whole.",
            "An id, a hash or an address of another form matches nothing in the data that it should be joined with.",
            "conformity",
        ),
        "range": About(
            "A number lies within its bounds and is finite.",
            "An impossible number, such as a negative offset or an infinite count, spoils every sum, sort and range that it enters.",
            "conformity",
        ),
        "control-character": About(
            "No cell but a page's own characters holds a control character, or white space at an end.",
            "Characters that nobody sees make two equal names unequal, so that joins and searches fail with nothing to be seen.",
            "conformity",
        ),
        "empty-string": About(
            "A text that says nothing is null.",
            "Where some gaps are null and others empty, two ways of counting what is missing give two answers.",
            "conformity",
        ),
        "foreign-key": About(
            "A reference names a row that exists.",
            "The row leads nowhere: one join drops it, another shows blanks, and its actor or article cannot be named.",
            "consistency",
        ),
        "empty-table": About(
            "The tables of articles, actors and claims have rows.",
            "A table without rows breaks no other rule, so that a build which lost everything would look perfect.",
            "completeness",
        ),
    }
)

_CHECKS = {"isin": "code", "str_matches": "pattern", "greater_than_or_equal_to": "range", "less_than_or_equal_to": "range"}
_REASONS = {"not_nullable": "required", "field_uniqueness": "unique"}


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


def check_shape(tables: Mapping[str, pa.Table], expected: Iterable[str] = TABLES) -> Iterator[Problem]:
    """Yield the problems of each expected table by itself. Raises MissingExtraError where pandera is not installed."""
    for table in expected:
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
            yield Problem("column-type", f"the schema has no column {name!r}{suggestion(name, expected.names)}", table=table, column=name)
    for field in expected:
        if found.names.count(field.name) != 1:
            yield Problem("column-type", "the column is not there once", table=table, column=field.name)
        elif not found.field(field.name).equals(field):
            message = f"{_type(found.field(field.name))} instead of {_type(field)}"
            yield Problem("column-type", message, table=table, column=field.name)
    if sorted(found.names) == sorted(expected.names) and found.names != expected.names:
        yield Problem("column-type", f"the columns are out of order: expected {', '.join(expected.names)}", table=table)


def _type(field: pa.Field[Any]) -> str:
    return f"{field.type}{'' if field.nullable else ' not null'}"


def _row_problems(table: str, data: pa.Table) -> Iterator[Problem]:
    if not len(data) and table in ("articles", "actors", "claims"):
        yield Problem("empty-table", "the table has no rows", table=table)
    keys = data.column(primary_key(table)).to_pylist()
    for rule, column, failing, message in _pandera_failures(table, data):
        cells = zip(keys, data.column(column).to_pylist(), strict=True)
        for key, value in dict.fromkeys(cells) if rule == "unique" else cells:  # a key that stands twice is one problem
            if value in failing:
                yield Problem(rule, message, table=table, key=key, column=column, value=value)
    yield from text_problems(table, keys, {name: data.column(name).to_pylist() for name in columns(table)})


def _pandera_failures(table: str, data: pa.Table) -> Iterator[tuple[str, str, set[Any], str]]:
    """Yield rule, column, failing values and message for each check that fails.

    pandera names no rows, so rows are found again by value. Switches in the environment turn its checks off in silence;
    the context forces them on.
    """
    schema = pandera_schema(table)
    import pandera.errors
    from pandera.config import ValidationDepth, config_context

    try:
        with config_context(validation_enabled=True, validation_depth=ValidationDepth.SCHEMA_AND_DATA):
            schema.validate(data, lazy=True)
    except pandera.errors.SchemaErrors as found:
        for error in found.schema_errors:
            check = getattr(error.check, "name", None) or str(error.check)
            rule = _CHECKS.get(check) or _REASONS.get(check) or "column-type"
            column = str(error.schema.name)
            yield rule, column, set(error.failure_cases.column(0).to_pylist()), constraint_message(table, column, rule)


def constraint_message(table: str, column: str, rule: str) -> str:
    """Return what a cell that breaks a rule of shape is told."""
    constraints = fields(table)[column].get("constraints", {})
    if rule == "code":
        return f"no such code; the codes are {', '.join(str(code) for code in constraints['enum'])}"
    if rule == "pattern":
        return f"does not match {constraints['pattern']}"
    if rule == "range":
        return f"must be at least {constraints.get('minimum')}" if "minimum" in constraints else f"must be at most {constraints['maximum']}"
    return {"required": "is null and must not be", "unique": "stands in more than one row"}.get(rule, "does not fit the schema")


def text_problems(table: str, keys: Sequence[Any], cells: Mapping[str, Sequence[Any]]) -> Iterator[Problem]:
    """Yield the problems of texts and numbers, which no constraint of the schemas names; ``cells`` are the columns by name."""
    for column in columns(table):
        kind = fields(table)[column]["type"]
        if kind not in ("string", "number"):
            continue
        for key, value in zip(keys, cells[column], strict=True):
            problem = _text_problem(value, free=(table, column) in FREE_TEXT) if kind == "string" else _number_problem(value)
            if problem:
                yield Problem(problem[0], problem[1], table=table, key=key, column=column, value=value)


def _text_problem(value: str | None, *, free: bool) -> tuple[str, str] | None:
    if value == "":
        return "empty-string", "an empty string; write null"
    if value is None or free:
        return None
    if not value.replace("\u00a0", "").isprintable():
        return "control-character", "holds a control character"
    return ("control-character", "begins or ends with white space") if value != value.strip() else None


def _number_problem(value: float | None) -> tuple[str, str] | None:
    finite = value is None or value - value == 0
    return None if finite else ("range", "is not a finite number")


def check_keys(rows: Rows) -> Iterator[Problem]:
    """Yield a problem for each reference to a row that does not exist; absent tables are passed over."""
    known = {table: Counter(row[primary_key(table)] for row in rows[table]) for table in rows}
    for table in rows:
        for foreign in foreign_keys(table):
            for row in rows[table] if foreign.table in rows else ():
                value = row[foreign.column]
                if value is not None and value not in known[foreign.table]:
                    message = f"{foreign.table} has no such row{suggestion(str(value), known[foreign.table])}"
                    yield Problem("foreign-key", message, table=table, key=row[primary_key(table)], column=foreign.column, value=value)

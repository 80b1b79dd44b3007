"""Shape: types, required cells, codes, patterns, ranges and keys, all derived from the Table Schemas.

Rows are gated by pandera on Arrow, which needs no pandas; what it does not enforce (field nullability, string against
large_string, control characters, foreign keys) is asserted here.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

from nkdata.errors import MissingExtraError, suggestion
from nkdata.report import Problem
from nkdata.schema import TABLES, arrow_schema, columns, fields, foreign_keys, is_required, primary_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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

RULES = {
    "table-missing": "Every table of the schema is there.",
    "column-type": "A table has the schema's columns, in order, with the schema's types.",
    "required": "A required cell is filled.",
    "unique": "A primary key stands in one row.",
    "code": "A coded cell holds one of its codes.",
    "pattern": "A cell matches its pattern as a whole.",
    "range": "A number lies within its bounds and is finite.",
    "control-character": "No cell but a page's own characters holds a control character, or white space at an end.",
    "empty-string": "A text that says nothing is null, and not empty or a program's word for null.",
    "encoding-slip": "No text shows UTF-8 read as another encoding, a letter that was lost, or an escape of HTML.",
    "foreign-key": "A reference names a row that exists.",
    "empty-table": "The tables of articles, actors and claims have rows.",
}

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


def check_shape(tables: Mapping[str, pa.Table]) -> Iterator[Problem]:
    """Yield the problems of each table by itself. Raises MissingExtraError where pandera is not installed."""
    for table in TABLES:
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
        optional = not is_required(table, column)
        for key, value in zip(keys, cells[column], strict=True):
            problem = _text_problem(value, free=(table, column) in FREE_TEXT) if kind == "string" else _number_problem(value)
            problem = problem or (_slip(value, bare=optional) if kind == "string" and (table, column) not in FREE_TEXT else None)
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


_NO_WORDS = frozenset({"None", "nan", "NaN", "null", "NULL", "N/A", "NA", "n/a", "<NA>", "NaT", "-", "--"})
"""What programs write for a missing cell; in a column that must be filled it may be somebody's name."""

_ESCAPE = re.compile(r"&(?:#[0-9]+|#x[0-9a-fA-F]+|[a-zA-Z]+[0-9]*);")


def _slip(value: str | None, *, bare: bool) -> tuple[str, str] | None:
    if value is None:
        return None
    if bare and value in _NO_WORDS:
        return "empty-string", "a word for null; write null"
    if "&" in value and _ESCAPE.search(value):
        return "encoding-slip", "holds an escape of HTML; write the character"
    spoilt = not value.isascii() and ("\ufffd" in value or "â€" in value or _reads_as_utf8(value))
    return ("encoding-slip", "holds letters that were lost or read in a wrong encoding; save the source as UTF-8") if spoilt else None


def _reads_as_utf8(value: str) -> bool:
    try:
        value.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return False
    return True


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

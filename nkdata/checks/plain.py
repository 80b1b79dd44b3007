"""Shape over rows of built-in types: the constraints of the Table Schemas without Arrow, which takes longer to import than to run.

Curation has read the types; what is left are the constraints that its rows may still break.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from nkdata.checks.kernels import number_problem, text_problem
from nkdata.checks.shape import FREE_TEXT, constraint_message
from nkdata.reports.problems import Problem
from nkdata.schema import TABLES, columns, fields, is_required, primary_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nkdata.records import Record, Rows


def check_rows_shape(rows: Rows) -> Iterator[Problem]:
    """Yield what `nkdata.checks.shape.check_shape` would find in these rows, were they Arrow tables of the schema."""
    for table in TABLES:
        records = rows.get(table, ())
        if not records and table in ("articles", "actors", "claims"):
            yield Problem("empty-table", "the table has no rows", table=table)
        keys = [record[primary_key(table)] for record in records]
        for name, field in fields(table).items():
            yield from _column_problems(table, name, field.get("constraints", {}), records)
        yield from _text_problems(
            table, keys, {name: [record[name] for record in records] for name in columns(table)}
        )


def _column_problems(
    table: str, name: str, constraints: Mapping[str, Any], records: Sequence[Record]
) -> Iterator[Problem]:
    seen = Counter(record[name] for record in records) if constraints.get("unique") else Counter()
    for record in records:
        for rule in _broken(constraints, record[name]):
            yield Problem(
                rule,
                constraint_message(table, name, rule),
                table,
                record[primary_key(table)],
                name,
                record[name],
            )
    for value, times in seen.items():
        if times > 1:
            yield Problem(
                "unique", constraint_message(table, name, "unique"), table, value, name, value
            )


def _broken(constraints: Mapping[str, Any], value: Any) -> Iterator[str]:  # a cell of any type  # noqa: ANN401  # a cell of any type
    if value is None:
        if constraints.get("required"):
            yield "required"
        return
    if "enum" in constraints and value not in constraints["enum"]:
        yield "code"
    if "pattern" in constraints and not re.fullmatch(constraints["pattern"], value):
        yield "pattern"
    if value < constraints.get("minimum", value) or value > constraints.get("maximum", value):
        yield "range"


def _text_problems(
    table: str, keys: Sequence[Any], cells: Mapping[str, Sequence[Any]]
) -> Iterator[Problem]:
    """Yield the problems of texts and numbers, which no constraint of the schemas names; ``cells`` are the columns by name."""
    for column in columns(table):
        kind = fields(table)[column]["type"]
        if kind not in ("string", "number"):
            continue
        free, optional = (table, column) in FREE_TEXT, not is_required(table, column)
        for key, value in zip(keys, cells[column], strict=True):
            problem = (
                text_problem(value, free=free, optional=optional)
                if kind == "string"
                else number_problem(value)
            )
            if problem:
                yield Problem(
                    problem[0], problem[1], table=table, key=key, column=column, value=value
                )

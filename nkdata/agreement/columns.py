"""What is compared in paired rows: codes, references, dates, figures and truth values.

Free text is not compared, nor is what pairs the rows.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from nkdata.paths import beside
from nkdata.schema import codes, fields, foreign_keys

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nkdata.records import Record

COMPARED = ("articles", "claims", "events", "event_participants", "mentions")
"""The tables whose rows are paired."""

SAID_BY = "said_by"
"""A compared value that is not a column of claims: the named sources, deepest first."""

LEFT_OUT: Mapping[str, Mapping[str, str]] = beside(__file__, "left_out.toml")
"""Columns that could be compared and are not, each with the reason."""

_AS_PRINTED = {"articles": ("title", "author")}
"""Texts that are copied from the page, and so are compared as they are."""


@cache
def compared(table: str) -> tuple[str, ...]:
    """Return the names of the columns that are compared, in the table's order."""
    left_out = LEFT_OUT.get(table, {})
    names = [name for name in fields(table) if name not in left_out and _comparable(table, name)]
    return (*names, SAID_BY) if table == "claims" else tuple(names)


def _comparable(table: str, column: str) -> bool:
    return (
        fields(table)[column]["type"] in {"integer", "number", "boolean"}
        or is_date(column)
        or is_coded(table, column)
        or column in _AS_PRINTED.get(table, ())
    )


def is_date(column: str) -> bool:
    """Tell whether a column holds EDTF."""
    return column.endswith("_edtf") or column == "normalized"


def is_coded(table: str, column: str) -> bool:
    """Tell whether a column holds a code of a list, the id of another row, or a country."""
    return bool(codes(table, column) or _target(table, column) or column == "country_code")


def _target(table: str, column: str) -> str | None:
    return next((key.table for key in foreign_keys(table) if key.column == column), None)


def values(
    table: str, column: str, pair: tuple[Record, Record], names: Mapping[str, str]
) -> tuple[Any, Any]:
    """Return what the two rows of a pair hold in a column, None for what is empty.

    ``names`` gives the first reader's id for an event that the second declared under another id
    with the same title.
    """
    value, other = (None if row.get(column) == "" else row.get(column) for row in pair)
    if _target(table, column) == "events":
        other = names.get(str(other), other)
    return value, other

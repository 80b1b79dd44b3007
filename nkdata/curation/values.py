"""Texts as values: the formats that forms name, and how a text becomes a column's value."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from nkdata.words import edtf

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def _moment(text: str) -> datetime:
    """Read a moment; one without an offset is in UTC."""
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _day(text: str) -> date:
    if len(text) != len("YYYY-MM-DD"):
        raise ValueError(text)
    return date.fromisoformat(text)


READ: Mapping[str, Callable[[str], Any]] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": "true".__eq__,
    "date": str,
    "datetime": _moment,
}
"""By a column's type, what makes its value of a text that its form admits."""

FORMATS: Mapping[str, Callable[[str], object]] = {
    "edtf": edtf.parse,
    "date": _day,
    "moment": _moment,
}
"""The formats of the forms; each function raises ValueError or OverflowError for other texts."""

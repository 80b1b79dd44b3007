"""Columns as curators write them: the key of each, what stands where none is written, and its type.

A column is written under its name without the table's own prefix and without ``_id``, ``_edtf`` or
``_code``: ``claim_type`` is ``type``, ``publisher_id`` is ``publisher``, ``published_edtf`` is
``published``. Columns that the schema marks as derived are not written at all.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from nkdata.schema import fields
from nkdata.versions import parse_version
from nkdata.words import edtf

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_PREFIX = {
    "articles": "article_",
    "actors": "actor_",
    "events": "event_",
    "claims": "claim_",
    "questions": "question_",
}
DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "articles": {
        "rights": "Third-party journalism, under no licence of ours; where its text is carried, "
        "it is for verification only."
    },
    "actors": {"is_anonymous": False},
    "events": {"date_basis": "explicit"},
    "mentions": {"sic": False},
    "claims": {
        "evidentiality": "not_stated",
        "factuality_claimant": "CT+",
        "author_stance": "neutral",
        "time_reference": "past",
        "rank": "normal",
        "coder": "reader-1",
    },
}
"""What a column holds that is not written."""


@cache
def key_of(table: str, column: str) -> str:
    """Return the key under which curators write a column.

    >>> key_of("claims", "claim_type"), key_of("articles", "published_edtf")
    ('type', 'published')
    """
    short = re.sub(r"_(?:id|edtf|code)$", "", column)
    return short.removeprefix(_PREFIX.get(table, "\0")) or short


@cache
def written(table: str) -> Mapping[str, str]:
    """Return the keys a curator may write for a table, each with its column."""
    return {
        key_of(table, name): name
        for name, field in fields(table).items()
        if not field.get("derived")
    }


def _moment(text: str) -> datetime:
    """Read a moment; one without an offset is in UTC."""
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _day(text: str) -> date:
    if len(text) != len("YYYY-MM-DD"):
        raise ValueError(text)
    return date.fromisoformat(text)


def _version(text: str) -> tuple[int, int, int]:
    numbers = parse_version(text)
    if numbers is None:
        raise ValueError(text)
    return numbers


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
    "version": _version,
}
"""The formats of the forms; each function raises ValueError or OverflowError for other texts."""

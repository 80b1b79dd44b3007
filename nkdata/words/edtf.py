"""EDTF, the profile that the tables use: a string and the two days that bound it.

The profile (ISO 8601-2, Library of Congress): ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD``,
``YYYY-MM-XX``, ``YYYY-XX-XX``, each optionally followed by ``?``, ``~`` or ``%``; ``A/B`` for the
whole extent, with ``..`` at an open end; ``[A..B]``, ``[A..]`` and ``[..B]`` for one unknown day in
a range; ``[A,B]`` for one of several. Bounds are the strict ones: a qualifier never widens them.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_ATOM = re.compile(r"([0-9]{4})(?:-([0-9]{2}|XX)(?:-([0-9]{2}|XX))?)?[?~%]?")
_OPEN = ".."
_UNKNOWN = (None, "XX")


class EdtfError(ValueError):
    """The string is not of the profile; the message says what is wrong and what would be right."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The days an EDTF string admits: both ends included, None where an end is open.

    ``whole`` tells an extent, every day of which is meant, from one unknown day in a range.
    ``members`` holds the bounds of each member of a ``[A,B]`` set, or else the interval's own.
    """

    earliest: date | None
    latest: date | None
    whole: bool = False
    members: tuple[tuple[date | None, date | None], ...] = ()

    @property
    def days(self) -> int | None:
        """The width in days, None where an end is open."""
        if self.earliest is None or self.latest is None:
            return None
        return (self.latest - self.earliest).days + 1


@lru_cache(maxsize=4096)
def parse(text: str) -> Interval:
    """Return the interval of an EDTF string. Raises EdtfError where it is not of the profile.

    >>> parse("2025-08").latest
    datetime.date(2025, 8, 31)
    >>> parse("[..2025-08-30]").earliest is None
    True
    """
    if text.startswith("["):
        return _set(text)
    if "/" in text:
        start, _, end = text.partition("/")
        return _range(text, start, end, whole=True)
    earliest, latest = _atom(text)
    return Interval(earliest, latest, members=((earliest, latest),))


def _set(text: str) -> Interval:
    if not text.endswith("]"):
        raise EdtfError(f"{text!r} lacks its closing bracket")
    inner = text[1:-1]
    if "," in inner:
        members = tuple(_atom(member) for member in inner.split(","))
        return Interval(min(m[0] for m in members), max(m[1] for m in members), members=members)
    start, dots, end = inner.partition(_OPEN)
    if not dots:
        raise EdtfError(f"{text!r} is a set of one: write {inner!r}")
    return _range(text, start or _OPEN, end or _OPEN, whole=False)


def _range(text: str, start: str, end: str, *, whole: bool) -> Interval:
    if start == end == _OPEN:
        raise EdtfError(f"{text!r} is open at both ends and says nothing")
    earliest = None if start == _OPEN else _atom(start)[0]
    latest = None if end == _OPEN else _atom(end)[1]
    if earliest and latest and earliest > latest:
        raise EdtfError(f"{text!r} ends before it begins")
    return Interval(earliest, latest, whole=whole, members=((earliest, latest),))


def _atom(text: str) -> tuple[date, date]:
    match = _ATOM.fullmatch(text)
    if match is None:
        forms = "YYYY, YYYY-MM, YYYY-MM-DD, A/B, [A..B] or [A,B]"
        raise EdtfError(f"{text!r} is no date: write {forms}")
    year, month, day = match.groups()
    if month == "XX" and day not in _UNKNOWN:
        raise EdtfError(f"{text!r} gives a day of an unknown month")
    known = (1 if part in _UNKNOWN else int(part) for part in (month, day))
    try:
        first = date(int(year), *known)
    except ValueError as error:
        raise EdtfError(f"{text!r} is not in the calendar") from error
    if day not in _UNKNOWN:
        return first, first
    last = first if month not in _UNKNOWN else first.replace(month=12)
    return first, last.replace(day=monthrange(last.year, last.month)[1])


def precision(interval: Interval) -> int:
    """Return the UCDP GED date_prec of an interval.

    1 is a day, 2 up to six days, 3 a week, 4 up to a month, 5 up to a year. 6, which is ours, is
    anything wider or open at an end.
    """
    days = interval.days
    if days is None:
        return 6
    return next((code for code, widest in enumerate((1, 6, 7, 31, 366), 1) if days <= widest), 6)

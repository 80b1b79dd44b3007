"""Ranges of days, and the EDTF strings that say them."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nkdata.words.edtf import Interval

MOST_DAYS = 1100  # three years: an article that may be of any day of a longer time tells nothing of its "Wednesday"
MOST_MEMBERS = 4  # a set of more is written as the range around them
_DECEMBER = 12


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The days from first to last; ``whole`` where every one of them is meant."""

    first: date
    last: date
    whole: bool = False


def day(when: date) -> Span:
    """Return a day's span."""
    return Span(when, when)


def month(year: int, number: int) -> Span:
    """Return a month's span; a number outside 1 to 12 counts into the years beside."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return Span(date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1]))


def year(number: int) -> Span:
    """Return a year's span."""
    return Span(date(number, 1, 1), date(number, 12, 31))


def week(when: date, ahead: int = 0) -> Span:
    """Return the span of the day's week, Monday to Sunday, or of one so many weeks ahead."""
    monday = when - timedelta(days=when.weekday()) + timedelta(weeks=ahead)
    return Span(monday, monday + timedelta(days=6))


def shifted(when: date, months: int) -> date:
    """Return the day so many months later; the last of a month where that month is shorter."""
    there = month(when.year, when.month + months)
    return there.first.replace(day=min(when.day, there.last.day))


def days_of(interval: Interval) -> list[date]:
    """Return the days that an interval admits; none where it is open at an end or too wide to tell anything."""
    width = interval.days
    if width is None or interval.earliest is None or width > MOST_DAYS:
        return []
    return [interval.earliest + timedelta(days=i) for i in range(width)]


def written(spans: Iterable[Span]) -> str | None:
    """Return the EDTF string for one of the spans, nobody knows which; None where there is none."""
    found = sorted(set(spans))
    if not found:
        return None
    first, last = found[0].first, max(span.last for span in found)
    if any(span.whole for span in found):
        return _extent(first, last)
    atoms = [_atom(span) for span in found]
    if len(found) == 1 and atoms[0]:
        return atoms[0]
    members = [atom for atom in atoms if atom]
    if len(members) == len(found) <= MOST_MEMBERS and not _adjoin(found):
        return f"[{','.join(members)}]"
    return f"[{first}..{last}]"


def _adjoin(spans: list[Span]) -> bool:
    """Whether the spans leave no day between them."""
    return all((b.first - a.last).days <= 1 for a, b in pairwise(spans))


def _atom(span: Span) -> str | None:
    """Return a day, a month or a year as EDTF; None for any other span."""
    if span.first == span.last:
        return span.first.isoformat()
    if span == month(span.first.year, span.first.month):
        return f"{span.first:%Y-%m}"
    return f"{span.first:%Y}" if span == year(span.first.year) else None


def _extent(first: date, last: date) -> str:
    """Return an extent, in years or months where both ends are."""
    if (first.month, first.day, last.month, last.day) == (1, 1, _DECEMBER, 31):
        return f"{first:%Y}/{last:%Y}"
    if first.day == 1 and last == month(last.year, last.month).last:
        return f"{first:%Y-%m}/{last:%Y-%m}"
    return f"{first}/{last}"

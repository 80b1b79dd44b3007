"""Ranges of days, and the EDTF strings that say them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nkdata.words.edtf import Interval

MOST_DAYS = 1100
"""Three years: in an article that may be of any day of a longer time, "Wednesday" tells nothing."""

MOST_MEMBERS = 4
"""A set with more members is written as the range around them."""

_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12, "decade": 120}


class DayRange(NamedTuple):
    """The days from first to last; ``whole`` where every one of them is meant."""

    first: date
    last: date
    whole: bool = False


def day(when: date) -> DayRange:
    """Return the range of one day."""
    return DayRange(when, when)


def month(year: int, number: int) -> DayRange:
    """Return a month; a number outside 1 to 12 counts into the years before and after."""
    first = date(year + (number - 1) // 12, (number - 1) % 12 + 1, 1)
    return DayRange(first, first.replace(day=monthrange(first.year, first.month)[1]))


def year(number: int) -> DayRange:
    """Return a year."""
    return DayRange(date(number, 1, 1), date(number, 12, 31))


def period(unit: str, when: date, ahead: int = 0) -> DayRange:
    """Return the unit that a day is or lies in, or the one so many units ahead.

    Units are day, week (Monday to Sunday), month and year.
    """
    there = stepped(when, ahead, unit)
    if unit == "week":
        monday = there - timedelta(days=there.weekday())
        return DayRange(monday, monday + timedelta(days=6))
    if unit == "month":
        return month(there.year, there.month)
    return year(there.year) if unit == "year" else day(there)


def stepped(when: date, count: int, unit: str) -> date:
    """Return the day so many units later; the last day of a month that is too short for it."""
    if unit in _DAYS:
        return when + timedelta(days=count * _DAYS[unit])
    there = month(when.year, when.month + count * _MONTHS[unit])
    return there.first.replace(day=min(when.day, there.last.day))


def latest(weekday: int, until: date) -> date:
    """Return the last day with this number in the week that is not after ``until``."""
    return until - timedelta(days=(until.weekday() - weekday) % 7)


def days_of(interval: Interval) -> list[date]:
    """Return the days that an interval admits; none where an end is open or it is too wide."""
    width = interval.days
    if width is None or interval.earliest is None or width > MOST_DAYS:
        return []
    return [interval.earliest + timedelta(days=i) for i in range(width)]


def written(ranges: Iterable[DayRange]) -> str | None:
    """Return the EDTF string for one unknown range of these; None where there is none."""
    choices = sorted(set(ranges))
    if not choices:
        return None
    first, last = choices[0].first, max(choice.last for choice in choices)
    if any(choice.whole for choice in choices):
        return _extent(first, last)
    members = [member for choice in choices if (member := _atom(choice))]
    if len(members) == len(choices) == 1:
        return members[0]
    is_apart = any((after.first - before.last).days > 1 for before, after in pairwise(choices))
    if is_apart and len(members) == len(choices) <= MOST_MEMBERS:
        return f"[{','.join(members)}]"
    return f"[{first}..{last}]"


def _atom(days: DayRange) -> str | None:
    """Return a day, a month or a year as EDTF; None for any other range."""
    if days.first == days.last:
        return days.first.isoformat()
    if days == period("month", days.first):
        return f"{days.first:%Y-%m}"
    return f"{days.first:%Y}" if days == period("year", days.first) else None


def _extent(first: date, last: date) -> str:
    """Return an extent, in years or in months where both ends allow it."""
    for unit, form in (("year", "%Y"), ("month", "%Y-%m")):
        if (first, last) == (period(unit, first).first, period(unit, last).last):
            return f"{first:{form}}/{last:{form}}"
    return f"{first}/{last}"

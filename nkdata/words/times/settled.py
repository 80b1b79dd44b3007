"""What a time word means whose meaning depends on nothing else: a day, a month, years."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from nkdata.words.calendar import MONTHS, month_number
from nkdata.words.times.ranges import DayRange, day, month, year

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nkdata.words.times.grammar import TimeWord

_CENTURY = 100


def settled_readings(word: TimeWord) -> Iterator[DayRange]:
    """Yield what the word may mean. Raises ValueError for a day that is not in the calendar."""
    parts = word.parts
    number = int(parts["year"])
    if word.form == "month":
        yield month(number, month_number(parts["month"]))
    elif word.form == "years":
        yield from _years(number, int(parts["until"]))
    elif word.form == "decade":
        yield DayRange(year(number).first, year(number + 9).last)
    elif word.form == "year":
        yield year(number)
    elif "day" in parts:
        name = parts["month"]
        which = int(name) if name.isdecimal() else month_number(name)
        yield day(date(number, which, int(parts["day"])))
    else:
        yield from _days(number, *sorted((int(parts["first"]), int(parts["other"]))))


def _years(first: int, last: int) -> Iterator[DayRange]:
    """Yield an extent of years; the second may leave out its century, as in 1950-53."""
    if last < _CENTURY:
        last += first - first % _CENTURY
    if first <= last:
        yield DayRange(year(first).first, year(last).last, whole=True)


def _days(number: int, low: int, high: int) -> Iterator[DayRange]:
    """Yield the days that figures may mean: 03/04/2024 is two, 25/04/2024 one."""
    yield day(date(number, low, high))
    if high <= len(MONTHS):
        yield day(date(number, high, low))

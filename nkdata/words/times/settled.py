"""What a time word means whose meaning depends on nothing else: a day, a month, years."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from nkdata.words.calendar import MONTHS, month_number
from nkdata.words.times.ranges import DayRange, day, month, year

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_CENTURY = 100


def _date(parts: Mapping[str, str]) -> Iterator[DayRange]:
    """Yield the day; 03/04/2024 may be two days, 25/04/2024 only one."""
    number = int(parts["year"])
    if "day" in parts:
        name = parts["month"]
        which = int(name) if name.isdecimal() else month_number(name)
        yield day(date(number, which, int(parts["day"])))
        return
    low, high = sorted((int(parts["first"]), int(parts["other"])))
    yield day(date(number, low, high))
    if high <= len(MONTHS):
        yield day(date(number, high, low))


def _month(parts: Mapping[str, str]) -> Iterator[DayRange]:
    yield month(int(parts["year"]), month_number(parts["month"]))


def _years(parts: Mapping[str, str]) -> Iterator[DayRange]:
    """Yield an extent of years; the second may leave out its century, as in 1950-53."""
    first, last = int(parts["year"]), int(parts["until"])
    if last < _CENTURY:
        last += first - first % _CENTURY
    if first <= last:
        yield DayRange(year(first).first, year(last).last, whole=True)


def _decade(parts: Mapping[str, str]) -> Iterator[DayRange]:
    first = int(parts["decade"])
    yield DayRange(year(first).first, year(first + 9).last)


def _year(parts: Mapping[str, str]) -> Iterator[DayRange]:
    yield year(int(parts["year"]))


READERS: Final[dict[str, Callable[[Mapping[str, str]], Iterator[DayRange]]]] = {
    "date": _date,
    "month": _month,
    "years": _years,
    "decade": _decade,
    "year": _year,
}
"""For each form the reader of its parts; a reader raises ValueError for a day of no calendar."""

"""What a time word may mean: every reading that its words leave, on the day that it is said."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from nkdata.words.calendar import MONTHS, month_number, weekday_number
from nkdata.words.times.grammar import COUNTS, SHORT_MONTH, STEPS, WORDS, YEAR_DIGITS, find
from nkdata.words.times.ranges import DayRange, day, latest, month, period, stepped, year

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nkdata.words.edtf import Interval
    from nkdata.words.times.grammar import TimeWord

_COMING = re.compile(
    r"(?i)\b(?:will|shall|would|due (?:to|in|on)|set (?:to|for)|is to|are to"
    r"|plan(?:s|ned|ning)?(?: to| for)?|scheduled|expected|upcoming|ahead of|going to|awaits|slated"
    r"|hopes? to|wants? to|intends?|invited|(?:is|are) (?:sending|holding|hosting))\b"
)
_SAID = re.compile(
    r"(?i)\b(?:said|says|reported|reports|announced|told|confirmed|wrote|published|according)\b"
    r"[^.;]{0,40}$"
)
_MONTH_OF_YEAR = re.compile(rf"(?:{SHORT_MONTH}).{{0,20}}{YEAR_DIGITS}")
_EXACT_DAYS = 2
"""Up to so many days people count and do not round: "two days ago" is one day."""

_SATURDAY = 5
_CENTURY = 100
_LEAP_YEAR = 2000  # any year that has every day
_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)


class Context(NamedTuple):
    """What stands around a time word: its sentence, and the whole article.

    ``previous`` is what the time word before it resolved to.
    """

    sentence: str = ""
    text: str = ""
    previous: Interval | None = None

    def looks_ahead(self, words: str) -> bool:
        """Tell whether the sentence speaks of what is to come, and the words date no report."""
        if not _COMING.search(self.sentence):
            return False
        return not _SAID.search(self.sentence.partition(words)[0])


_ALONE: Final = Context()


def readings(
    word: TimeWord, published: date | None = None, context: Context = _ALONE
) -> list[DayRange]:
    """Return what the word may mean in an article of that day; nothing where nobody could tell.

    ``published`` may be left out for words that are not relative.
    """
    try:
        if not word.is_relative and word.form != "same":
            return list(_settled(word))
        reader = _READERS.get(word.form)
        return list(reader(word, published or date.max, context)) if reader else []
    except (ValueError, OverflowError):  # 31 June, or the year 0: no date
        return []


def _settled(word: TimeWord) -> Iterator[DayRange]:
    """Yield what a word may mean whose meaning depends on nothing else."""
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
        yield day(date(number, _month(parts["month"]), int(parts["day"])))
    else:
        yield from _days(number, *sorted((int(parts["first"]), int(parts["other"]))))


def _month(name: str) -> int:
    return int(name) if name.isdecimal() else month_number(name)


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


def _yearless(word: TimeWord, published: date, context: Context) -> Iterator[DayRange]:
    """Yield the last such day, and the next one where the sentence looks ahead.

    Only years count that have the day, and on the weekday that the text says: 29 February comes
    round in eight years at the latest.
    """
    weekday = weekday_number(word.parts["weekday"]) if "weekday" in word.parts else None
    number = int(word.parts["day"])
    leap = date(_LEAP_YEAR, month_number(word.parts["month"]), number)
    years = range(published.year - 8 - _LEAP_YEAR, published.year + 9 - _LEAP_YEAR)
    days = [there for ahead in years if (there := stepped(leap, ahead, "year")).day == number]
    days = [there for there in days if weekday in {None, there.weekday()}]
    yield from map(day, [there for there in days if there <= published][-1:])
    if context.looks_ahead(word.text):
        yield from map(day, [there for there in days if there > published][:1])


def _near_day(word: TimeWord, published: date, _context: Context) -> Iterator[DayRange]:
    if word.parts["near"] == "overnight":
        yield DayRange(published - _DAY, published)
    else:
        yield day(published + WORDS["near-days"][word.parts["near"]] * _DAY)


def _weekday(word: TimeWord, published: date, context: Context) -> Iterator[DayRange]:
    number = weekday_number(word.parts["weekday"])
    which = word.parts.get("which", "")
    step = STEPS.get(which, 0)
    if "week" in word.parts:
        yield _in_week(published, number, STEPS.get(word.parts["week"], 0))
    elif step or which == "this":
        yield _in_week(published, number, step)
        # the last one before that day, the first one on it or after it, the first one after it
        yield day(latest(number, published + (-_DAY, _WEEK - _DAY, _WEEK)[step + 1]))
    else:
        yield day(latest(number, published))
        if context.looks_ahead(word.text):
            yield day(latest(number, published + _WEEK))


def _in_week(published: date, weekday: int, ahead: int) -> DayRange:
    return day(period("week", published, ahead).first + weekday * _DAY)


def _period(word: TimeWord, published: date, context: Context) -> Iterator[DayRange]:
    which, unit, part = word.parts["which"], word.parts["period"], word.parts.get("part")
    step = STEPS.get(which, 0)
    if unit == "weekend":
        yield from _weekends(which, published, context)
    elif which == "past":
        yield _until(published, 1, unit)
    elif step == 0 and part == "earlier":
        yield DayRange(period(unit, published).first, published)
    elif step == 0 and part == "later":
        yield DayRange(published, period(unit, published).last)
    else:
        yield period(unit, published, step)


def _weekends(which: str, published: date, context: Context) -> Iterator[DayRange]:
    saturday = latest(_SATURDAY, published)
    weeks = WORDS["weekends"].get(which, (0,))
    if which in {"over", "at"} and context.looks_ahead("weekend"):
        weeks = (0, 1)
    for ahead in weeks:
        yield DayRange(saturday + ahead * _WEEK, saturday + ahead * _WEEK + _DAY)


def _bare_month(word: TimeWord, published: date, context: Context) -> Iterator[DayRange]:
    number, which = month_number(word.parts["month"]), word.parts.get("which", "")
    this, now = published.year, published.month
    past = this - (number > now)
    if which == "this":
        years = {this}
    elif which == "next":
        years = {this + (number <= now), this + 1}
    elif which in {"last", "previous"}:
        years = {past - (number == now), this - 1}
    else:
        named = {year for year, near in _months(context.text) if near == number}
        years = {past, past - (number == now)} | named
        if context.looks_ahead(word.text):
            years.add(past + 1)
    yield from (month(near, number) for near in sorted(years))


@lru_cache(maxsize=8)
def _months(text: str) -> frozenset[tuple[int, int]]:
    """Return year and month of each month that the text names with its year."""
    # line by line, since no time word goes on in another line
    dated = (line for line in text.splitlines() if _MONTH_OF_YEAR.search(line))
    words = (w for line in dated for w in find(line) if {"year", "month"} <= w.parts.keys())
    return frozenset((int(w.parts["year"]), month_number(w.parts["month"])) for w in words)


def _ago(word: TimeWord, published: date, _context: Context) -> Iterator[DayRange]:
    count, unit = _count(word.parts["number"]), word.parts["unit"]
    slack = 0 if unit == "day" and count <= _EXACT_DAYS else WORDS["slack"][unit]
    if "about" in word.parts:
        slack *= 2
    there = stepped(published, -count if word.parts["way"] == "ago" else count, unit)
    yield DayRange(there - slack * _DAY, there + slack * _DAY)


def _count(number: str) -> int:
    return COUNTS.get(number) or int(number)


def _span(word: TimeWord, published: date, _context: Context) -> Iterator[DayRange]:
    """Yield the time up to now; "past few weeks" and "past weeks" do not say how long."""
    if "number" in word.parts or not word.parts["many"]:
        yield _until(published, _count(word.parts.get("number", "one")), word.parts["unit"])


def _until(published: date, count: int, unit: str) -> DayRange:
    """Return the last so many units up to now, months and years in full."""
    full = {"week": "day", "decade": "year"}.get(unit, unit)
    first = period(full, stepped(published, -count, unit)).first
    return DayRange(first, period(full, published).last, whole=True)


def _same(word: TimeWord, _published: date, context: Context) -> Iterator[DayRange]:
    known = context.previous
    if known and known.earliest and known.latest:
        unit, step = word.parts["same"], STEPS.get(word.parts.get("step", ""), 0)
        first, last = (period(unit, end, step) for end in (known.earliest, known.latest))
        yield DayRange(first.first, last.last)


_READERS: Final[dict[str, Callable[[TimeWord, date, Context], Iterator[DayRange]]]] = {
    "date": _yearless,
    "near-day": _near_day,
    "weekday": _weekday,
    "period": _period,
    "bare-month": _bare_month,
    "ago": _ago,
    "span": _span,
    "same": _same,
}
"""For each form its reader. A "length" has none: the words do not say whether "in three months"
ends now or then, or only lasts. A reader raises ValueError or OverflowError beyond the calendar."""

"""What a time word may mean in an article of one day: each reading is a span, and where words leave several, all are given."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from nkdata.words.calendar import MONTHS, month_number, weekday_number
from nkdata.words.times.grammar import NUMBERS, TimeWord, find
from nkdata.words.times.spans import Span, day, month, shifted, week, year

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nkdata.words.edtf import Interval

_COMING = re.compile(
    r"\b(?:will|shall|would|due (?:to|in|on)|set (?:to|for)|is to|are to|plan(?:s|ned|ning)?(?: to| for)?|scheduled|expected|upcoming"
    r"|ahead of|going to|awaits|slated|hopes? to|wants? to|intends?|invited|(?:is|are) (?:sending|holding|hosting))\b",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:said|says|reported|reports|announced|told|confirmed|wrote|published|according)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_MONTH_OF_YEAR = re.compile(
    rf"(?:{'|'.join(name[:3] for name in MONTHS)}).{{0,20}}(?:1[5-9]|20)\d\d"
)
_CENTURY = 100
_HALF_MONTH, _HALF_YEAR = 15, 183
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around a time word: its sentence, the article, and what the time word before it resolved to."""

    sentence: str = ""
    text: str = ""
    previous: Interval | None = None

    def looks_ahead(self, word: TimeWord) -> bool:
        """Whether the sentence speaks of what is to come, and the word does not date a report of it."""
        if not _COMING.search(self.sentence):
            return False
        before = self.sentence.partition(word.text)[0]
        return not _SAID.search(before)


def readings(word: TimeWord, published: date | None, context: Context) -> list[Span]:
    """Return what the word may mean in an article of that day; nothing where nobody could tell.

    ``published`` may be None for words whose meaning does not hang on it.
    """
    try:
        return list(_READERS[word.form](word, published or date.max, context))
    except (ValueError, OverflowError):  # 31 June, or the year 0: no date
        return []


def _date(word: TimeWord, published: date, context: Context) -> Iterator[Span]:
    parts = word.parts
    if "mark" in parts:
        yield from _numeric(parts)
    elif "year" in parts:
        yield day(date(int(parts["year"]), month_number(parts["month"]), int(parts["day"])))
    else:
        number, when = month_number(parts["month"]), int(parts["day"])
        weekday = weekday_number(parts["weekday"]) if "weekday" in parts else None
        years = _years(
            published,
            lambda y: _on(weekday, date(y, number, when)),
            ahead=context.looks_ahead(word),
        )
        yield from (day(date(y, number, when)) for y in years)


def _numeric(parts: dict[str, str]) -> Iterator[Span]:
    """Yield the days that a date in figures may mean: 03/04/2024 is two, 2024-03-04 and 3.4.2024 are one."""
    number, second, third = int(parts["year"]), int(parts["second"]), int(parts["third"])
    pairs = (
        {(second, third)}
        if parts["order"] == "year"
        else {(third, second)}
        if parts["mark"] == "."
        else {(second, third), (third, second)}
    )
    for month_, day_ in sorted(pairs):
        if month_ <= len("JFMAMJJASOND"):
            yield day(date(number, month_, day_))


def _years(published: date, made: Callable[[int], date], *, ahead: bool) -> list[int]:
    """Return the years in which a day without one may lie: the latest gone by, and the next where the sentence looks ahead."""
    found = [y for y in range(published.year - 8, published.year + 9) if _exists(made, y)]
    past = [y for y in found if made(y) <= published][-1:]
    return past + ([y for y in found if made(y) > published][:1] if ahead else [])


def _on(weekday: int | None, when: date) -> date:
    """Return the day; raise ValueError where it falls on another day of the week than the text says."""
    if weekday not in {None, when.weekday()}:
        raise ValueError(when)
    return when


def _exists(made: Callable[[int], date], number: int) -> bool:
    try:
        made(number)
    except ValueError:
        return False
    return True


def _month(word: TimeWord, _published: date, _context: Context) -> Iterator[Span]:
    yield month(int(word.parts["year"]), month_number(word.parts["month"]))


def _year_range(word: TimeWord, _published: date, _context: Context) -> Iterator[Span]:
    first, until = int(word.parts["year"]), word.parts["until"]
    last = int(until) if len(until) > 2 else first - first % _CENTURY + int(until)  # noqa: PLR2004
    if first <= last:
        yield Span(year(first).first, year(last).last, whole=True)


def _decade(word: TimeWord, _published: date, _context: Context) -> Iterator[Span]:
    first = int(word.parts["decade"])
    yield Span(year(first).first, year(first + 9).last)


def _year(word: TimeWord, _published: date, _context: Context) -> Iterator[Span]:
    yield year(int(word.parts["year"]))


def _near(word: TimeWord, published: date, _context: Context) -> Iterator[Span]:
    near = word.parts["near"].removeprefix("the ")
    if near == "overnight":
        yield Span(published - timedelta(days=1), published)
        return
    offsets = {
        "day before yesterday": -2,
        "yesterday": -1,
        "today": 0,
        "tonight": 0,
        "tomorrow": 1,
        "day after tomorrow": 2,
    }
    yield day(published + timedelta(days=offsets[near]))


def _weekday(word: TimeWord, published: date, context: Context) -> Iterator[Span]:
    number = weekday_number(word.parts["weekday"])
    if "week" in word.parts:
        yield _in_week(published, number, {"last": -1, "this": 0, "next": 1}[word.parts["week"]])
        return
    back = published - timedelta(days=(published.weekday() - number) % 7)
    forth = back + timedelta(days=7)
    which = word.parts.get("which", "").removeprefix("the ")
    if which in {"last", "past", "previous"}:
        yield day(back if back < published else back - timedelta(days=7))
        yield _in_week(published, number, -1)
    elif which in {"next", "coming", "following"}:
        yield day(forth)
        yield _in_week(published, number, 1)
    elif which == "this":
        yield _in_week(published, number, 0)
        yield day(forth if back < published else back)
    else:
        yield day(back)
        if context.looks_ahead(word):
            yield day(forth)


def _in_week(published: date, weekday: int, ahead: int) -> Span:
    return day(week(published, ahead).first + timedelta(days=weekday))


def _period(word: TimeWord, published: date, context: Context) -> Iterator[Span]:
    which = word.parts["which"].removeprefix("the ")
    step = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}.get(
        which, 0
    )
    period = word.parts["period"]
    if period == "weekend":
        yield from _weekends(which, published, context)
    elif step == 0 and word.parts.get("part") in {"earlier", "later"}:
        there = _unit(period, published, 0)
        yield (
            Span(there.first, published)
            if word.parts["part"] == "earlier"
            else Span(published, there.last)
        )
    elif which == "past":
        yield _back(published, 1, period)
    else:
        yield _unit(period, published, step)


def _unit(period: str, when: date, step: int) -> Span:
    if period == "week":
        return week(when, step)
    return month(when.year, when.month + step) if period == "month" else year(when.year + step)


def _weekends(which: str, published: date, context: Context) -> Iterator[Span]:
    saturday = published - timedelta(days=(published.weekday() - _SATURDAY) % 7)
    weeks = {
        "next": (1, 2),
        "coming": (1,),
        "this": (0, 1),
        "last": (-1, 0),
        "previous": (-1, 0),
    }.get(which, (0,))
    weeks += (
        (1,)
        if which in {"over", "at"} and context.looks_ahead(TimeWord(0, 0, "weekend", "period"))
        else ()
    )
    for ahead in weeks:
        first = saturday + timedelta(weeks=ahead)
        yield Span(first, first + timedelta(days=1))


def _bare_month(word: TimeWord, published: date, context: Context) -> Iterator[Span]:
    number = month_number(word.parts["month"])
    which = word.parts.get("which", "").removeprefix("the ")
    past = published.year if number <= published.month else published.year - 1
    if which == "this":
        yield month(published.year, number)
        return
    if which == "next":
        ahead = published.year if number > published.month else published.year + 1
        years = {ahead, published.year + 1}
    elif which in {"last", "previous"}:
        years = {past if number != published.month else past - 1, published.year - 1}
    else:
        years = {past} | ({past - 1} if number == published.month else set())
        years |= {past + 1} if context.looks_ahead(word) else set()
        years |= _named(number, context.text)
    yield from (month(y, number) for y in sorted(years))


def _named(number: int, text: str) -> set[int]:
    """Return the years with which the text names the month elsewhere."""
    return {y for y, m in _months(text) if m == number}


@lru_cache(maxsize=8)
def _months(text: str) -> frozenset[tuple[int, int]]:
    dated = (
        line for line in text.splitlines() if _MONTH_OF_YEAR.search(line)
    )  # no time word goes on in another line
    words = (w for line in dated for w in find(line) if {"year", "month"} <= w.parts.keys())
    return frozenset((int(w.parts["year"]), month_number(w.parts["month"])) for w in words)


def _ago(word: TimeWord, published: date, _context: Context) -> Iterator[Span]:
    count = _count(word.parts["number"]) * (-1 if word.parts["way"] == "ago" else 1)
    unit = word.parts["unit"]
    slack = {
        "day": 0 if abs(count) <= 2 else 1,  # noqa: PLR2004
        "week": 3,
        "month": _HALF_MONTH,
        "year": _HALF_YEAR,
        "decade": 3 * 365,
    }[unit]
    slack *= 2 if "about" in word.parts else 1
    there = _stepped(published, count, unit)
    yield Span(there - timedelta(days=slack), there + timedelta(days=slack))


def _stepped(when: date, count: int, unit: str) -> date:
    if unit in {"day", "week"}:
        return when + timedelta(days=count * (7 if unit == "week" else 1))
    return shifted(when, count * {"month": 1, "year": 12, "decade": 120}[unit])


def _span(word: TimeWord, published: date, _context: Context) -> Iterator[Span]:
    """Yield the time up to now; "past few weeks" and "past weeks" say not how long."""
    if "number" in word.parts or not word.parts["many"]:
        yield _back(published, _count(word.parts.get("number", "one")), word.parts["unit"])


def _back(published: date, count: int, unit: str) -> Span:
    there = _stepped(published, -count, unit)
    if unit in {"year", "decade"}:
        return Span(year(there.year).first, year(published.year).last, whole=True)
    if unit == "month":
        return Span(there.replace(day=1), month(published.year, published.month).last, whole=True)
    return Span(there, published, whole=True)


def _count(number: str) -> int:
    return NUMBERS[number] if number in NUMBERS else int(number)


def _length(_word: TimeWord, _published: date, _context: Context) -> Iterator[Span]:
    """Yield nothing: whether "in three months" ends now or then, or only lasts, the words do not say."""
    yield from ()


def _same(word: TimeWord, _published: date, context: Context) -> Iterator[Span]:
    known = context.previous
    if known is None or known.earliest is None or known.latest is None:
        return
    first, last = known.earliest, known.latest
    step = {
        "next": 1,
        "following": 1,
        "later": 1,
        "after": 1,
        "previous": -1,
        "before": -1,
        "earlier": -1,
    }.get(word.parts.get("step", ""), 0)
    if word.parts["same"] == "day":
        yield Span(first + timedelta(days=step), last + timedelta(days=step))
    else:
        yield Span(
            _unit(word.parts["same"], first, 0).first, _unit(word.parts["same"], last, 0).last
        )


_READERS: dict[str, Callable[[TimeWord, date, Context], Iterator[Span]]] = {
    "date": _date,
    "month": _month,
    "years": _year_range,
    "decade": _decade,
    "year": _year,
    "near-day": _near,
    "weekday": _weekday,
    "period": _period,
    "bare-month": _bare_month,
    "ago": _ago,
    "span": _span,
    "length": _length,
    "same": _same,
}

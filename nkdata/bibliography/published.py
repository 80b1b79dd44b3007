"""When the article was published: what the page states, or else the days that its words leave."""

from __future__ import annotations

import re
from datetime import date, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from nkdata.bibliography.anniversaries import kept_days
from nkdata.bibliography.lines import labelled
from nkdata.bibliography.model import DateClue, Fact, Published
from nkdata.bibliography.places import dateline_date
from nkdata.bibliography.stamps import stamps
from nkdata.words import edtf
from nkdata.words.calendar import weekday_number
from nkdata.words.times import find, readings
from nkdata.words.times.grammar import STEPS, sentence_around
from nkdata.words.times.ranges import DayRange, latest, period, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nkdata.bibliography.anniversaries import Anniversary
    from nkdata.bibliography.stamps import Stamp
    from nkdata.document import Document
    from nkdata.words.times import TimeWord

_TELLING = ("body", "subhead", "caption", "deck")
_STATED = ("stated", "a publication date")
_STATING = {
    "published": _STATED,
    "bare": _STATED,
    "epoch": ("metadata", "a moment in seconds, somewhere on earth"),
}
"""Kinds of stamps that settle the date, the one to be believed first: basis, and what it says."""

_BASES = ("inferred_from_event", "inferred_from_text", "page_render_date")
"""Bases of an inferred date: the first one that a clue has is the date's."""

_EVENT, _TEXT, _CLOCK = _BASES
_NOT_LATER = {
    "clock": (_CLOCK, "the page's own clock: not later"),
    "updated": (_TEXT, "changed then: not published later"),
}
_WEEK = timedelta(days=6)
_DATELINE = timedelta(days=3)  # between the day a report is filed and the day it is printed
_NEAR = 60  # characters between a weekday and the anniversary it is of
_REPORTS = re.compile(r"(?i)\b(?:said|reported|announced|told|wrote|confirmed)\b[^.;]{0,25}$")
_HAPPENED = re.compile(
    r"(?i)\b(?:attended|held|marked|celebrated|visited|took place|was staged|hosted|gathered"
    r"|arrived)\b"
)
# A date in such a sentence may lie ahead of the article: the article may be earlier.
_OPEN = re.compile(
    r"\b(?:will|would|could|may|might|should|shall|can|aims?|plan\w*|expect\w*|due|set to"
    r"|schedul\w*|target\w*|deadline|expir\w*|until|ahead|upcoming|next|coming|future|forecast\w*"
    r"|project(?:s|ed|ion)\w*|hopes?|is to|are to|to be|valid|through)\b"
)
_UP_TO = re.compile(r"(?i)by|until|before|from")
_POSSESSIVE = re.compile(r"['’]s\b")


class _Bound(NamedTuple):
    """A clue and the days that it leaves: from ``earliest`` to ``latest`` those that ``fits``."""

    clue: DateClue
    basis: str
    earliest: date = date.min
    latest: date = date.max
    fits: Callable[[date], bool] | None = None


def clock(document: Document) -> Fact | None:
    """Return the page's own date when it was scraped."""
    return next((Fact(s.edtf, s.start, s.end) for s in stamps(document) if s.kind == "clock"), None)


def publication(document: Document) -> Published:
    """Return the publication date as a range that holds every day the page allows."""
    printed = stamps(document)
    for kind, (basis, says) in _STATING.items():
        for stamp in printed:
            if stamp.kind == kind:
                return Published(stamp.edtf, basis, (stamp.clue(says),))
    telling = labelled(document, "title", *_TELLING)
    days = kept_days("\n".join(line.words for line in telling))
    bounds = [bound for stamp in printed for bound in _stamp_bounds(stamp, days)]
    return _inferred([*bounds, *_dateline_bounds(document), *_text_bounds(document, days)])


def _stamp_bounds(stamp: Stamp, days: dict[Anniversary, date]) -> Iterator[_Bound]:
    """Yield what a date leaves; one without its year is near an anniversary whose year is known."""
    if stamp.kind in _NOT_LATER:
        basis, says = _NOT_LATER[stamp.kind]
        yield _Bound(stamp.clue(says), basis, latest=edtf.parse(stamp.edtf).latest or date.max)
        return
    word = find(stamp.edtf)[0]
    for kept, day in days.items():
        for reading in readings(word, day + _WEEK):
            if abs(reading.first - day) <= _WEEK:
                yield _Bound(stamp.clue(_says(kept, day)), _EVENT, reading.first, reading.first)


def _says(kept: Anniversary, day: date) -> str:
    return f"{kept.name}: {day.isoformat()}"


def _dateline_bounds(document: Document) -> Iterator[_Bound]:
    filed = dateline_date(document)
    for word in find(filed.value) if filed else ():
        if filed and not word.is_relative:
            day = readings(word)[0].first
            clue = DateClue(filed.start, filed.end, "the report was filed then")
            yield _Bound(clue, _TEXT, day, day + _DATELINE)


def _text_bounds(document: Document, days: dict[Anniversary, date]) -> Iterator[_Bound]:
    for line in labelled(document, *_TELLING):
        for word in find(line.words):
            sentence = sentence_around(line.words, word.start, word.end)
            if _is_past(word, sentence):
                clue = line.clue(word, "told as past: not earlier")
                yield from (_Bound(clue, _TEXT, day.first) for day in readings(word)[:1])
            for kept, day in days.items():
                clue = line.clue(word, _says(kept, day))
                is_named = kept.words.search(sentence) is not None
                if is_named and _is_week(word):
                    there = period("week", day, -STEPS.get(word.parts["which"], 0))
                    yield _Bound(clue, _EVENT, there.first, there.last)
                elif word.form == "weekday" and (is_named or "anniversary" in sentence):
                    yield from _weekday_bounds(word, sentence, clue, day)


def _is_past(word: TimeWord, sentence: str) -> bool:
    """Tell whether a date is told as past: the article is no earlier."""
    is_date = word.form in {"date", "month", "year"} and not word.is_relative
    return is_date and not _OPEN.search(sentence) and not _UP_TO.match(word.text)


def _is_week(word: TimeWord) -> bool:
    return word.parts.get("period") == "week" and word.parts["which"] in {"last", "this", "next"}


def _weekday_bounds(word: TimeWord, sentence: str, clue: DateClue, day: date) -> Iterator[_Bound]:
    number = weekday_number(word.parts["weekday"])
    before, _, after = sentence.partition(word.text)
    is_of = "anniversary" in after[:_NEAR] and _POSSESSIVE.match(after)
    if is_of and number == day.weekday():
        yield _Bound(clue, _EVENT, day - _WEEK, day + _WEEK)
    elif "anniversary" in after and _REPORTS.search(before) and _HAPPENED.search(after):
        # the report's weekday, counted back from publication, is no earlier than what it reports
        yield _Bound(clue, _EVENT, day, fits=lambda published: latest(number, published) >= day)


def _inferred(bounds: list[_Bound]) -> Published:
    """Return the range that the bounds leave; unknown where there is none or they contradict."""
    binding = _binding(bounds)
    if not binding:
        return Published()
    clues = tuple(bound.clue for bound in binding)
    earliest, last = max(b.earliest for b in binding), min(b.latest for b in binding)
    if earliest > last:
        return Published(clues=clues)
    basis = min((bound.basis for bound in binding), key=_BASES.index)
    if earliest == date.min:
        return Published(f"[..{last}]", basis, clues)
    if last == date.max:
        return Published(f"[{earliest}..]", basis, clues)
    days = [earliest + timedelta(days=i) for i in range((last - earliest).days + 1)]
    left = [day for day in days if all(b.fits(day) for b in binding if b.fits)] or days
    return Published(written([DayRange(left[0], left[-1])]), basis, clues)


def _binding(bounds: list[_Bound]) -> list[_Bound]:
    """Return the bounds that bind: of mere lower bounds only the last, and every other."""
    floors = [b for b in bounds if b.latest == date.max and not b.fits]
    highest = max(floors, key=attrgetter("earliest"), default=None)
    binding = [b for b in bounds if b not in floors or b is highest]
    return sorted(binding, key=attrgetter("clue.start"))

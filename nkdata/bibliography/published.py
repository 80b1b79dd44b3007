"""When the article was published: what the page states, or else the days that its time words and its anniversaries leave."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from nkdata.bibliography.anniversaries import kept_days
from nkdata.bibliography.lines import labelled
from nkdata.bibliography.model import Clue, Fact, Published
from nkdata.bibliography.places import dateline_date
from nkdata.bibliography.stamps import Stamp, stamps
from nkdata.words import edtf
from nkdata.words.calendar import weekday_number
from nkdata.words.times import Context, find, readings
from nkdata.words.times.grammar import sentence_around
from nkdata.words.times.ranges import DayRange, week, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nkdata.bibliography.anniversaries import Anniversary
    from nkdata.document import Document
    from nkdata.words.times import TimeWord

_TELLING = ("body", "subhead", "caption", "deck")
_ABSOLUTE = ("date", "month", "year")
_WEEK = 6
_DATELINE_DAYS = 3  # between the day a report is filed and the day it is printed
_NEAR = 60  # characters between a weekday and the anniversary it is of
_REPORTS = re.compile(
    r"\b(?:said|reported|announced|told|wrote|confirmed)\b[^.;]{0,25}$", re.IGNORECASE
)
_HAPPENED = re.compile(
    r"\b(?:attended|held|marked|celebrated|visited|took place|was staged|hosted|gathered|arrived)\b",
    re.IGNORECASE,
)
# a date in such a sentence may lie ahead of the article: it is no floor
_OPEN = re.compile(
    r"\b(?:will|would|could|may|might|should|shall|can|aims?|plan\w*|expect\w*|due|set to|schedul\w*|target\w*|deadline|expir\w*|until"
    r"|ahead|upcoming|next|coming|future|forecast\w*|project(?:s|ed|ion)\w*|hopes?|is to|are to|to be|valid|through)\b",
)
_UP_TO = re.compile(r"by|until|before|from", re.IGNORECASE)
_WEEKS = {"last": -1, "this": 0, "next": 1}


@dataclass(frozen=True, slots=True)
class _Bound:
    """A clue, and what it leaves: days from ``earliest`` to ``latest``, of those the ones that ``fits`` allows."""

    clue: Clue
    earliest: date | None = None
    latest: date | None = None
    fits: Callable[[date], bool] | None = None
    of_event: bool = False
    of_clock: bool = False


def clock(document: Document) -> Fact | None:
    """Return the page's own date when it was scraped."""
    return next((Fact(s.edtf, s.start, s.end) for s in stamps(document) if s.kind == "clock"), None)


def publication(document: Document) -> Published:
    """Return the publication date as a range that holds every day the page allows, with its basis and its clues."""
    printed = stamps(document)
    stated = next((s for kind in ("published", "bare") for s in printed if s.kind == kind), None)
    if stated:
        return Published(
            stated.edtf, "stated", (Clue(stated.start, stated.end, "a publication date"),)
        )
    epoch = next((s for s in printed if s.kind == "epoch"), None)
    if epoch:
        return Published(
            epoch.edtf,
            "metadata",
            (Clue(epoch.start, epoch.end, "a moment in seconds, somewhere on earth"),),
        )
    days = kept_days("\n".join(words for _, words, _ in labelled(document, "title", *_TELLING)))
    return _inferred(
        [*_printed_bounds(printed), *_yearless_bounds(printed, days), *_told_bounds(document, days)]
    )


def _printed_bounds(printed: list[Stamp]) -> Iterator[_Bound]:
    for stamp in printed:
        if stamp.kind in {"clock", "updated"}:
            says = (
                "the page's own clock: not later"
                if stamp.kind == "clock"
                else "changed then: not published later"
            )
            yield _Bound(
                Clue(stamp.start, stamp.end, says),
                latest=edtf.parse(stamp.edtf).latest,
                of_clock=stamp.kind == "clock",
            )


def _yearless_bounds(printed: list[Stamp], days: dict[Anniversary, date]) -> Iterator[_Bound]:
    """Yield the day of a date without its year that falls within a week of an anniversary whose year is known."""
    for stamp in printed:
        for kept, day in days.items() if stamp.kind == "yearless" else ():
            word = find(stamp.edtf)[0]
            for reading in readings(word, day + timedelta(days=_WEEK), Context()):
                if abs((reading.first - day).days) <= _WEEK:
                    clue = Clue(stamp.start, stamp.end, f"{kept.name}: {day.isoformat()}")
                    yield _Bound(clue, reading.first, reading.first, of_event=True)


def _told_bounds(document: Document, days: dict[Anniversary, date]) -> Iterator[_Bound]:
    yield from _dateline_bound(document)
    for _, words, start in labelled(document, *_TELLING):
        for word in find(words):
            sentence = sentence_around(words, word.start, word.end)
            clue = Clue(start + word.start, start + word.end, "")
            yield from _told(word, sentence, clue)
            yield from _anniversary_bounds(word, sentence, clue, days)


def _dateline_bound(document: Document) -> Iterator[_Bound]:
    filed = dateline_date(document)
    for word in find(filed[0]) if filed else ():
        if filed and "year" in word.parts:
            day = readings(word, None, Context())[0].first
            clue = Clue(filed[1], filed[1] + len(filed[0]), "the report was filed then")
            yield _Bound(clue, day, day + timedelta(days=_DATELINE_DAYS))


def _told(word: TimeWord, sentence: str, clue: Clue) -> Iterator[_Bound]:
    """Yield what a date with its year says where it is told as past: the article is no earlier."""
    if word.form not in _ABSOLUTE or word.is_relative:
        return
    if _OPEN.search(sentence) or _UP_TO.match(word.text):
        return
    for span in readings(word, None, Context())[:1]:
        yield _Bound(Clue(clue.start, clue.end, "told as past: not earlier"), earliest=span.first)


def _anniversary_bounds(
    word: TimeWord, sentence: str, clue: Clue, days: dict[Anniversary, date]
) -> Iterator[_Bound]:
    """Yield what a time word says that stands in one sentence with an anniversary whose day is known."""
    for kept, day in days.items():
        mention = kept.words.search(sentence)
        if mention is None and "anniversary" not in sentence:
            continue
        says = f"{kept.name}: {day.isoformat()}"
        of = Clue(clue.start, clue.end, says)
        if (
            mention
            and word.form == "period"
            and word.parts["period"] == "week"
            and word.parts["which"] in _WEEKS
        ):
            there = week(day, -_WEEKS[word.parts["which"]])
            yield _Bound(of, there.first, there.last, of_event=True)
        elif word.form == "weekday":
            yield from _weekday_bounds(word, sentence, of, day)


def _weekday_bounds(word: TimeWord, sentence: str, clue: Clue, day: date) -> Iterator[_Bound]:
    number = weekday_number(word.parts["weekday"])
    before, _, after = sentence.partition(word.text)
    if (
        number == day.weekday()
        and "anniversary" in after[:_NEAR]
        and re.match(r"['’]?s?\b", after)
        and _possessive(word, after)
    ):
        yield _Bound(clue, day - timedelta(days=_WEEK), day + timedelta(days=_WEEK), of_event=True)
    elif _REPORTS.search(before) and _HAPPENED.search(after) and "anniversary" in after:

        def fits(published: date) -> bool:
            """Whether the report's weekday, counted back from the publication, is no earlier than what it reports."""
            return published - timedelta(days=(published.weekday() - number) % 7) >= day

        yield _Bound(clue, earliest=day, fits=fits, of_event=True)


def _possessive(word: TimeWord, after: str) -> bool:
    return word.text.endswith(("'s", "’s")) or after.startswith(("'s", "’s"))


def _inferred(bounds: list[_Bound]) -> Published:
    """Return the range that the bounds leave, or unknown where they leave nothing or contradict each other."""
    telling = _telling(bounds)
    clues = tuple(bound.clue for bound in telling)
    earliest = max((b.earliest for b in telling if b.earliest), default=None)
    latest = min((b.latest for b in telling if b.latest), default=None)
    if earliest is None and latest is None:
        return Published()
    if earliest and latest and earliest > latest:
        return Published(None, "unknown", clues)
    basis = "inferred_from_event" if any(b.of_event for b in telling) else "inferred_from_text"
    if earliest is None or latest is None:
        only_clock = all(bound.of_clock for bound in telling)
        return Published(
            f"[{earliest or ''}..{latest or ''}]",
            "page_render_date" if only_clock else basis,
            clues,
        )
    tests = [b.fits for b in telling if b.fits]
    days = [earliest + timedelta(days=i) for i in range((latest - earliest).days + 1)]
    left = [day for day in days if all(fits(day) for fits in tests)] or days
    return Published(written([DayRange(left[0], left[-1])]), basis, clues)


def _telling(bounds: list[_Bound]) -> list[_Bound]:
    """Return the bounds that bind: of those not earlier than some day only the latest, and every other."""
    floors = [b for b in bounds if b.earliest and not b.latest and not b.fits]
    latest = max(floors, key=lambda b: b.earliest or date.min, default=None)
    return sorted((b for b in bounds if b not in floors or b is latest), key=lambda b: b.clue.start)

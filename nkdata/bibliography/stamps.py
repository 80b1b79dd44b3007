"""The dates that a page prints outside its text, and what each is: a publication date, a later one, or the page's own clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from nkdata.bibliography.lines import body_start, first, labelled, span
from nkdata.words.calendar import WEEKDAY
from nkdata.words.times import Context, find, readings
from nkdata.words.times.ranges import written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nkdata.document import Document
    from nkdata.words.times import TimeWord

_PUBLISHED = re.compile(
    r"\b(?:published|posted|released|issued|first published|date)\b\s*(?:on|at|:)?\s*$",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"\b(?:updated?|modified|edited|revised|last)\b[^\d]{0,20}$", re.IGNORECASE)
_WORD = re.compile(r"published|posted|updated|modified|first|last", re.IGNORECASE)
_EPOCH = re.compile(r"\s*(?P<seconds>1[0-9]{9})(?P<thousandths>\d{3})?\s*")
_CLOCK = re.compile(r"\d{1,2}:\d{2}")
_ABOVE = 2  # segments above the headline that may hold its date
_WIDGET = 2  # segments between a weather reading and the date that belongs to it
_OFFSETS = (timedelta(hours=-12), timedelta(hours=14))  # the time zones of the earth


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date in figures or words on a line of its own: ``kind`` says what it is.

    ``published`` and ``updated`` by the words before it, ``bare`` without any, ``clock`` the page's own, ``epoch`` a moment in
    seconds, ``yearless`` a day without its year, which stands in ``edtf`` as printed.
    """

    kind: str
    edtf: str
    start: int
    end: int


def stamps(document: Document) -> list[Stamp]:
    """Return the dates on lines of their own in the page's head, and those after the article that say what they are."""
    return [
        stamp
        for index, words, start in labelled(document, "page_date", "byline", "dateline")
        for stamp in _line(document, index, words, start)
    ]


def _line(document: Document, index: int, words: str, start: int) -> Iterator[Stamp]:
    epoch = _EPOCH.fullmatch(words)
    if epoch:
        yield Stamp("epoch", _epoch_days(int(epoch["seconds"])), start, start + len(words))
        return
    plain = words.title() if words.isascii() and words.isupper() else words
    for word in find(plain):
        kind = _kind(document, index, plain, word)
        if kind and word.form == "date":
            edtf = written(readings(word, None, Context())) if "year" in word.parts else word.text
            if edtf:
                yield Stamp(
                    kind if "year" in word.parts else "yearless",
                    edtf,
                    start + word.start,
                    start + word.end,
                )


def _kind(document: Document, index: int, words: str, word: TimeWord) -> str | None:
    before = words[: word.start]
    before = (
        before[before.rfind(":", 0, max(0, len(before) - 30)) + 1 :] if len(before) > 60 else before  # noqa: PLR2004
    )
    if _UPDATED.search(_own(before)):
        return "updated"
    if _PUBLISHED.search(_own(before)) or (before.strip() == "" and _said_above(document, index)):
        return "published"
    if document.segments[index].label == "page_date" and _is_clock(document, index, words):
        return "clock"
    return "bare" if _near_headline(document, index) else None


def _own(before: str) -> str:
    """Return what stands before a date back to the last of the words that say what a date is, weekday and all."""
    found = list(_WORD.finditer(before))
    return re.sub(rf"\b(?:{WEEKDAY})\b,?\s*", "", before[found[-1].start() :]) if found else before


def _said_above(document: Document, index: int) -> bool:
    """Whether the line above is the bare word "Published"."""
    if index == 0:
        return False
    start, end = span(document, document.segments[index - 1])
    return _PUBLISHED.fullmatch(document.text[start:end]) is not None


def _is_clock(document: Document, index: int, words: str) -> bool:
    """Whether a bare date is the page's own: beside the weather, or above the headline with the day of the week and no hour."""
    beside = range(max(0, index - _WIDGET), min(len(document.segments), index + _WIDGET + 1))
    if any(document.segments[i].label == "weather" for i in beside):
        return True
    title = first(document, "title")
    above = index < (body_start(document) if title is None else title)
    return (
        above and any("weekday" in word.parts for word in find(words)) and not _CLOCK.search(words)
    )


def _near_headline(document: Document, index: int) -> bool:
    """Whether a segment stands between headline and article, or just above: a list of other stories has dates as well."""
    start = body_start(document)
    title = first(document, "title")
    return (start if title is None else title) - _ABOVE <= index < start


def _epoch_days(seconds: int) -> str:
    """Return the days on which a moment fell anywhere on earth."""
    moment = datetime.fromtimestamp(seconds, UTC)
    earliest, latest = ((moment + offset).date() for offset in _OFFSETS)
    return earliest.isoformat() if earliest == latest else f"[{earliest}..{latest}]"

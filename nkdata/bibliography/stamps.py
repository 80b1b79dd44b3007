"""The dates that a page prints outside its text, and what each is.

A date may be that of publication, that of a later change, or the page's own clock.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from nkdata.bibliography.lines import Stretch, body_start, headline, labelled
from nkdata.bibliography.model import DateClue
from nkdata.words.calendar import WEEKDAY
from nkdata.words.times import find, settled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nkdata.document import Document
    from nkdata.words.times import TimeWord

_PUBLISHED = re.compile(
    r"(?i)\b(?:published|posted|released|issued|first published|date)\b\s*(?:on|at|:)?\s*$"
)
_UPDATED = re.compile(r"(?i)\b(?:updated?|modified|edited|revised|last)\b[^\d]{0,20}$")
_WORD = re.compile(r"(?i)published|posted|updated|modified|first|last")
_EPOCH = re.compile(r"\s*(?P<seconds>1[0-9]{9})(?:\d{3})?\s*")
_CLOCK = re.compile(r"\d{1,2}:\d{2}")
_ABOVE = 2  # segments above the headline that may hold its date
_WIDGET = 2  # segments between a weather reading and the date that belongs to it
_LONG, _NEAR = 60, 30
"""Of more than so many characters before a date, only those after a colon name it, and a colon
nearer than the second number is part of the name."""

_OFFSETS = (timedelta(hours=-12), timedelta(hours=14))  # the time zones of the earth


class Stamp(NamedTuple):
    """A date in figures or words on a line of its own.

    ``kind`` says what it is: ``published`` and ``updated`` by the words before it, ``bare`` without
    any, ``clock`` the page's own, ``epoch`` a moment in seconds, ``yearless`` a day without its
    year, which stands in ``edtf`` as printed.
    """

    kind: str
    edtf: str
    start: int
    end: int

    def clue(self, says: str) -> DateClue:
        """Return what the words say of the publication date."""
        return DateClue(self.start, self.end, says)


def stamps(document: Document) -> list[Stamp]:
    """Return the dates on lines of their own that say what they are or stand near the headline."""
    lines = labelled(document, "page_date", "byline", "dateline")
    return [stamp for line in lines for stamp in _stamps_of(document, line)]


def _stamps_of(document: Document, line: Stretch) -> Iterator[Stamp]:
    index, words, start = line
    if epoch := _EPOCH.fullmatch(words):
        yield Stamp("epoch", _epoch_days(int(epoch["seconds"])), start, start + len(words))
        return
    if words.isascii() and words.isupper():
        words = words.title()
    for word in find(words):
        kind = _kind(document, index, words, word) if word.form == "date" else None
        edtf = word.text if word.is_relative else settled(word)
        if kind and edtf:
            kind = "yearless" if word.is_relative else kind
            yield Stamp(kind, edtf, start + word.start, start + word.end)


def _kind(document: Document, index: int, words: str, word: TimeWord) -> str | None:
    before = words[: word.start]
    if len(before) > _LONG:
        before = before[before.rfind(":", 0, len(before) - _NEAR) + 1 :]
    named = _named(before)
    if _UPDATED.search(named):
        return "updated"
    if _PUBLISHED.search(named) or (not before.strip() and _is_said_above(document, index)):
        return "published"
    if document.segments[index].label == "page_date" and _is_clock(document, index, words):
        return "clock"
    return "bare" if _is_near_headline(document, index) else None


def _named(before: str) -> str:
    """Return what stands before a date from the last word that says what it is, or else all.

    Weekdays after that word are left out.
    """
    *_, last = [None, *_WORD.finditer(before)]
    return re.sub(rf"\b(?:{WEEKDAY})\b,?\s*", "", before[last.start() :]) if last else before


def _is_said_above(document: Document, index: int) -> bool:
    """Tell whether the line above is the bare word "Published"."""
    above = document.words(document.segments[index - 1]) if index else ""
    return _PUBLISHED.fullmatch(above) is not None


def _is_clock(document: Document, index: int, words: str) -> bool:
    """Tell whether a bare date is the page's own.

    Such a date stands beside the weather, or above the headline with a weekday and no hour.
    """
    if any(abs(line.number - index) <= _WIDGET for line in labelled(document, "weather")):
        return True
    has_weekday = any("weekday" in word.parts for word in find(words))
    return has_weekday and not _CLOCK.search(words) and index < headline(document)


def _is_near_headline(document: Document, index: int) -> bool:
    """Tell whether a segment stands between headline and article, or just above the headline.

    A list of other stories has dates as well.
    """
    return headline(document) - _ABOVE <= index < body_start(document)


def _epoch_days(seconds: int) -> str:
    """Return the days on which a moment fell anywhere on earth."""
    moment = datetime.fromtimestamp(seconds, UTC)
    first, last = ((moment + offset).date() for offset in _OFFSETS)
    return first.isoformat() if first == last else f"[{first}..{last}]"

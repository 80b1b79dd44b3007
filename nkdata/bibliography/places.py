"""The dateline: the place where an agency's report was filed, the day, and the agency, before its first words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nkdata.bibliography.lines import found, labelled
from nkdata.bibliography.outlets import AGENCIES
from nkdata.document import BODY_LABELS

if TYPE_CHECKING:
    from nkdata.bibliography.model import Fact
    from nkdata.document import Document

_CITY = r"(?P<place>[^\W\d_a-z][^\W\d_a-z.'’-]+(?:[ /-][^\W\d_a-z][^\W\d_a-z.'’-]+){0,2}(?:, [A-Z][\w.]+(?: [A-Z][\w.]+)?)?)"
_DATE = r"(?:,? (?P<date>(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8})(?:,? \d{4})?))?"
_BY = rf"(?: ?[(/\[] ?(?P<agency>{AGENCIES})\b[^)/\]]{{0,20}}[)/\]])"
# a dash or a colon, or the agency in brackets: without one, capitals are only loud
DATELINE = re.compile(
    rf"\W{{0,3}}{_CITY}{_DATE}[.,]?(?:{_BY}(?: ?[.–—:-]+| )|(?: ?[–—]| -|:)) ?(?=\S)"
)
_ALONE = re.compile(rf"{_CITY}{_DATE}{_BY}?[.:–—-]?$")


def dateline(document: Document) -> tuple[Fact | None, Fact | None]:
    """Return the place and the agency of the dateline, each None where there is none."""
    for _, words, start in labelled(document, "dateline"):
        match = _ALONE.match(words) or DATELINE.match(words)
        if match:
            return _facts(match, words, start)
        return found(words, words, start), None
    return next(
        (_facts(match, words, start) for match, words, start in _opening(document)), (None, None)
    )


def dateline_date(document: Document) -> tuple[str, int] | None:
    """Return the date in the dateline and where it stands; None where it has none."""
    for match, _, start in _opening(document):
        if match["date"]:
            return match["date"], start + match.start("date")
    return None


def _opening(document: Document) -> list[tuple[re.Match[str], str, int]]:
    """Return the dateline with which the first paragraph opens, if it does."""
    for _, words, start in labelled(document, *BODY_LABELS):
        match = DATELINE.match(words)
        return [(match, words, start)] if match else []
    return []


def _facts(match: re.Match[str], words: str, start: int) -> tuple[Fact, Fact | None]:
    place = found(words, match["place"], start)
    return place, found(words, match["agency"], start) if match["agency"] else None

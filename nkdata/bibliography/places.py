"""The dateline: where and when a report was filed, and the agency, before its first words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nkdata.bibliography.lines import Stretch, labelled
from nkdata.bibliography.outlets import AGENCIES
from nkdata.document import BODY_LABELS

if TYPE_CHECKING:
    from nkdata.bibliography.model import Fact
    from nkdata.document import Document

_CITY = (
    r"(?P<place>[^\W\d_a-z][^\W\d_a-z.'’-]+(?:[ /-][^\W\d_a-z][^\W\d_a-z.'’-]+){0,2}"
    r"(?:, [A-Z][\w.]+(?: [A-Z][\w.]+)?)?)"
)
_DATE = r"(?:,? (?P<date>(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8})(?:,? \d{4})?))?"
_BY = rf"(?: ?[(/\[] ?(?P<agency>{AGENCIES})\b[^)/\]]{{0,20}}[)/\]])"
# A dash, a colon or an agency in brackets has to follow: capitals alone are only loud.
_DATELINE = re.compile(
    rf"\W{{0,3}}{_CITY}{_DATE}[.,]?(?:{_BY}(?: ?[.–—:-]+| )|(?: ?[–—]| -|:)) ?(?=\S)"
)
_ALONE = re.compile(rf"{_CITY}{_DATE}{_BY}?[.:–—-]?$")


def dateline(document: Document) -> tuple[Fact | None, Fact | None]:
    """Return the place and the agency of the dateline, each None where there is none."""
    for line in labelled(document, "dateline"):
        match = _ALONE.match(line.words) or _DATELINE.match(line.words)
        return _facts(line, match) if match else (line.fact(line.words), None)
    line, match = _opening(document)
    return _facts(line, match) if match else (None, None)


def dateline_date(document: Document) -> Fact | None:
    """Return the date in the dateline of the first paragraph, as printed."""
    line, match = _opening(document)
    return line.fact(match["date"]) if match and match["date"] else None


def _opening(document: Document) -> tuple[Stretch, re.Match[str] | None]:
    """Return the first paragraph, and the dateline that it opens with, if it does."""
    line = next(labelled(document, *BODY_LABELS), Stretch(0, "", 0))
    return line, _DATELINE.match(line.words)


def _facts(line: Stretch, match: re.Match[str]) -> tuple[Fact, Fact | None]:
    agency = match["agency"]
    return line.fact(match["place"]), line.fact(agency) if agency else None

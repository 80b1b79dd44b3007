"""Bibliographic facts that a page's text states: who wrote it, where, for whom, and when.

Each fact has the words that state it. ``facts`` takes a parsed document and looks at nothing else.
What the page does not say stays unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nkdata.bibliography.model import DateClue, Fact, Facts, Published
from nkdata.bibliography.names import authors, byline_agency
from nkdata.bibliography.outlets import origin, publisher
from nkdata.bibliography.places import dateline
from nkdata.bibliography.published import clock, publication
from nkdata.bibliography.titles import title

if TYPE_CHECKING:
    from nkdata.document import Document

__all__ = ["DateClue", "Fact", "Facts", "Published", "facts"]


def facts(document: Document) -> Facts:
    r"""Return the bibliographic facts of a parsed page.

    >>> from nkdata.parser import parse
    >>> text = "Published: 4 June 2025\nBy Mina Okafor\nLEEDS (AFP) — The port opened. It is big."
    >>> stated = facts(parse(text))
    >>> stated
    <Facts: author='Mina Okafor', place='LEEDS', agency='AFP', published='2025-06-04'>
    >>> text[stated.place.start : stated.place.end], stated.published.basis
    ('LEEDS', 'stated')
    """
    place, agency = dateline(document)
    return Facts(
        title=title(document),
        authors=authors(document),
        place=place,
        agency=agency or byline_agency(document),
        publisher=publisher(document),
        origin=origin(document),
        clock=clock(document),
        published=publication(document),
    )
